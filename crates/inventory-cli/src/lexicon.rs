//! The vocabulary: which words say that something is about a person, and about what.
//!
//! Decisions are made on whole words of an identifier, never on substrings: `colorScheme` is a theme and
//! `recolorSchemeless` is not.

mod load;
mod lookup;
mod phrase;
mod words;

pub use load::{Dimension, Lexicon, StoreWord};
pub use words::{canonical, means, singular, words};

/// How much a word alone proves; see `dimensions.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Only in a store that is made of preferences.
    Loose,
    /// In a store that belongs to one person.
    Owned,
    /// Anywhere.
    Strong,
}

/// A field that means something.
#[derive(Debug, Clone, Copy)]
pub struct Meaning<'a> {
    /// What it says.
    pub dimension: &'a Dimension,
    /// How sure.
    pub weight: Weight,
    /// Words of the phrase that matched.
    pub length: usize,
}
