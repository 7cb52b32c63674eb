//! Phrases of the vocabulary and the index that finds them by their words.

use std::collections::BTreeMap;

use super::words::words;

/// A phrase of singular words.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) words: Vec<String>,
    at_start: bool,
    at_end: bool,
}

impl Phrase {
    pub(super) fn parse(text: &str) -> Self {
        Self {
            words: words(text),
            at_start: text.starts_with('^'),
            at_end: text.ends_with('$'),
        }
    }

    pub(super) fn is_in(&self, identifier: &[String]) -> bool {
        let length = self.words.len();
        if length == 0 || length > identifier.len() {
            return false;
        }
        if self.at_start && self.at_end {
            return identifier == self.words;
        }
        if self.at_start {
            return identifier.len() > length && identifier.starts_with(&self.words);
        }
        if self.at_end {
            return identifier.len() > length && identifier.ends_with(&self.words);
        }
        identifier
            .windows(length)
            .any(|window| window == self.words)
    }
}

/// Words of one name that are looked at: every phrase is looked for at each of them.
const MOST_WORDS: usize = 300;

/// Phrases by their first word.
#[derive(Debug)]
pub(super) struct Index<T>(pub(super) BTreeMap<String, Vec<(Phrase, T)>>);

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Copy> Index<T> {
    pub(super) fn insert(&mut self, text: &str, value: T) {
        let phrase = Phrase::parse(text);
        if let Some(first) = phrase.words.first() {
            self.0
                .entry(first.clone())
                .or_default()
                .push((phrase, value));
        }
    }

    pub(super) fn matches(&self, identifier: &[String]) -> Vec<(usize, bool, T)> {
        let identifier = identifier.get(..MOST_WORDS).unwrap_or(identifier);
        identifier
            .iter()
            .filter_map(|word| self.0.get(word))
            .flatten()
            .filter(|(phrase, _)| phrase.is_in(identifier))
            .map(|(phrase, value)| (phrase.words.len(), phrase.at_start || phrase.at_end, *value))
            .collect()
    }
}
