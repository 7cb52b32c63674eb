//! Names whose fixed value fixes what could be a preference: `language = "en"`.
//!
//! They are read from the bytes: a file that is of no other interest is not parsed for them.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use memchr::{memchr, memchr_iter, memrchr, memrchr2};

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

/// How far before its `=` a name stands, a type between them.
const REACH: usize = 120;

/// Literals of one file; a report lists fewer.
const MOST_LITERALS: usize = 2_000;

/// The literals that `content` gives to names that mean something without any doubt.
pub(crate) fn literals(content: &[u8]) -> Vec<LiteralFact> {
    let mut found: Vec<LiteralFact> = Vec::new();
    let (mut line, mut counted) = (1_u32, 0);
    for equals in memchr_iter(b'=', content) {
        let Some(value) = given_literal(content, equals) else {
            continue;
        };
        if found.len() >= MOST_LITERALS {
            break;
        }
        let start = statement_before(content, equals);
        let target = content.get(start..equals).unwrap_or_default();
        for hit in names().find_overlapping_iter(target) {
            let at = start + hit.start();
            let ends = target.get(hit.end()..).is_none_or(ends_statement);
            let name = telling_name(content, at).filter(|_| !ends && is_statement(content, at));
            let Some(name) = name else { continue };
            let between = content.get(counted..at).unwrap_or_default();
            let breaks = memchr_iter(b'\n', between).count();
            line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            counted = counted.max(at);
            let fact = LiteralFact {
                name: name.to_owned(),
                value: value.to_owned(),
                line,
            };
            if found.last() != Some(&fact) {
                found.push(fact);
            }
        }
    }
    found
}

/// Where what is left of an `=` begins: behind the `=` or the line before it.
fn statement_before(content: &[u8], equals: usize) -> usize {
    let first = equals.saturating_sub(REACH);
    let before = content.get(first..equals).unwrap_or_default();
    memrchr2(b'\n', b'=', before).map_or(first, |at| first + at + 1)
}

/// Whether a statement ends in what stands between a name and its `=`.
fn ends_statement(between: &[u8]) -> bool {
    between
        .iter()
        .any(|byte| matches!(byte, b';' | b',' | b'(' | b')' | b'{' | b'}'))
}

/// The literal behind the `=` at `equals`, if it is given to what stands before, and nothing follows it in the
/// same line.
fn given_literal(content: &[u8], equals: usize) -> Option<&str> {
    let before = content.get(equals.checked_sub(1)?)?;
    if !matches!(before, b' ' | b'\t' | b':' | b'|' | b'?') {
        return None;
    }
    let after = content.get(equals + 1..)?;
    let line = memchr(b'\n', after).map_or(after, |end| after.get(..end).unwrap_or(after));
    let (literal, rest) = literal_of(line.trim_ascii_start())?;
    let alone = matches!(
        rest.trim_ascii_start(),
        [] | [b';' | b',' | b')' | b'}' | b']' | b'#', ..] | [b'/', b'/' | b'*', ..]
    );
    (alone && !literal.is_empty() && literal.len() <= LONGEST_VALUE).then_some(literal)
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
            "language = last = 'en'",
            "language = 'en' + region",
            "language = None",
            "function f(language = 'en') {",
            "  // language = 'en'",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
