//! What a text for a language model must hold to speak of its user.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use memchr::memchr3;

/// Words for somebody, and for something about them, in singular or plural.
const PERSONS: &[&str] = &[
    "user", "profile", "member", "customer", "account", "persona", "pref", "memor",
];
const TOPICS: &[&str] = &[
    "memor",
    "preference",
    "bio",
    "instruction",
    "profile",
    "persona",
    "tone",
    "style",
    "timezone",
    "language",
    "locale",
    "interest",
    "expertise",
    "occupation",
    "location",
    "fact",
];

/// Whether an expression could name somebody and something about them inside or beside a text.
pub(super) fn names_somebody(content: &[u8]) -> bool {
    static TOPIC: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let topic = TOPIC.get_or_init(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(TOPICS)
            .ok()
    });
    let Some(topic) = topic else { return true };
    topic.find_iter(content).any(|hit| {
        let (start, end) = expression_around(content, hit.start());
        let expression = content.get(start..end).unwrap_or_default();
        let lower = expression.to_ascii_lowercase();
        let personal = PERSONS
            .iter()
            .any(|person| memchr::memmem::find(&lower, person.as_bytes()).is_some());
        personal && (opens_hole(content, start) || beside_text(content, start, end))
    })
}

/// The run of bytes around `at` that a path of members can be made of.
fn expression_around(content: &[u8], at: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.>-?![]:@'\"()$".contains(byte);
    let before = content.get(..at).unwrap_or_default();
    let start = before
        .iter()
        .rposition(|it| !is_part(it))
        .map_or(0, |it| it + 1);
    let rest = content.get(at..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|it| !is_part(it))
        .unwrap_or(rest.len());
    (start, at + end)
}

fn opens_hole(content: &[u8], start: usize) -> bool {
    let before = content.get(..start).unwrap_or_default();
    before.trim_ascii_end().ends_with(b"{")
}

/// Whether its line holds a quote before or behind the expression, for texts that are joined.
fn beside_text(content: &[u8], start: usize, end: usize) -> bool {
    let before = content.get(..start).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(0, |it| it + 1);
    let before = before.get(line..).unwrap_or_default();
    let after = content.get(end..).unwrap_or_default();
    let line = memchr::memchr(b'\n', after).unwrap_or(after.len());
    let after = after.get(..line).unwrap_or_default();
    [before, content.get(start..end).unwrap_or_default(), after]
        .iter()
        .any(|part| memchr3(b'"', b'\'', b'`', part).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_speaks_of_somebody_only_in_or_beside_a_text() {
        assert!(names_somebody(b"const system = `You know:\n${user.bio}`"));
        assert!(names_somebody(b"prompt = \"Facts: \" + user.preferences"));
        assert!(names_somebody(b"prompt = 'Facts: ' . $memory"));
        assert!(!names_somebody(b"save(user.bio)"));
        assert!(!names_somebody(b"const x = `${version} of ${style}`"));
    }
}
