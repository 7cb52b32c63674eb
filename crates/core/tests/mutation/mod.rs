//! Mutations of texts: what a fuzzer does to good input, as strategies that shrink.

use proptest::{collection::vec, prelude::*, sample::Index};

/// One change of a text, its places given relative to the length.
#[derive(Debug, Clone)]
pub(crate) enum Mutation {
    /// Removes up to so many bytes.
    Delete(Index, usize),
    /// Repeats up to so many bytes at another place.
    Copy(Index, usize, Index),
    /// Puts a word in.
    Insert(Index, &'static str),
    /// Changes one byte.
    Change(Index, u8),
    /// Repeats a short word often.
    Repeat(Index, &'static str, usize),
}

/// Up to eight changes, with words of the language put in among others.
pub(crate) fn mutations(words: &'static [&'static str]) -> impl Strategy<Value = Vec<Mutation>> {
    let word = move || proptest::sample::select(words);
    let mutation = prop_oneof![
        3 => (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        3 => (any::<Index>(), 1..120_usize, any::<Index>())
            .prop_map(|(from, length, to)| Mutation::Copy(from, length, to)),
        4 => (any::<Index>(), word()).prop_map(|(at, word)| Mutation::Insert(at, word)),
        3 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Change(at, byte)),
        1 => (any::<Index>(), word(), 1..600_usize)
            .prop_map(|(at, word, times)| Mutation::Repeat(at, word, times)),
    ];
    vec(mutation, 1..8)
}

/// The text after all changes, with what is no UTF-8 replaced.
pub(crate) fn mutate(text: &str, mutations: &[Mutation]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for mutation in mutations {
        let place = |index: &Index| index.index(bytes.len() + 1);
        match mutation {
            Mutation::Delete(at, length) => {
                let start = place(at);
                let end = (start + length).min(bytes.len());
                bytes.drain(start..end);
            }
            Mutation::Copy(from, length, to) => {
                let (start, to) = (place(from), place(to));
                let end = (start + length).min(bytes.len());
                let copied = bytes[start..end].to_vec();
                bytes.splice(to..to, copied);
            }
            Mutation::Insert(at, word) => {
                let at = place(at);
                bytes.splice(at..at, word.bytes());
            }
            Mutation::Change(at, byte) => {
                let at = place(at);
                if let Some(changed) = bytes.get_mut(at) {
                    *changed = *byte;
                }
            }
            Mutation::Repeat(at, word, times) => {
                let at = place(at);
                bytes.splice(at..at, word.repeat(*times).bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
