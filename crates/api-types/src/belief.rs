//! What readers are answered: beliefs, and how many were withheld for which reason.

use std::{fmt, sync::Arc};

use selfmodel_core::{
    names::{ContextName, DimensionName, FeatureName, Member, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::Token;

/// The beliefs of one user, read for one context at one instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Read {
    /// Whose they are.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user: UserId,
    /// For which context; null for a neutral read.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// The instant of the read: evidence is decayed to it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Timestamp,
    /// A later read with this as `at_least` sees no older state.
    pub token: Token,
    /// Version of the schema by which the beliefs were formed.
    pub schema_version: u32,
    /// By relevance × confidence, descending.
    pub beliefs: Vec<Belief>,
    /// How many beliefs were withheld, by reason.
    pub withheld: Withheld,
    /// Which ones; with `include=withheld`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld_dimensions: Option<Vec<WithheldDimension>>,
}

impl Read {
    /// The belief of a dimension, if the read holds it; of a set the first of its members.
    #[must_use]
    pub fn belief(&self, dimension: &str) -> Option<&Belief> {
        let mut beliefs = self.beliefs.iter();
        beliefs.find(|belief| belief.dimension.as_str() == dimension)
    }
}

/// The answers to one query for many users, in the order of the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadResults {
    /// One read a user.
    pub results: Vec<Read>,
}

/// What is believed of one dimension of a user, or of one member of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Belief {
    /// The dimension.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub dimension: DimensionName,
    /// The member, for sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub member: Option<Member>,
    /// The value that is believed.
    pub value: BeliefValue,
    /// For progressions: the state to show, which moves with hysteresis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub announced: Option<Arc<str>>,
    /// Probability that the value prevails in the user's next ten observations of the dimension;
    /// for a number, that the true value lies within the tolerance. To 1e-6.
    pub confidence: f64,
    /// The 80 % interval of a number; with `include=interval`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Whether it rests on evidence of this user.
    pub status: BeliefStatus,
    /// How far the sources disagree, 0 to 1.
    pub conflict: f64,
    /// Probability that the user has recently changed.
    pub change: f64,
    /// How much it matters for the context and focus of the read, 0 to 1.
    pub relevance: f64,
    /// Effective mass of evidence in this read, in events.
    pub evidence: f64,
    /// The newest observation that supports the value; null when there is none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub updated_at: Option<Timestamp>,
    /// The features whose evidence it rests on, by name.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub features: Vec<FeatureName>,
}

/// The value of a belief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum BeliefValue {
    /// Of a boolean dimension or a member of a set.
    Boolean(bool),
    /// Of a number dimension.
    Number(f64),
    /// Of a category, an ordinal or a progression.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    Text(Arc<str>),
}

impl fmt::Display for BeliefValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(formatter),
            Self::Number(value) => value.fmt(formatter),
            Self::Text(value) => value.fmt(formatter),
        }
    }
}

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Whether a belief rests on evidence of this user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BeliefStatus {
    /// It does.
    Known,
    /// (Almost) nothing is known; the value is what holds of users in general.
    Prior,
}

/// How many beliefs were withheld, each counted under its first reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withheld {
    /// Less confident than `min_confidence`.
    pub below_confidence: u32,
    /// Older than `max_age`.
    pub stale: u32,
    /// Outside the focus, or less relevant than `min_relevance`.
    pub irrelevant: u32,
    /// Nothing is known.
    pub unknown: u32,
    /// The user does not want it used.
    pub suppressed: u32,
    /// The key's feature may not read it.
    pub not_permitted: u32,
    /// Cut off by `limit`; only with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_limit: Option<u32>,
}

/// A belief that was withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithheldDimension {
    /// The dimension.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub dimension: DimensionName,
    /// The member, for sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub member: Option<Member>,
    /// Why.
    pub reason: WithheldReason,
}

/// Why a belief was withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithheldReason {
    /// Less confident than `min_confidence`.
    BelowConfidence,
    /// Older than `max_age`.
    Stale,
    /// Outside the focus, or less relevant than `min_relevance`.
    Irrelevant,
    /// Nothing is known.
    Unknown,
    /// The user does not want it used.
    Suppressed,
    /// The key's feature may not read it.
    NotPermitted,
    /// Cut off by `limit`.
    OverLimit,
}
