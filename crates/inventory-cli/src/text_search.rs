//! Many texts at once, wherever they stand in the bytes of a file.
//!
//! Each step of an automaton waits for the memory that the step before has asked for. Parts of a file do not
//! wait for each other, so four of them are stepped in turns, which takes half the time of one after another.

use aho_corasick::{
    Anchored, BuildError, MatchKind,
    automaton::{Automaton, StateID},
    dfa::DFA,
    nfa::contiguous::NFA,
};

/// An automaton over some texts.
#[derive(Debug)]
pub(crate) struct TextSearch<A = DFA> {
    automaton: A,
    /// Bytes before a place that decide which texts end there.
    reach: usize,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextHit {
    /// Which text, in the order they were given in.
    pub(crate) text: usize,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte behind it.
    pub(crate) end: usize,
}

impl TextSearch {
    /// Searches for `texts`, in this very case or in any.
    ///
    /// # Errors
    /// There are more of them than an automaton has room for.
    pub(crate) fn new<T: AsRef<[u8]>>(
        texts: impl IntoIterator<Item = T>,
        any_case: bool,
    ) -> Result<Self, BuildError> {
        let automaton = DFA::builder()
            .ascii_case_insensitive(any_case)
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(texts)?;
        Ok(Self::over(automaton))
    }
}

impl TextSearch<NFA> {
    /// Searches for very many texts in this very case: slower, in a tenth of the memory.
    ///
    /// # Errors
    /// There are more of them than an automaton has room for.
    pub(crate) fn compact<T: AsRef<[u8]>>(
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Self, BuildError> {
        let automaton = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(texts)?;
        Ok(Self::over(automaton))
    }
}

impl<A: Automaton> TextSearch<A> {
    fn over(automaton: A) -> Self {
        Self {
            reach: automaton.max_pattern_len().saturating_sub(1),
            automaton,
        }
    }

    /// Tells `found` every place where a text stands, also inside another one; in no order.
    pub(crate) fn each_hit(&self, content: &[u8], mut found: impl FnMut(TextHit)) {
        let Ok(start) = self.automaton.start_state(Anchored::No) else {
            return; // an automaton without anchors has one
        };
        let part = content.len() / 4;
        let begin = |index: usize| {
            let before = content.get((index * part).saturating_sub(self.reach)..index * part);
            before
                .into_iter()
                .flatten()
                .fold(start, |state, byte| self.step(state, *byte))
        };
        let mut states = [0, 1, 2, 3].map(begin);
        let (front, back) = content.split_at(2 * part);
        let ((one, two), (three, four)) = (front.split_at(part), back.split_at(part));
        let bytes = one.iter().zip(two).zip(three).zip(four);
        for (at, (((one, two), three), four)) in bytes.enumerate() {
            let [first, second, third, fourth] = states;
            states = [
                self.step(first, *one),
                self.step(second, *two),
                self.step(third, *three),
                self.step(fourth, *four),
            ];
            if states.iter().any(|state| self.automaton.is_special(*state)) {
                for (index, state) in states.into_iter().enumerate() {
                    self.tell(state, index * part + at + 1, &mut found);
                }
            }
        }
        let [.., mut last] = states;
        for (at, byte) in content.iter().enumerate().skip(4 * part) {
            last = self.step(last, *byte);
            self.tell(last, at + 1, &mut found);
        }
    }

    fn step(&self, state: StateID, byte: u8) -> StateID {
        self.automaton.next_state(Anchored::No, state, byte)
    }

    /// Tells the texts that end at `end`, where the automaton is in this state.
    fn tell(&self, state: StateID, end: usize, found: &mut impl FnMut(TextHit)) {
        if !self.automaton.is_match(state) {
            return;
        }
        for index in 0..self.automaton.match_len(state) {
            let text = self.automaton.match_pattern(state, index);
            let start = end - self.automaton.pattern_len(text);
            found(TextHit {
                text: text.as_usize(),
                start,
                end,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_look_at_every_place_finds(
            texts in prop::collection::vec("[abA]{1,5}", 1..6),
            content in "[abAB]{0,60}",
            any_case: bool,
        ) {
            let search = TextSearch::new(&texts, any_case).unwrap();
            let mut found = Vec::new();
            search.each_hit(content.as_bytes(), |hit| found.push((hit.text, hit.start, hit.end)));
            found.sort_unstable();
            let mut expected = Vec::new();
            for (index, text) in texts.iter().enumerate() {
                for start in 0..content.len() {
                    let there = content.get(start..start + text.len()).is_some_and(|it| {
                        if any_case { it.eq_ignore_ascii_case(text) } else { it == text }
                    });
                    if there {
                        expected.push((index, start, start + text.len()));
                    }
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn no_texts_are_nowhere() {
        let none = TextSearch::new::<&str>([], false).unwrap();
        none.each_hit(b"user", |hit| panic!("{hit:?}"));
    }
}
