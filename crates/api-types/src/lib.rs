//! Wire types of the HTTP API, shared by the server and its clients, so that neither can drift
//! from the other.
//!
//! Names in requests are plain texts: the server checks them and answers every problem at once.
//! Names in answers are the checked ones of `selfmodel-core`. Requests refuse unknown fields;
//! answers may grow new ones, so clients ignore what they do not know.

mod belief;
mod explanation;
mod feature;
mod job;
mod key;
mod observation;
mod one_or_many;
mod problem;
mod query;
mod schema;
mod self_model;
mod token;

pub use self::{
    belief::{
        Belief, BeliefStatus, BeliefValue, Interval, Read, ReadResults, Withheld,
        WithheldDimension, WithheldReason,
    },
    explanation::{
        Alternative, Contribution, ContributionValue, Explanation, LoggedObservation, Stated,
        Without,
    },
    feature::{Feature, Features},
    job::{Job, JobKind, JobStatus, Progress},
    key::{CreateKey, CreatedKey, Key, Keys, Scope},
    observation::{
        BatchOutcome, Observation, ObservationBatch, ObserveAndRead, ObservedAndRead, Outcome,
        OutcomeStatus, Recorded, RecordedStatus,
    },
    problem::{Problem, ProblemError},
    query::{BeliefQuery, Include, ReadParameters},
    schema::{
        BeliefChange, BeliefSummary, ChangeClass, SchemaChange, SchemaChangeStatus, SchemaDocument,
        SchemaPreview, SchemaResult, SchemaVersion, SchemaVersions,
    },
    self_model::SelfModel,
    token::Token,
};

/// Largest observation in bytes of JSON.
pub const OBSERVATION_BYTES: usize = 32 * 1024;
/// Largest body of a request in bytes.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Most observations in a batch.
pub const BATCH_ITEMS: usize = 1000;
/// Most users in one query.
pub const QUERY_USERS: usize = 500;
/// Media type of a schema.
pub const TOML: &str = "application/toml";
/// Media type of a [`Problem`].
pub const PROBLEM_JSON: &str = "application/problem+json";
