//! Many names at once, as whole identifiers in the bytes of files.

use std::{cmp::Reverse, sync::OnceLock};

use aho_corasick::nfa::contiguous::NFA;
use memchr::memmem::Finder;

use crate::text_search::{TextHit, TextSearch};

/// So few names are found sooner one after another than together.
const FEW: usize = 4;

/// Names to be searched for. What finds them is built when the first file is searched: a warm scan searches none.
#[derive(Debug)]
pub(crate) struct NameSearch {
    names: Vec<String>,
    search: OnceLock<Search>,
}

/// Bytes of names for which there is memory enough to search fast: each takes some hundred.
const MOST_BYTES: usize = 400_000;

/// What finds names.
#[derive(Debug)]
enum Search {
    Each(Vec<Finder<'static>>),
    Fast(Box<TextSearch>),
    Compact(Box<TextSearch<NFA>>),
    /// There are more names than any project has.
    Nothing,
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
        let mut hits = Vec::new();
        let search = self.search.get_or_init(|| Search::of(&self.names));
        search.each_hit(content, |hit| {
            if is_whole(content, hit.start, hit.end) {
                hits.push(hit);
            }
        });
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

impl Search {
    fn of(names: &[String]) -> Self {
        if names.len() <= FEW {
            let finders = names.iter().map(|name| Finder::new(name).into_owned());
            return Self::Each(finders.collect());
        }
        let fits = names.iter().map(String::len).sum::<usize>() <= MOST_BYTES;
        let search = if fits {
            TextSearch::new(names, false).map(|it| Self::Fast(Box::new(it)))
        } else {
            TextSearch::compact(names).map(|it| Self::Compact(Box::new(it)))
        };
        search.unwrap_or(Self::Nothing)
    }

    fn each_hit(&self, content: &[u8], mut found: impl FnMut(TextHit)) {
        match self {
            Self::Each(finders) => {
                for (text, finder) in finders.iter().enumerate() {
                    let mut from = 0;
                    let find = |from| finder.find(content.get(from..)?);
                    while let Some(at) = find(from) {
                        let start = from + at;
                        let end = start + finder.needle().len();
                        found(TextHit { text, start, end });
                        from = start + 1;
                    }
                }
            }
            Self::Fast(search) => search.each_hit(content, found),
            Self::Compact(search) => search.each_hit(content, found),
            Self::Nothing => {}
        }
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn few_names_are_found_where_an_automaton_finds_them(
            names in prop::collection::vec("[ab$.]{1,4}", 1..=FEW),
            content in "[ab$. ]{0,60}",
        ) {
            let content = content.as_bytes();
            let found = |search: Search| {
                let mut hits = Vec::new();
                search.each_hit(content, |hit| hits.push((hit.text, hit.start, hit.end)));
                hits.sort_unstable();
                hits
            };
            let automaton = Search::Fast(Box::new(TextSearch::new(&names, false).unwrap()));
            prop_assert_eq!(found(Search::of(&names)), found(automaton));
        }
    }

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
