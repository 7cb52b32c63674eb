//! The words of `vocabulary.toml`, read once.

use std::{
    collections::{BTreeMap, HashSet},
    sync::OnceLock,
};

use serde::Deserialize;

/// What folders and words of paths say, and which say nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    pub(super) front: HashSet<String>,
    pub(super) parts: HashSet<String>,
    pub(super) beside: HashSet<String>,
    pub(super) behind: HashSet<String>,
    pub(super) widgets: HashSet<String>,
    pub(super) nothing: HashSet<String>,
    pub(super) roles: HashSet<String>,
    pub(super) verbs: HashSet<String>,
    pub(super) changes: HashSet<String>,
    same: BTreeMap<String, HashSet<String>>,
}

impl Vocabulary {
    /// The built-in words.
    pub(super) fn get() -> &'static Self {
        static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
        VOCABULARY.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the file is part of the binary and every test of features reads it"
            )]
            let vocabulary = toml::from_str(include_str!("vocabulary.toml"))
                .expect("the built-in vocabulary is valid");
            vocabulary
        })
    }

    /// The one name of features that go by many: preferences and options are settings.
    pub(super) fn synonym(&self, word: &str) -> Option<&str> {
        let mut same = self.same.iter();
        let found = same.find(|(_, words)| words.contains(word));
        found.map(|(feature, _)| feature.as_str())
    }
}
