//! Names whose fixed value fixes what could be a preference: `language = "en"`.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use memchr::{memchr, memrchr};

use crate::{
    lexicon::{Lexicon, Weight, words},
    rule::TELLING,
};

/// The first words of such names.
#[derive(Debug)]
pub(in crate::prefilter) struct FixedValues(AhoCorasick);

impl FixedValues {
    pub(in crate::prefilter) fn new() -> Result<Self, aho_corasick::BuildError> {
        AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(Lexicon::get().vocabulary_of(TELLING))
            .map(Self)
    }

    /// Whether one is given a literal anywhere in `content`.
    pub(in crate::prefilter) fn are_in(&self, content: &[u8]) -> bool {
        self.0.find_overlapping_iter(content).any(|hit| {
            is_given_literal(content.get(hit.end()..).unwrap_or_default())
                && is_statement(content, hit.start())
                && is_telling(content, hit.start())
        })
    }
}

/// Whether what follows a word is ` = ` and a literal, before the line or the statement ends.
fn is_given_literal(after: &[u8]) -> bool {
    const LONGEST_TYPE: usize = 80;
    let line = after.get(..after.len().min(LONGEST_TYPE)).unwrap_or(after);
    let line = memchr(b'\n', line).map_or(line, |end| line.get(..end).unwrap_or(line));
    let Some(equals) = memchr(b'=', line) else {
        return false;
    };
    let (target, value) = line.split_at(equals);
    let spaced = matches!(target.last(), Some(b' ' | b'\t' | b':' | b'|' | b'?'));
    let ended = target
        .iter()
        .any(|byte| matches!(byte, b';' | b',' | b'(' | b')' | b'{' | b'}'));
    let value = value.get(1..).unwrap_or_default().trim_ascii_start();
    let literal = match value {
        [b'"' | b'\'' | b'`' | b'-' | b'0'..=b'9', ..]
        | [b'b' | b'f' | b'r' | b'u' | b'@' | b'$', b'"' | b'\'', ..] => true,
        _ => ["true", "false", "null", "nil", "none"].iter().any(|word| {
            value
                .get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        }),
    };
    spaced && !ended && literal
}

/// Whether the line up to `at` is neither a comment nor inside the brackets of a call or of parameters.
fn is_statement(content: &[u8], at: usize) -> bool {
    let before = content.get(..at).unwrap_or_default();
    let start = memrchr(b'\n', before).map_or(0, |it| it + 1);
    let line = before.get(start..).unwrap_or_default().trim_ascii_start();
    let comment = matches!(
        line,
        [b'/', b'/' | b'*', ..] | [b'*' | b'#', ..] | [b'-', b'-', ..]
    );
    let mut open = Vec::new();
    for byte in line {
        match byte {
            b'(' | b'{' | b'[' => open.push(*byte),
            b')' | b'}' | b']' => drop(open.pop()),
            _ => {}
        }
    }
    !comment && open.last() != Some(&b'(')
}

/// Whether the identifier around `at` means something without any doubt.
fn is_telling(content: &[u8], at: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let before = content.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|it| !is_part(it));
    let rest = content
        .get(start.map_or(0, |it| it + 1)..)
        .unwrap_or_default();
    let end = rest.iter().position(|it| !is_part(it));
    let name = rest.get(..end.unwrap_or(rest.len()).min(120));
    std::str::from_utf8(name.unwrap_or_default())
        .ok()
        .and_then(|name| Lexicon::get().field(&words(name), Weight::Owned))
        .is_some_and(|known| TELLING.contains(&known.dimension.purpose.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_value_stands_behind_its_name() {
        let fixed = FixedValues::new().unwrap();
        assert!(fixed.are_in(b"const defaultLanguage: string = 'en'"));
        assert!(fixed.are_in(b"settings[\"timezone\"] = \"UTC\""));
        assert!(!fixed.are_in(b"<html lang=\"en\">"));
        assert!(!fixed.are_in(b"if language == 'en'"));
        assert!(!fixed.are_in(b"language = detect()"));
        assert!(!fixed.are_in(b"function f(language = 'en') {"));
        assert!(!fixed.are_in(b"  // language = 'en'"));
        assert!(fixed.are_in(b"if (known) { language = 'en' }"));
    }
}
