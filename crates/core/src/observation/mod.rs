//! An observation as a feature sends it, and what admits it to the log. Everything wrong with one
//! is said at once, each problem with a JSON pointer and the way to mend it.

mod admit;
mod authority;
mod builtin;
mod consequence;
mod detail;
mod parse;

use serde_json::{Map, Value};

pub use self::{
    admit::{Admitted, Author, MAX_AHEAD, Refusal, admit},
    parse::{MAX_BYTES, MAX_DEPTH, parse},
};
pub use crate::problem::Problem;
use crate::{
    names::{ActionName, ContextName, FeatureName, ObservationId, OriginName, ProjectionId},
    names::{Release, UserId},
    time::Timestamp,
};

/// A structured observation as sent, before any default is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Made by the server when absent.
    pub id: Option<ObservationId>,
    /// Whom it is about.
    pub user: UserId,
    /// Only an admin may name it; otherwise it is the key's.
    pub feature: Option<FeatureName>,
    /// What was observed.
    pub action: ActionName,
    /// Its details, without nulls.
    pub details: Map<String, Value>,
    /// Where.
    pub context: Option<ContextName>,
    /// When; now when absent.
    pub observed_at: Option<Timestamp>,
    /// The deployed version of the feature.
    pub release: Option<Release>,
    /// The bridge that writes.
    pub origin: Option<OriginName>,
    /// The projection it may descend from.
    pub derived_from: Option<ProjectionId>,
}
