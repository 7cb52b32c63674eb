//! An observation as a feature sends it, and what can be wrong with it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// JSON pointer to the offending part; empty for the whole.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}
