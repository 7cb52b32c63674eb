//! Rules: what the frameworks of the world do to store things, as data.
//!
//! A rule names the events it matches and what they mean. It carries samples that it must and must not
//! match; `rules --test` and the test suite run them.

#![expect(
    clippy::similar_names,
    reason = "rule and role, path and part are the words of the domain"
)]

mod apply;
mod column;
mod definition;
mod document;
mod fixed;
mod held;
mod key_names;
mod keyed;
mod load;
mod logic;
mod map;
mod model;
#[cfg(test)]
mod mutation;
pub(crate) mod named_set;
mod pattern;
mod persisted;
mod prompt;
mod sample;
mod settings;
mod trigger;
pub(crate) mod wrapper;

use serde::Deserialize;

pub use apply::{FileContext, facts};
pub(crate) use apply::{is_migration, is_on_device, is_undo};
pub(crate) use definition::definitions;
pub(crate) use document::{ACCESSORS, in_persons, of_user};
pub(crate) use fixed::literals;
pub use load::Rules;
pub(crate) use map::MAP_TYPES;
pub use pattern::Pattern;
pub(crate) use prompt::{PERSONS, TRAITS};
pub use sample::{Sample, SampleFailure, test_all};
pub(crate) use settings::{BESIDE, names_settings};
pub use trigger::{
    Access, Block, Builder, ColumnCall, ColumnSource, Logic, Model, ObjectTable, Persisted,
    Position, Removal, Trigger,
};
pub use wrapper::{Wrapped, Wrapper, wrapped_accesses};

use crate::{language::Family, mechanism::Kind};

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Dotted id, `ecosystem.store`.
    pub id: String,
    /// Kind of store.
    pub kind: Kind,
    /// Languages it applies to; all when empty.
    #[serde(default)]
    pub languages: Vec<Family>,
    /// Literal texts, one of which any file it matches contains.
    pub anchors: Vec<String>,
    /// Parts of import lines, one of which the file must have.
    #[serde(default)]
    pub imports: Vec<String>,
    /// What it matches.
    #[serde(rename = "match")]
    pub trigger: Trigger,
    /// Samples.
    pub test: Vec<Sample>,
}
