//! A table of a document: whoever reads it asks for keys, and what nobody asked for is an error.

use toml::de::DeTable;

use super::{Findings, Key, Node, is_enough};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    problem::{child, nearest, quoted},
};

/// A table and the keys that were asked for.
#[derive(Debug)]
pub struct Table<'d> {
    entries: &'d DeTable<'d>,
    place: Place,
    known: Vec<&'static str>,
    missing: Vec<(&'static str, String)>,
}

impl<'d> Table<'d> {
    pub(super) fn new(entries: &'d DeTable<'d>, place: Place) -> Self {
        Self {
            entries,
            place,
            known: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Where to point at when something is missing.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The value of a key that has a meaning here.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'d>> {
        self.known.push(key);
        self.entry(key).map(|(_, node)| node)
    }

    /// The value of a key that must be there; `example` shows how to write its value.
    pub fn require(&mut self, key: &'static str, example: &str) -> Option<Node<'d>> {
        let node = self.get(key);
        if node.is_none() {
            self.missing.push((key, example.into()));
        }
        node
    }

    /// The key itself, to point at, without saying that it has a meaning here.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Key<'d>> {
        self.entry(key).map(|(key, _)| key)
    }

    /// All entries of a table whose keys the author chooses, in the order of their names.
    #[must_use]
    pub fn entries(&self) -> Vec<(Key<'d>, Node<'d>)> {
        let keys = self.entries.keys();
        keys.filter_map(|key| self.entry(key.get_ref())).collect()
    }

    /// Reports the keys that nobody asked for and those that are missing.
    pub fn finish(self, findings: &mut Findings) {
        self.finish_with(findings, |_| None);
    }

    /// As [`Self::finish`], with other words for the keys that `explain` knows.
    pub fn finish_with(
        self,
        findings: &mut Findings,
        explain: impl Fn(&Key<'d>) -> Option<Diagnostic>,
    ) {
        let mut misspelt = Vec::new();
        for (key, _) in self.entries() {
            if !self.known.contains(&key.text) && !is_enough(findings) {
                misspelt.extend(nearest(key.text, self.known.iter().copied()));
                findings.push(explain(&key).unwrap_or_else(|| self.unknown(&key)));
            }
        }
        // A key that is there, only misspelt, was reported as that.
        let missing = self
            .missing
            .iter()
            .filter(|(key, _)| !misspelt.contains(key));
        findings.extend(missing.map(|(key, example)| {
            let message = format!("the key `{key}` is missing");
            Diagnostic::error(Code::MissingKey, &self.place, message)
                .help(format!("write `{key} = {example}`"))
        }));
    }

    fn unknown(&self, key: &Key<'_>) -> Diagnostic {
        let message = format!("{} has no meaning here", quoted(key.text));
        let unknown = Diagnostic::error(Code::UnknownKey, &key.place, message);
        let names = || self.known.iter().copied();
        let all = "the keys that have one are";
        unknown.suggest(key.text, &key.place, Spelling::Key, all, names)
    }

    fn entry(&self, key: &str) -> Option<(Key<'d>, Node<'d>)> {
        let (spanned, value) = self.entries.get_key_value(key)?;
        let pointer = child(&self.place.pointer, key);
        let key = Key {
            text: spanned.get_ref(),
            place: Place {
                pointer,
                span: spanned.span(),
            },
        };
        let node = Node::new(value, &key.place);
        Some((key, node))
    }
}
