//! What features write, and what they are answered.

use selfmodel_core::{names::ObservationId, time::Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Problem, Read, ReadParameters, Token};

/// A structured observation: who was seen doing what, where and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Strongly advised: unique per user and feature, 1–128 bytes. Sending the same observation
    /// again under its id is harmless. Made by the server when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whom it is about: an opaque id of 1–256 bytes.
    pub user: String,
    /// Only an admin key may name it; otherwise it is the key's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// What was observed: an action that the schema declares, or `stated`, `withdrawn`, `level`.
    pub action: String,
    /// The typed details that the schema declares for the action.
    pub details: Map<String, Value>,
    /// Where; default: the context of the feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// When it happened, from 1970 to 5 minutes ahead. Default: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub observed_at: Option<Timestamp>,
    /// The deployed version of the feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The bridge that writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The projection it may descend from; such an observation weighs nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<String>,
}

impl Observation {
    /// An action of a user, without details.
    #[must_use]
    pub fn new(user: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            action: action.into(),
            ..Self::default()
        }
    }

    /// Adds a detail.
    #[must_use]
    pub fn detail(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }
}

/// Several observations, each judged on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObservationBatch {
    /// Up to 1,000 observations.
    pub observations: Vec<Observation>,
}

/// The answer to one observation. It is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recorded {
    /// Its id, made by the server when the sender gave none.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ObservationId,
    /// What became of it.
    pub status: RecordedStatus,
    /// True when it was logged but counts together with one of the same dedupe window.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    /// A read with this as `at_least` sees the observation.
    pub token: Token,
}

/// What became of an accepted observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordedStatus {
    /// Logged.
    Recorded,
    /// It was there already, with the same payload.
    Duplicate,
    /// Logged and held until the quarantine of its feature is lifted.
    Quarantined,
}

/// The answer to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchOutcome {
    /// One result an observation, in the order of the request.
    pub results: Vec<Outcome>,
    /// How many were logged.
    pub recorded: u32,
    /// How many were there already.
    pub duplicates: u32,
    /// How many were logged and held.
    pub quarantined: u32,
    /// How many were refused.
    pub rejected: u32,
    /// A read with this as `at_least` sees every accepted observation.
    pub token: Token,
}

/// What became of one observation of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// Its id; absent when it was refused and no id could be read from it.
    pub id: Option<String>,
    /// What became of it.
    pub status: OutcomeStatus,
    /// True when it was logged but counts together with one of the same dedupe window.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What became of one observation of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutcomeStatus {
    /// Logged.
    Recorded,
    /// It was there already, with the same payload.
    Duplicate,
    /// Logged and held until the quarantine of its feature is lifted.
    Quarantined,
    /// Not logged; `problem` says why.
    Rejected,
}

impl From<RecordedStatus> for OutcomeStatus {
    fn from(status: RecordedStatus) -> Self {
        match status {
            RecordedStatus::Recorded => Self::Recorded,
            RecordedStatus::Duplicate => Self::Duplicate,
            RecordedStatus::Quarantined => Self::Quarantined,
        }
    }
}

/// One observation and a read of its user in one round trip; the path names the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObserveAndRead {
    /// The observation. Its `user` may be left out; otherwise it must be the one of the path.
    pub observation: Observation,
    /// What is asked once the observation is recorded.
    #[serde(default)]
    pub query: ReadParameters,
}

/// The answer to [`ObserveAndRead`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObservedAndRead {
    /// What became of the observation.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// What is believed now.
    pub read: Read,
}
