//! What a text for a language model must hold to speak of its user.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::rule::{PERSONS, TRAITS};

/// Whether an expression could name somebody and something about them inside or beside a text.
pub(in crate::prefilter) fn names_somebody(content: &[u8]) -> bool {
    static TOPIC: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let topic = TOPIC.get_or_init(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(TRAITS.iter().map(|word| stem(word)))
            .ok()
    });
    let Some(topic) = topic else { return true };
    topic.find_iter(content).any(|hit| {
        let (start, end) = expression_around(content, hit.start());
        let expression = content.get(start..end).unwrap_or_default();
        let lower = expression.to_ascii_lowercase();
        let personal = PERSONS
            .iter()
            .any(|person| memchr::memmem::find(&lower, stem(person).as_bytes()).is_some());
        personal && (fills_hole(content, start) || is_joined(content, start, end))
    })
}

/// What singular and plural begin with.
fn stem(word: &str) -> &str {
    word.strip_suffix('y').unwrap_or(word)
}

/// The run of bytes around `at` that a path of members can be made of.
fn expression_around(content: &[u8], at: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.>-?![]:@$".contains(byte);
    let before = content.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|it| !is_part(it));
    let rest = content.get(at..).unwrap_or_default();
    let end = rest.iter().position(|it| !is_part(it));
    (start.map_or(0, |it| it + 1), at + end.unwrap_or(rest.len()))
}

/// `${…}`, `#{…}`, `{…}` or `$…`; neither a property nor the fields of an object.
fn fills_hole(content: &[u8], start: usize) -> bool {
    match content.get(..start).unwrap_or_default() {
        [.., before, b'{'] => !matches!(before, b'=' | b'('),
        [called @ .., b'('] => {
            // `${JSON.stringify(user.preferences)}`
            let name = called
                .iter()
                .rev()
                .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_'));
            let before = called
                .get(..called.len() - name.count())
                .unwrap_or_default();
            matches!(before, [.., b'{']) && called.len() > before.len()
        }
        _ => content.get(start) == Some(&b'$'),
    }
}

/// An operator that joins texts stands before or behind it.
fn is_joined(content: &[u8], start: usize, end: usize) -> bool {
    let before = content.get(..start).unwrap_or_default().trim_ascii_end();
    let after = content.get(end..).unwrap_or_default().trim_ascii_start();
    // Elsewhere than in PHP a point between two lines is the next call of a chain.
    let has_sigil = || content.get(start..end).is_some_and(|it| it.contains(&b'$'));
    match before {
        [.., b'&', b'&'] => false,
        [.., b'+' | b'&' | b'%'] | [.., b'<', b'>'] => true,
        [.., b'.'] => has_sigil(),
        _ => match after {
            [b'&', b'&', ..] => false,
            [b'+' | b'&', ..] | [b'<', b'>', ..] => true,
            [b'.', ..] => has_sigil(),
            _ => false,
        },
    }
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
        assert!(!names_somebody(b"find(it => user.bio)"));
        assert!(!names_somebody(b"known && user.bio"));
        assert!(!names_somebody(b"const x = `${version} of ${style}`"));
    }
}
