//! Every literal the rules ask for, found in one pass over the bytes of a file.

use std::collections::BTreeMap;

use super::need::Need;
use crate::text_search::{TextHit, TextSearch};

/// Shorter texts are in almost every file: asking for them costs more than it saves.
const SHORTEST: usize = 3;

/// What an occurrence of a text must be like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    /// In this very case.
    pub(super) exact: bool,
    /// An identifier begins with it.
    pub(super) begins: bool,
    /// An identifier ends with it.
    pub(super) ends: bool,
}

/// Collects literals; each text is searched for once, however many rules ask for it.
#[derive(Debug, Default)]
pub(super) struct Collector {
    literals: Vec<(String, Shape)>,
    known: BTreeMap<(String, Shape), usize>,
}

/// The automaton over all literals.
#[derive(Debug)]
pub(super) struct Literals {
    search: TextSearch,
    literals: Vec<(String, Shape)>,
}

/// Which literals a file holds, one bit each.
#[derive(Debug)]
pub(super) struct Seen(Vec<u64>);

impl Collector {
    /// The need for a text.
    pub(super) fn need(&mut self, text: &str, shape: Shape) -> Need {
        if text.len() < SHORTEST {
            return Need::nothing();
        }
        let literal = (text.to_owned(), shape);
        let next = self.literals.len();
        let index = *self.known.entry(literal.clone()).or_insert(next);
        if index == next {
            self.literals.push(literal);
        }
        Need::Literal(index)
    }

    /// Builds the automaton.
    pub(super) fn build(self) -> Result<Literals, aho_corasick::BuildError> {
        let texts = self.literals.iter().map(|(text, _)| text);
        Ok(Literals {
            search: TextSearch::new(texts, true)?,
            literals: self.literals,
        })
    }
}

impl Literals {
    /// What `name` and `content` hold.
    pub(super) fn seen_in(&self, name: &str, content: &[u8]) -> Seen {
        let mut seen = Seen(vec![0; self.literals.len().div_ceil(64)]);
        for text in [name.as_bytes(), content] {
            self.search.each_hit(text, |hit| {
                if !seen.holds(hit.text)
                    && let Some((literal, shape)) = self.literals.get(hit.text)
                    && shape.is_of(literal, text, hit)
                {
                    seen.add(hit.text);
                }
            });
        }
        seen
    }
}

impl Shape {
    fn is_of(self, literal: &str, text: &[u8], hit: TextHit) -> bool {
        let is_word =
            |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
        let before = hit.start.checked_sub(1).and_then(|at| text.get(at));
        let other = self.exact && text.get(hit.start..hit.end) != Some(literal.as_bytes());
        let begun_before = self.begins && is_word(before);
        let goes_on = self.ends && is_word(text.get(hit.end));
        !(other || begun_before || goes_on)
    }
}

impl Seen {
    /// Whether the literal is there.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.0
            .get(index / 64)
            .is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    fn add(&mut self, index: usize) {
        if let Some(bits) = self.0.get_mut(index / 64) {
            *bits |= 1 << (index % 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_seen_whole_however_long_it_is() {
        let mut collector = Collector::default();
        let exact = Shape {
            exact: true,
            ..Shape::default()
        };
        let needs = [
            collector.need("localStorage", Shape::default()),
            collector.need("localStorage", exact),
            collector.need("localState", exact),
        ];
        let literals = collector.build().unwrap();
        let held = |content: &str| {
            let seen = literals.seen_in("", content.as_bytes());
            needs.each_ref().map(|need| need.holds(&seen))
        };
        assert_eq!(held("window.localStorage"), [true, true, false]);
        assert_eq!(held("LOCALSTORAGE"), [true, false, false]);
        assert_eq!(held("localStock localState"), [false, false, true]);
        assert_eq!(held("localSto"), [false; 3]);
    }
}
