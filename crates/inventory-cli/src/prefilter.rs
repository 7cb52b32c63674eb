//! Which files are worth parsing: three tiers of literals, each one pass over the bytes.
//!
//! A file is parsed when it holds an anchor of a rule and either that anchor belongs to a store of one
//! person by construction, or the file also names a person and a word of the lexicon. Schema files and
//! migrations always pass: their columns arrive one by one.

use std::{collections::BTreeSet, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{language::Language, lexicon::Lexicon, mechanism::Kind, rule::Rules};

const PERSONS: &[&str] = &[
    "user",
    "account",
    "profile",
    "member",
    "customer",
    "visitor",
    "viewer",
    "person",
    "subscriber",
    "owner",
    "uid",
    "learner",
    "student",
];

/// The three automata.
#[derive(Debug)]
pub(crate) struct Prefilter {
    personal_anchors: AhoCorasick,
    anchors: AhoCorasick,
    states: AhoCorasick,
    persons: AhoCorasick,
    words: AhoCorasick,
}

impl Prefilter {
    /// Built once from the rules and the lexicon.
    pub(crate) fn get() -> &'static Self {
        static PREFILTER: OnceLock<Prefilter> = OnceLock::new();
        PREFILTER.get_or_init(|| {
            #[expect(clippy::expect_used, reason = "the literals are built in and tested")]
            let prefilter = Self::build(Rules::get()).expect("the built-in literals make automata");
            prefilter
        })
    }

    fn build(rules: &Rules) -> Result<Self, aho_corasick::BuildError> {
        let is_personal = |kind: Kind| {
            matches!(
                kind,
                Kind::BrowserStorage | Kind::DeviceStorage | Kind::ConfigFile
            )
        };
        let personal: BTreeSet<&str> = rules
            .all()
            .iter()
            .filter(|rule| is_personal(rule.kind))
            .flat_map(|rule| &rule.anchors)
            .map(String::as_str)
            .collect();
        let mut words: BTreeSet<String> = Lexicon::get()
            .vocabulary()
            .filter(|word| word.len() >= 4)
            .map(ToOwned::to_owned)
            .collect();
        words.extend(["bio", "tag", "lang", "goal", "cam", "hide", "show"].map(ToOwned::to_owned));
        Ok(Self {
            personal_anchors: automaton(personal, false)?,
            anchors: automaton(rules.anchors(), false)?,
            states: automaton(["initialState", "initial_state", "defaultState"], false)?,
            persons: automaton(PERSONS, true)?,
            words: automaton(&words, true)?,
        })
    }

    /// Whether a file is worth parsing.
    pub(crate) fn passes(&self, path: &str, language: Language, content: &[u8]) -> bool {
        if language.is_schema() {
            return true;
        }
        if self.personal_anchors.is_match(content) {
            return true;
        }
        let lower = path.to_ascii_lowercase();
        let keeps_state = ["reducer", "slice", "store"]
            .iter()
            .any(|part| lower.contains(part));
        if keeps_state && self.states.is_match(content) {
            return true;
        }
        if !self.anchors.is_match(content) {
            return false;
        }
        let declares = ["migrat", "schema", "model", "entit"]
            .iter()
            .any(|part| lower.contains(part));
        declares || (self.persons.is_match(content) && self.words.is_match(content))
    }
}

fn automaton<T: AsRef<[u8]>>(
    patterns: impl IntoIterator<Item = T>,
    any_case: bool,
) -> Result<AhoCorasick, aho_corasick::BuildError> {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(any_case)
        .match_kind(MatchKind::Standard)
        .build(patterns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_store_passes_alone_and_a_server_store_needs_a_person() {
        let prefilter = Prefilter::get();
        let passes = |text: &str| prefilter.passes("a.ts", Language::TypeScript, text.as_bytes());
        assert!(passes("localStorage.setItem(K, v)"));
        assert!(passes("pgTable('user_settings', { theme: text() })"));
        assert!(!passes("const x = compute(1)"));
        assert!(prefilter.passes("db/x.sql", Language::Sql, b"select 1"));
    }
}
