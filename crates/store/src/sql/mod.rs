//! What the two dialects share: statements, row structs and the methods built from them.
//!
//! Statements are constants, listed so that a test can prepare each of them on both databases. A
//! method whose statement is the same in both is written once, in an `implement!` macro that each
//! backend expands for its own `Session`.

pub(crate) mod calibrations;
mod convert;
mod failure;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod models;
pub(crate) mod quarantines;
pub(crate) mod retractions;
pub(crate) mod schemas;

pub(crate) use self::{
    calibrations::CalibrationRow,
    convert::{integer, unsigned},
    failure::{failed, failure, migration_failure},
    jobs::{JobRow, kind_columns},
    keys::{KeyRow, scopes_text},
    log::{CandidateRow, LogRecord, LoggedRow, details_text, grouped_candidates, users},
    models::ModelRow,
    quarantines::QuarantineRow,
    retractions::{RetractionRow, predicate_text},
    schemas::SchemaRow,
};

/// Declares statements as constants and lists them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)*
        /// Every statement of this module, for the test that prepares them.
        #[cfg(feature = "conformance")]
        pub(crate) const ALL: &[&str] = &[$($name),*];
    };
}
pub(crate) use statements;

/// The columns of a log row, from `observations o`.
macro_rules! row_columns {
    () => {
        "o.seq, o.user_id, o.feature, o.id, o.action, o.details, o.context, o.observed_at, \
         o.recorded_at, o.release, o.origin, o.derived_from, o.weightless, \
         (o.quarantine_id IS NOT NULL AND EXISTS (SELECT 1 FROM quarantines q \
         WHERE q.id = o.quarantine_id AND q.lifted_at IS NULL)) AS held"
    };
}
pub(crate) use row_columns;

/// The statements whose text is the same in both dialects.
#[cfg(feature = "conformance")]
pub(crate) const SHARED: &[&[&str]] = &[
    calibrations::statements::ALL,
    jobs::statements::ALL,
    keys::statements::ALL,
    log::statements::ALL,
    models::statements::ALL,
    quarantines::statements::ALL,
    retractions::statements::ALL,
    schemas::statements::ALL,
];

/// Implements for the `Session` in scope every contract whose statements are the same in both
/// dialects. `Handle` must be in scope too.
macro_rules! implement_catalogues {
    () => {
        $crate::sql::calibrations::implement!();
        $crate::sql::jobs::implement!();
        $crate::sql::keys::implement!();
        $crate::sql::quarantines::implement!();
        $crate::sql::retractions::implement!();
        $crate::sql::schemas::implement!();
    };
}
pub(crate) use implement_catalogues;
