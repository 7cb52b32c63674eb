//! Names whose fixed value fixes what could be a preference: `language = "en"`.
//!
//! They are read from the bytes: a file that is of no other interest is not parsed for them.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use memchr::{memchr, memchr_iter, memrchr};

use crate::{
    fact::LiteralFact,
    lexicon::{Lexicon, Weight, words},
};

/// Purposes of names whose literal value is worth reporting.
const TELLING: &[&str] = &[
    "communication",
    "language",
    "timezone",
    "expertise",
    "formats",
];

/// Longest value that is kept.
const LONGEST_VALUE: usize = 80;

/// The first words of such names.
fn names() -> &'static AhoCorasick {
    static NAMES: OnceLock<AhoCorasick> = OnceLock::new();
    NAMES.get_or_init(|| {
        #[expect(clippy::expect_used, reason = "the words are built in and tested")]
        let names = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(Lexicon::get().vocabulary_of(TELLING))
            .expect("the built-in words make an automaton");
        names
    })
}

/// The literals that `content` gives to names that mean something without any doubt.
pub(crate) fn literals(content: &[u8]) -> Vec<LiteralFact> {
    let mut found: Vec<LiteralFact> = Vec::new();
    let (mut line, mut counted) = (1_u32, 0);
    for hit in names().find_overlapping_iter(content) {
        let after = content.get(hit.end()..).unwrap_or_default();
        let Some(value) = given_literal(after) else {
            continue;
        };
        let Some(name) = telling_name(content, hit.start()) else {
            continue;
        };
        if !is_statement(content, hit.start()) {
            continue;
        }
        let between = content.get(counted..hit.start()).unwrap_or_default();
        let breaks = memchr_iter(b'\n', between).count();
        line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        counted = counted.max(hit.start());
        let fact = LiteralFact {
            name: name.to_owned(),
            value: value.to_owned(),
            line,
        };
        if found.last() != Some(&fact) {
            found.push(fact);
        }
    }
    found
}

/// The literal behind a word, if ` = ` and nothing but it follows in the same line.
fn given_literal(after: &[u8]) -> Option<&str> {
    const LONGEST_TYPE: usize = 80;
    let line = memchr(b'\n', after).map_or(after, |end| after.get(..end).unwrap_or(after));
    let equals = memchr(b'=', line.get(..LONGEST_TYPE).unwrap_or(line))?;
    let (target, value) = line.split_at(equals);
    let spaced = matches!(target.last(), Some(b' ' | b'\t' | b':' | b'|' | b'?'));
    let ended = target
        .iter()
        .any(|byte| matches!(byte, b';' | b',' | b'(' | b')' | b'{' | b'}'));
    let value = value.get(1..).unwrap_or_default().trim_ascii_start();
    let (literal, rest) = literal_of(value)?;
    let alone = matches!(
        rest.trim_ascii_start(),
        [] | [b';' | b',' | b')' | b'}' | b']' | b'#', ..] | [b'/', b'/' | b'*', ..]
    );
    (spaced && !ended && alone && !literal.is_empty() && literal.len() <= LONGEST_VALUE)
        .then_some(literal)
}

/// A text, a number or a truth value, and what follows it.
fn literal_of(value: &[u8]) -> Option<(&str, &[u8])> {
    let text = match value {
        [b'b' | b'f' | b'r' | b'u' | b'@' | b'$', rest @ ..] if begins_quote(rest) => rest,
        text => text,
    };
    if let [quote @ (b'"' | b'\'' | b'`'), rest @ ..] = text {
        let end = memchr(*quote, rest)?;
        let inner = std::str::from_utf8(rest.get(..end)?).ok()?;
        return Some((inner, rest.get(end + 1..)?));
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let end = value.iter().position(|byte| !is_part(byte));
    let (word, rest) = value.split_at(end.unwrap_or(value.len()));
    let word = std::str::from_utf8(word).ok()?;
    let number = word
        .trim_start_matches('-')
        .starts_with(|it: char| it.is_ascii_digit());
    let truth = ["true", "false"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it));
    (number || truth).then_some((word, rest))
}

fn begins_quote(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'"' | b'\''))
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

/// The identifier around `at`, if it means something without any doubt.
fn telling_name(content: &[u8], at: usize) -> Option<&str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let before = content.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|it| !is_part(it));
    let rest = content.get(start.map_or(0, |it| it + 1)..)?;
    let end = rest.iter().position(|it| !is_part(it));
    let name = std::str::from_utf8(rest.get(..end.unwrap_or(rest.len()).min(120))?).ok()?;
    let known = Lexicon::get().field(&words(name), Weight::Owned)?;
    TELLING
        .contains(&known.dimension.purpose.as_str())
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String, u32)> {
        let facts = literals(text.as_bytes()).into_iter();
        facts.map(|it| (it.name, it.value, it.line)).collect()
    }

    #[test]
    fn a_fixed_value_stands_behind_its_name() {
        for (text, name, value, line) in [
            (
                "const defaultLanguage: string = 'en'",
                "defaultLanguage",
                "en",
                1,
            ),
            (
                "a\n\nsettings[\"timezone\"] = \"UTC\";",
                "timezone",
                "UTC",
                3,
            ),
            ("if (known) { language = 'en' }", "language", "en", 1),
            ("LANGUAGE = b\"en\"  # fixed", "LANGUAGE", "en", 1),
        ] {
            assert_eq!(
                found(text),
                [(name.to_owned(), value.to_owned(), line)],
                "{text}"
            );
        }
        for text in [
            "<html lang=\"en\">",
            "if language == 'en'",
            "language = detect()",
            "language = 'en' + region",
            "language = None",
            "function f(language = 'en') {",
            "  // language = 'en'",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
