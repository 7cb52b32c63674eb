//! Many names at once, as whole identifiers in the bytes of files.

use std::{cmp::Reverse, sync::OnceLock};

use aho_corasick::nfa::contiguous::NFA;

use crate::text_search::{TextHit, TextSearch};

/// Names in one automaton. It is built when the first file is searched: a warm scan searches none.
#[derive(Debug)]
pub(crate) struct NameSearch {
    names: Vec<String>,
    /// None only for more names than any project has.
    search: OnceLock<Option<Search>>,
}

/// Bytes of names for which there is memory enough to search fast: each takes some hundred.
const MOST_BYTES: usize = 400_000;

#[derive(Debug)]
enum Search {
    Fast(TextSearch),
    Compact(TextSearch<NFA>),
}

impl Search {
    fn of(names: &[String]) -> Option<Self> {
        if names.iter().map(String::len).sum::<usize>() <= MOST_BYTES {
            TextSearch::new(names, false).ok().map(Self::Fast)
        } else {
            TextSearch::compact(names).ok().map(Self::Compact)
        }
    }
}

impl NameSearch {
    pub(crate) fn new(names: Vec<String>) -> Self {
        Self {
            names,
            search: OnceLock::new(),
        }
    }

    /// The names, in the order they were given in.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Every place where one of the names stands whole, in their order; of names that overlap the one that begins
    /// first, of names that begin alike the longest.
    pub(crate) fn hits(&self, content: &[u8]) -> Vec<TextHit> {
        let search = self.search.get_or_init(|| Search::of(&self.names));
        let mut hits = Vec::new();
        let found = |hit: TextHit| {
            if is_whole(content, hit.start, hit.end) {
                hits.push(hit);
            }
        };
        match search {
            Some(Search::Fast(search)) => search.each_hit(content, found),
            Some(Search::Compact(search)) => search.each_hit(content, found),
            None => {}
        }
        hits.sort_unstable_by_key(|hit| (hit.start, Reverse(hit.end)));
        let mut free_from = 0;
        hits.retain(|hit| {
            let is_free = hit.start >= free_from;
            if is_free {
                free_from = hit.end;
            }
            is_free
        });
        hits
    }
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
            let hits = search.hits(text.as_bytes()).into_iter();
            hits.map(|hit| text.get(hit.start..hit.end).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("user.user_setting, users"), ["user", "user_setting"]);
        assert_eq!(found("a$key = current_user"), ["$key"]);
        assert!(NameSearch::new(Vec::new()).hits(b"user").is_empty());
    }
}
