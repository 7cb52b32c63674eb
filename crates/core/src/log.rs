//! The append-only log: the truth from which every model is folded, and what makes a row live.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    names::{ActionName, ContextName, FeatureName, ObservationId, OriginName, ProjectionId},
    names::{Release, UserId},
    schema::USER_FEATURE,
    time::Timestamp,
};

/// One logged observation. What the sender left out stays out: defaults that depend on the schema
/// are applied when the row is folded, so that a later schema may change them.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRow {
    /// The user id it was written under; under a merge not the model's own.
    pub user: UserId,
    /// Whose evidence it is.
    pub feature: FeatureName,
    /// Unique per (user, feature).
    pub id: ObservationId,
    /// What was observed.
    pub action: ActionName,
    /// Its typed details, without nulls.
    pub details: Map<String, Value>,
    /// Where, if the sender said so.
    pub context: Option<ContextName>,
    /// When it happened.
    pub observed_at: Timestamp,
    /// When it was logged.
    pub recorded_at: Timestamp,
    /// The deployed version of the feature.
    pub release: Option<Release>,
    /// The bridge that wrote it.
    pub origin: Option<OriginName>,
    /// The projection it may descend from.
    pub derived_from: Option<ProjectionId>,
    /// The stored verdict that it descends from our own projection and weighs nothing.
    pub weightless: bool,
    /// Whether an active quarantine holds it.
    pub held: bool,
}

/// Which rows a retraction covers: those that meet every given condition. At least one is given;
/// rows of the reserved feature `user` are never covered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Written by this feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<FeatureName>,
    /// Of this action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionName>,
    /// By this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// By this bridge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginName>,
    /// Observed at or after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Observed before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Of this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

impl Predicate {
    /// Whether no condition is given, which would cover everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `row` meets every given condition.
    #[must_use]
    pub fn covers(&self, row: &LogRow) -> bool {
        fn met<T: PartialEq>(wanted: Option<&T>, actual: Option<&T>) -> bool {
            wanted.is_none_or(|wanted| actual == Some(wanted))
        }
        row.feature.as_str() != USER_FEATURE
            && met(self.feature.as_ref(), Some(&row.feature))
            && met(self.action.as_ref(), Some(&row.action))
            && met(self.release.as_ref(), row.release.as_ref())
            && met(self.origin.as_ref(), row.origin.as_ref())
            && met(self.user.as_ref(), Some(&row.user))
            && self.since.is_none_or(|since| row.observed_at >= since)
            && self.until.is_none_or(|until| row.observed_at < until)
    }
}

/// An active retraction: its predicate over the rows recorded up to the instant it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retraction {
    /// Which rows.
    pub predicate: Predicate,
    /// Rows recorded later are not covered.
    pub accepted_at: Timestamp,
}

impl Retraction {
    /// Whether this retraction takes `row` back.
    #[must_use]
    pub fn covers(&self, row: &LogRow) -> bool {
        row.recorded_at <= self.accepted_at && self.predicate.covers(row)
    }
}

/// Whether `row` counts: no active retraction covers it and no quarantine holds it.
#[must_use]
pub fn is_live(row: &LogRow, retractions: &[Retraction]) -> bool {
    !row.held && !retractions.iter().any(|retraction| retraction.covers(row))
}
