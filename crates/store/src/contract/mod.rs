//! The contract that every backend keeps. The docs of these traits state obligations; each of them
//! is a case of the conformance suite.
//!
//! Common to all: "not found" is `Ok(None)` or an empty list, never an error; text is ordered by
//! its bytes; instants are whole milliseconds; what is written comes back equal, bit for bit.

mod calibrations;
mod jobs;
mod keys;
mod log;
mod models;
mod quarantines;
mod retractions;
mod schemas;

use async_trait::async_trait;

pub use self::{
    calibrations::{CalibrationReader, CalibrationRecord, CalibrationWriter},
    jobs::{Job, JobKind, JobProgress, JobReader, JobStatus, JobWriter, NewJob},
    keys::{KeyReader, KeyRecord, KeyWriter, Scope, UnknownScope},
    log::{Counts, Digest, LogReader, LogWriter, Logged, NewRow, RowKey},
    log::{UNIT_CANDIDATES, UnitCandidates, UnitProbe},
    models::{ModelReader, ModelRecord, ModelSave, ModelWriter},
    quarantines::{QuarantineReader, QuarantineRecord, QuarantineWriter},
    retractions::{RetractionReader, RetractionRecord, RetractionWriter},
    schemas::{SchemaReader, SchemaRecord, SchemaWriter},
};
use crate::{error::StoreError, token::Position};

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

row_id!(
    /// A tenant: one product environment, to which all data and keys belong.
    TenantId
);
row_id!(
    /// A stored retraction.
    RetractionId
);
row_id!(
    /// A stored quarantine of a feature.
    QuarantineId
);
row_id!(
    /// A stored calibration.
    CalibrationId
);
row_id!(
    /// A stored job.
    JobId
);

impl TenantId {
    /// The tenant that every store has.
    pub const DEFAULT: Self = Self(1);
}

/// The result of every operation of a store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What a unit of work may run beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Beside others that are shared: observations and refolds.
    Shared,
    /// Alone: whatever changes which rows are live or how they fold (schemas, retractions,
    /// quarantines). It waits for the shared ones under way, and those after it see its changes.
    Exclusive,
}

/// A place that keeps the log, the models and the catalogues. Cheap to share.
#[async_trait]
pub trait Store: std::fmt::Debug + Send + Sync + 'static {
    /// The identity of this store: made when it was created, the same ever after.
    fn id(&self) -> &str;

    /// How many units of work this backend usefully runs beside each other.
    fn write_lanes(&self) -> usize;

    /// A connection for reads. It sees everything committed before each call, and promises no
    /// common snapshot across calls.
    async fn reader(&self) -> Result<Box<dyn Reader>>;

    /// Begins a unit of work. Until [`UnitOfWork::commit`] nothing of it is visible to others;
    /// dropping it leaves no trace.
    async fn begin(&self, guard: Guard) -> Result<Box<dyn UnitOfWork>>;

    /// The position that everything committed so far has reached.
    async fn position(&self) -> Result<Position>;

    /// Closes all connections, after the operations under way.
    async fn close(&self);
}

/// Everything that can be asked.
pub trait Reader:
    LogReader
    + ModelReader
    + SchemaReader
    + RetractionReader
    + QuarantineReader
    + CalibrationReader
    + KeyReader
    + JobReader
    + Send
{
}

/// One transaction. Reads within it see its own writes.
#[async_trait]
pub trait UnitOfWork:
    Reader
    + LogWriter
    + ModelWriter
    + SchemaWriter
    + RetractionWriter
    + QuarantineWriter
    + CalibrationWriter
    + KeyWriter
    + JobWriter
{
    /// Makes everything durable and visible, and answers a position that includes it. After an
    /// error it may or may not have been made so.
    async fn commit(self: Box<Self>) -> Result<Position>;
}
