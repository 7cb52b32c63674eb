//! The schema: what is worth knowing of a user, who may write and read it, and what an action
//! says about it. The types here are checked ones: a [`Schema`] only comes from
//! [`parse()`], so whoever holds one may rely on every rule of the language.

mod action;
mod diff;
mod dimension;
mod grant;
mod parse;

use std::collections::BTreeMap;

pub use self::{
    action::{Action, DetailField, DetailType, Mode, Rule, SlotRule},
    diff::{Change, Class, SchemaDiff, diff, diff_since},
    dimension::{Dimension, Kind, MAX_MASS, Members, NumberDomain, Outcomes, Scope, SetDomain},
    grant::{DimensionPattern, matches_any},
    parse::{MAX_BYTES, Parsed, Rejected, parse},
};
use crate::names::{ActionName, ContextName, DimensionName, FeatureName};

/// The reserved feature under which the user's own word is logged.
pub const USER_FEATURE: &str = "user";
/// The built-in action by which someone says so: `{dimension, member?, value}`.
pub const STATED: &str = "stated";
/// The built-in action that empties a register: `{dimension, member?, slot?}`.
pub const WITHDRAWN: &str = "withdrawn";
/// The built-in action that sets a level register: `{dimension, member?, slot, masses}`.
pub const LEVEL: &str = "level";

/// A checked schema of one tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The version that the author gave; grows with every change.
    pub version: u32,
    /// What is worth knowing.
    pub dimensions: BTreeMap<DimensionName, Dimension>,
    /// Where beliefs are wanted.
    pub contexts: BTreeMap<ContextName, Context>,
    /// Who writes and reads.
    pub features: BTreeMap<FeatureName, Feature>,
    /// What may be observed, without the built-in actions.
    pub actions: BTreeMap<ActionName, Action>,
}

/// A place where beliefs are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// For people.
    pub description: String,
    /// Weight in [0, 1] of the dimensions that matter here; 0 takes out what a wider pattern lets
    /// in. Empty: all matter alike.
    pub relevant: Vec<(DimensionPattern, f64)>,
}

impl Context {
    /// How much `dimension` matters here, in [0, 1]: the weight of the most specific pattern that
    /// matches, 0 when none does, 1 everywhere when nothing is declared.
    #[must_use]
    pub fn relevance(&self, dimension: &DimensionName) -> f64 {
        if self.relevant.is_empty() {
            return 1.0;
        }
        let matching = self
            .relevant
            .iter()
            .filter(|(pattern, _)| pattern.matches(dimension));
        matching
            .max_by_key(|(pattern, _)| pattern.specificity())
            .map_or(0.0, |(_, weight)| *weight)
    }
}

/// A registered writer and reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Context of its observations that name none, and of its reads that ask for none.
    pub context: Option<ContextName>,
    /// Dimensions its evidence may reach.
    pub writes: Vec<DimensionPattern>,
    /// Dimensions it may read.
    pub reads: Vec<DimensionPattern>,
}
