//! What changes from one schema to another, and what it costs: nothing, refused writers, a refold,
//! or evidence that no longer fits.

mod action;
mod detail;
mod dimension;
mod grant;
mod kind;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

use super::Schema;
use crate::problem::{child, quoted};

/// What a change costs, from nothing to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Models stay as they are; what is written and read stays allowed.
    Compatible,
    /// Models stay as they are, but something that features write or read is refused from now on.
    Narrows,
    /// Models are folded again from the log.
    Refolds,
    /// Models are folded again, and logged observations give less evidence than they did.
    Loses,
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compatible => "compatible",
            Self::Narrows => "narrows",
            Self::Refolds => "refolds",
            Self::Loses => "loses",
        })
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it costs.
    pub class: Class,
    /// JSON pointer to what changes, in the schema seen as a tree.
    pub pointer: String,
    /// What changes and what follows, for people.
    pub sentence: String,
}

/// The changes from one schema to another, in the order of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemaDiff {
    /// Version of the older schema.
    pub from: u32,
    /// Version of the newer schema.
    pub to: u32,
    /// Every change.
    pub changes: Vec<Change>,
}

impl SchemaDiff {
    /// Whether models must be folded again.
    #[must_use]
    pub fn refolds(&self) -> bool {
        self.class() >= Class::Refolds
    }

    /// What the costliest change costs.
    #[must_use]
    pub fn class(&self) -> Class {
        let classes = self.changes.iter().map(|change| change.class);
        classes.max().unwrap_or(Class::Compatible)
    }

    /// Whether nothing changes but the version.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// The changes from `old` to `new`, where `old` is all that the log was ever written under.
#[must_use]
pub fn diff(old: &Schema, new: &Schema) -> SchemaDiff {
    diff_since(&[], old, new)
}

/// The changes from `old` to `new`, given all schemas `before` that the log was written under. What
/// `old` lacks but an earlier schema had comes back to evidence that is already logged: its return
/// refolds, where something new would not.
#[must_use]
pub fn diff_since(before: &[Schema], old: &Schema, new: &Schema) -> SchemaDiff {
    let mut changes = Changes {
        before,
        found: Vec::new(),
    };
    dimension::compare(old, new, &mut changes);
    grant::contexts(old, new, &mut changes);
    grant::features(old, new, &mut changes);
    action::compare(old, new, &mut changes);
    SchemaDiff {
        from: old.version,
        to: new.version,
        changes: changes.found,
    }
}

/// The changes found so far.
struct Changes<'a> {
    before: &'a [Schema],
    found: Vec<Change>,
}

impl Changes<'_> {
    fn add(&mut self, class: Class, pointer: &str, sentence: impl Into<String>) {
        self.found.push(Change {
            class,
            pointer: pointer.into(),
            sentence: sentence.into(),
        });
    }

    /// Something new, that may be known from an earlier schema.
    fn added(&mut self, pointer: &str, what: &str, known: impl Fn(&Schema) -> bool) {
        match self.before.iter().rev().find(|schema| known(schema)) {
            Some(earlier) => {
                let version = earlier.version;
                let sentence = format!(
                    "{what} comes back: what was logged under version {version} counts again, users are folded again"
                );
                self.add(Class::Refolds, pointer, sentence);
            }
            None => self.add(Class::Compatible, pointer, format!("{what} is new")),
        }
    }
}

/// The pointer to a named entry of a section.
fn pointer(section: &str, name: &str) -> String {
    child(&child("", section), name)
}

/// The names of both, in order, each with what it names in the one and in the other.
fn paired<'a, N: Ord, T>(
    old: &'a BTreeMap<N, T>,
    new: &'a BTreeMap<N, T>,
) -> impl Iterator<Item = (&'a N, Option<&'a T>, Option<&'a T>)> {
    let names: BTreeSet<&N> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .map(|name| (name, old.get(name), new.get(name)))
}

/// `from A to B`, in quotes.
fn from_to(old: impl fmt::Display, new: impl fmt::Display) -> String {
    format!(
        "from {} to {}",
        quoted(&old.to_string()),
        quoted(&new.to_string())
    )
}
