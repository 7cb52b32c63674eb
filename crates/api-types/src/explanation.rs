//! Why something is believed.

use selfmodel_core::{
    names::{
        ActionName, ContextName, DimensionName, FeatureName, Member, ObservationId, OriginName,
        Release, UserId,
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Belief, BeliefValue};

/// Why one belief is held: what each source contributes, what else could be believed, which
/// observations it rests on and what it would be without each feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Whose belief.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user: UserId,
    /// Of which dimension.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub dimension: DimensionName,
    /// Of which member, for sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub member: Option<Member>,
    /// For which context; null for a neutral read.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// The instant of the read: evidence is decayed to it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Timestamp,
    /// Version of the schema by which the belief was formed.
    pub schema_version: u32,
    /// The belief.
    pub belief: Belief,
    /// What each source contributes, the strongest first.
    pub contributions: Vec<Contribution>,
    /// The statement that counts, if someone said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Stated>,
    /// Every value with its confidence, the most confident first; empty for numbers.
    pub alternatives: Vec<Alternative>,
    /// The newest observations that reach the dimension, the newest first.
    pub observations: Vec<LoggedObservation>,
    /// What would be believed without each feature, by name.
    pub without: Vec<Without>,
}

/// What one source contributes to a belief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contribution {
    /// The feature that wrote.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub feature: FeatureName,
    /// Where it was observed.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// The bridge that wrote, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub origin: Option<OriginName>,
    /// Whether it speaks from the context of the read.
    pub own: bool,
    /// Its trust, 0 to 1.
    pub trust: f64,
    /// Its effective mass in events: after decay, trust, correction and saturation.
    pub evidence: f64,
    /// The same by value, in schema order; empty for numbers.
    pub values: Vec<ContributionValue>,
    /// Its newest evidence.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub updated_at: Option<Timestamp>,
}

/// The effective mass by which a source supports a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContributionValue {
    /// The value.
    pub value: BeliefValue,
    /// In events.
    pub evidence: f64,
}

/// The statement that counts among those that were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stated {
    /// The feature that wrote it; `user` for the user's own word.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub feature: FeatureName,
    /// Where it was said.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub observed_at: Timestamp,
    /// Its weight now, in events.
    pub evidence: f64,
}

/// A value that could be believed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alternative {
    /// The value.
    pub value: BeliefValue,
    /// Probability that it prevails in the next ten observations.
    pub confidence: f64,
    /// Probability that it is the next observation.
    pub share: f64,
}

/// What would be believed without one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Without {
    /// The feature that is left out.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub feature: FeatureName,
    /// What would be believed.
    pub belief: Belief,
}

/// An observation as it stands in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedObservation {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ObservationId,
    /// The feature that wrote.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub feature: FeatureName,
    /// What was observed.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub action: ActionName,
    /// Its details.
    pub details: Map<String, Value>,
    /// Where; null when the sender did not say so.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub observed_at: Timestamp,
    /// The deployed version of the feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub release: Option<Release>,
    /// The bridge that wrote, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub origin: Option<OriginName>,
    /// True when it descends from our own projection and so weighs nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weightless: bool,
}
