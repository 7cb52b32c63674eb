//! The schema over HTTP: reading it, and what applying one changes.

use selfmodel_core::{
    names::{DimensionName, Member, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{BeliefStatus, BeliefValue, Job, ProblemError};

/// The schema in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaDocument {
    /// Its version.
    pub version: u32,
    /// When it was applied.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub applied_at: Timestamp,
    /// Its TOML text, as it was sent.
    pub text: String,
}

/// Every version that was applied, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaVersions {
    /// The versions.
    pub versions: Vec<SchemaVersion>,
    /// The newest refold that this server began or went on with since it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refold: Option<Job>,
}

/// A version that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaVersion {
    /// Its version.
    pub version: u32,
    /// The earliest version that folds observations as this one does.
    pub fold_version: u32,
    /// When it was applied.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub applied_at: Timestamp,
}

/// What became of a schema that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaResult {
    /// Its version.
    pub version: u32,
    /// Whether it is in force now.
    pub status: SchemaChangeStatus,
    /// What it changes in the schema before it.
    pub changes: Vec<SchemaChange>,
    /// What its author should look at.
    pub warnings: Vec<ProblemError>,
    /// The job that folds users anew, if the change needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// Which beliefs would change; of a dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<SchemaPreview>,
}

/// Whether a schema that was sent is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchemaChangeStatus {
    /// It is now.
    Applied,
    /// It was already.
    Unchanged,
    /// Nothing was changed: a dry run.
    DryRun,
}

/// One difference between two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaChange {
    /// What it does to what is known.
    pub class: ChangeClass,
    /// JSON pointer into the schema, seen as a tree.
    pub pointer: String,
    /// What is different and what follows.
    pub detail: String,
}

/// What a change of the schema does to what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeClass {
    /// Nothing: the models stand as they are.
    Compatible,
    /// The models stand, but something that features write or read is refused from now on.
    Narrows,
    /// Users are folded anew from the log.
    Refolds,
    /// Users are folded anew, and logged observations say less than they did.
    Loses,
}

/// What a sample of the log gives under the new schema, beside the old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchemaPreview {
    /// How many users were folded under both.
    pub sampled_users: u64,
    /// How many of them would see a belief change.
    pub users: u64,
    /// How many of their beliefs would change.
    pub beliefs: u64,
    /// Some of the beliefs that would change.
    pub examples: Vec<BeliefChange>,
}

/// A belief before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeliefChange {
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
    /// What is believed; null when there is no such belief.
    pub before: Option<BeliefSummary>,
    /// What would be believed; null when there would be no such belief.
    pub after: Option<BeliefSummary>,
}

/// A belief in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeliefSummary {
    /// The value.
    pub value: BeliefValue,
    /// How confident.
    pub confidence: f64,
    /// Whether it rests on evidence of this user.
    pub status: BeliefStatus,
}
