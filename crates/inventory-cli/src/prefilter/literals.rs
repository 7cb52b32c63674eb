//! Every literal the rules ask for, found in one pass over the bytes of a file.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::need::Need;

/// Shorter texts are in almost every file: asking for them costs more than it saves.
const SHORTEST: usize = 3;

/// Collects literals; each text is searched for once, however many rules ask for it.
#[derive(Debug, Default)]
pub(super) struct Collector {
    texts: Vec<String>,
    exact: Vec<bool>,
    known: BTreeMap<(String, bool), usize>,
}

/// The automaton over all literals.
#[derive(Debug)]
pub(super) struct Literals {
    automaton: AhoCorasick,
    texts: Vec<String>,
    exact: Vec<bool>,
}

/// Which literals a file holds, one bit each.
#[derive(Debug)]
pub(super) struct Seen(Vec<u64>);

impl Collector {
    /// The need for a text in this very case.
    pub(super) fn exactly(&mut self, text: &str) -> Need {
        self.add(text, true)
    }

    /// The need for a text in any case.
    pub(super) fn any_case(&mut self, text: &str) -> Need {
        self.add(text, false)
    }

    fn add(&mut self, text: &str, exact: bool) -> Need {
        if text.len() < SHORTEST {
            return Need::nothing();
        }
        let next = self.texts.len();
        let index = *self.known.entry((text.to_owned(), exact)).or_insert(next);
        if index == next {
            self.texts.push(text.to_owned());
            self.exact.push(exact);
        }
        Need::Literal(index)
    }

    /// Builds the automaton.
    pub(super) fn build(self) -> Result<Literals, aho_corasick::BuildError> {
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&self.texts)?;
        Ok(Literals {
            automaton,
            texts: self.texts,
            exact: self.exact,
        })
    }
}

impl Literals {
    /// What `name` and `content` hold.
    pub(super) fn seen_in(&self, name: &str, content: &[u8]) -> Seen {
        let mut seen = Seen(vec![0; self.texts.len().div_ceil(64)]);
        for text in [name.as_bytes(), content] {
            for hit in self.automaton.find_overlapping_iter(text) {
                let index = hit.pattern().as_usize();
                if seen.holds(index) {
                    continue;
                }
                let exact = self.exact.get(index).is_some_and(|exact| *exact);
                let wanted = self.texts.get(index).map(String::as_bytes);
                if !exact || text.get(hit.range()) == wanted {
                    seen.add(index);
                }
            }
        }
        seen
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
