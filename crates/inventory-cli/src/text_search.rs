//! Many texts at once, wherever they stand in the bytes of a file.
//!
//! Each step of an automaton waits for the memory that the step before has asked for. Parts of a file do not
//! wait for each other, so four of them are stepped in turns, which takes half the time of one after another.

use std::collections::HashMap;

use aho_corasick::{
    Anchored, BuildError, MatchKind,
    automaton::{Automaton, StateID},
    dfa::DFA,
    nfa::contiguous::NFA,
};

/// Of longer texts the automaton knows the beginning, the rest is compared: it stays small enough to be built and
/// stepped fast.
const BEGINNING: usize = 8;

/// Texts that may begin alike; of more of them it knows more.
const MOST_ALIKE: usize = 8;

/// An automaton over some texts.
#[derive(Debug)]
pub(crate) struct TextSearch<A = DFA> {
    automaton: A,
    /// What stands behind the beginning of each text.
    rests: Vec<Box<[u8]>>,
    any_case: bool,
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
        let texts: Vec<T> = texts.into_iter().collect();
        let lengths = beginnings(&texts, any_case);
        let parts = texts.iter().zip(lengths).map(|(text, length)| {
            let (beginning, rest) = text.as_ref().split_at(length);
            (beginning.to_vec(), rest.into())
        });
        let (beginnings, rests): (Vec<Vec<u8>>, _) = parts.unzip();
        let automaton = DFA::builder()
            .ascii_case_insensitive(any_case)
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(beginnings)?;
        Ok(Self {
            rests,
            any_case,
            ..Self::over(automaton)
        })
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
            rests: Vec::new(),
            any_case: false,
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
                    self.tell(content, state, index * part + at + 1, &mut found);
                }
            }
        }
        let [.., mut last] = states;
        for (at, byte) in content.iter().enumerate().skip(4 * part) {
            last = self.step(last, *byte);
            self.tell(content, last, at + 1, &mut found);
        }
    }

    fn step(&self, state: StateID, byte: u8) -> StateID {
        self.automaton.next_state(Anchored::No, state, byte)
    }

    /// Tells the texts whose beginnings end at `at`, where the automaton is in this state.
    fn tell(&self, content: &[u8], state: StateID, at: usize, found: &mut impl FnMut(TextHit)) {
        if !self.automaton.is_match(state) {
            return;
        }
        for index in 0..self.automaton.match_len(state) {
            let pattern = self.automaton.match_pattern(state, index);
            let text = pattern.as_usize();
            let start = at - self.automaton.pattern_len(pattern);
            let rest = self.rests.get(text).map_or(&[][..], |it| it);
            let end = at + rest.len();
            let is_alike = |it: &[u8]| it == rest || self.any_case && it.eq_ignore_ascii_case(rest);
            if rest.is_empty() || content.get(at..end).is_some_and(is_alike) {
                found(TextHit { text, start, end });
            }
        }
    }
}

/// How many bytes of each text the automaton knows.
fn beginnings<T: AsRef<[u8]>>(texts: &[T], any_case: bool) -> Vec<usize> {
    let mut lengths: Vec<usize> = texts
        .iter()
        .map(|text| text.as_ref().len().min(BEGINNING))
        .collect();
    loop {
        let mut alike: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (index, (text, length)) in texts.iter().zip(&lengths).enumerate() {
            let mut beginning = text.as_ref().get(..*length).unwrap_or_default().to_vec();
            if any_case {
                beginning.make_ascii_lowercase();
            }
            alike.entry(beginning).or_default().push(index);
        }
        let mut grown = false;
        let many = alike.into_values().filter(|it| it.len() > MOST_ALIKE);
        for index in many.flatten() {
            if let (Some(text), Some(length)) = (texts.get(index), lengths.get_mut(index)) {
                let longer = text.as_ref().len().min(*length * 2);
                grown |= longer > *length;
                *length = longer;
            }
        }
        if !grown {
            return lengths;
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
            texts in prop::collection::vec("[abA]{1,12}", 1..6),
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
    fn texts_that_begin_alike_are_told_apart_and_not_too_many_know_the_same_beginning() {
        let texts: Vec<String> = (0..40).map(|it| format!("preference{it}Of{it}")).collect();
        let search = TextSearch::new(&texts, false).unwrap();
        let mut found = Vec::new();
        search.each_hit(b"a preference7Of7 preference7Of8", |hit| {
            found.push((hit.text, hit.start, hit.end));
        });
        assert_eq!(found, [(7, 2, 16)]);
        assert_eq!(beginnings(&texts[..8], false), [8; 8]);
        assert_eq!(beginnings(&texts, false)[..2], [14, 14]);
    }

    #[test]
    fn no_texts_are_nowhere() {
        let none = TextSearch::new::<&str>([], false).unwrap();
        none.each_hit(b"user", |hit| panic!("{hit:?}"));
    }
}
