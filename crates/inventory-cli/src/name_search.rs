//! Many names at once, as whole identifiers in the bytes of files.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

/// Names in one automaton. It is built when the first file is searched: a warm scan searches none.
#[derive(Debug)]
pub(crate) struct NameSearch {
    names: Vec<String>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameHit {
    /// Which name, in the order they were given in.
    pub(crate) name: usize,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte behind it.
    pub(crate) end: usize,
}

impl NameSearch {
    pub(crate) fn new(names: Vec<String>) -> Self {
        Self {
            names,
            automaton: OnceLock::new(),
        }
    }

    /// The names, in the order they were given in.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Every place where one of the names stands whole; of names that begin alike the longest.
    pub(crate) fn hits<'a>(&'a self, content: &'a [u8]) -> impl Iterator<Item = NameHit> + 'a {
        let automaton = self.automaton.get_or_init(|| automaton(&self.names));
        let found = automaton.iter().flat_map(move |it| it.find_iter(content));
        found.filter_map(move |hit| {
            let (start, end) = (hit.start(), hit.end());
            is_whole(content, start, end).then_some(NameHit {
                name: hit.pattern().as_usize(),
                start,
                end,
            })
        })
    }
}

/// The fastest automaton there is room for; none only for more names than any project has.
fn automaton(names: &[String]) -> Option<AhoCorasick> {
    let build = |kind| {
        AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(kind)
            .build(names)
            .ok()
    };
    build(Some(AhoCorasickKind::DFA)).or_else(|| build(None))
}

/// Whether the name at `start..end` is no part of a longer one.
fn is_whole(content: &[u8], start: usize, end: usize) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = start.checked_sub(1).and_then(|index| content.get(index));
    let after = content.get(end);
    let first_is_word = content.get(start).is_some_and(is_word);
    let last_is_word = end
        .checked_sub(1)
        .and_then(|index| content.get(index))
        .is_some_and(is_word);
    let continues_before = first_is_word && before.is_some_and(is_word);
    let continues_after = last_is_word && after.is_some_and(is_word);
    !continues_before && !continues_after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole_and_the_longest_of_them() {
        let search = NameSearch::new(vec!["user".into(), "user_setting".into(), "$key".into()]);
        let found = |text: &str| {
            let hits = search.hits(text.as_bytes());
            hits.map(|hit| text.get(hit.start..hit.end).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("user.user_setting, users"), ["user", "user_setting"]);
        assert_eq!(found("a$key = current_user"), ["$key"]);
        assert!(NameSearch::new(Vec::new()).hits(b"user").next().is_none());
    }
}
