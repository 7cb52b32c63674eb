//! The append-only log of observations.

use async_trait::async_trait;
use selfmodel_core::{
    log::{LogRow, Retraction},
    names::{FeatureName, ObservationId, UserId},
    time::Timestamp,
};

use super::{QuarantineId, Result, TenantId};

/// A SHA-256 hash.
pub type Digest = [u8; 32];

/// How many candidates of one collapse unit are looked at before giving up.
pub const UNIT_CANDIDATES: usize = 16;

/// What makes a row unique within its tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// The user it was written under.
    pub user: UserId,
    /// The feature that wrote.
    pub feature: FeatureName,
    /// Its id.
    pub id: ObservationId,
}

impl RowKey {
    /// The key of `row`.
    #[must_use]
    pub fn of(row: &LogRow) -> Self {
        Self {
            user: row.user.clone(),
            feature: row.feature.clone(),
            id: row.id.clone(),
        }
    }
}

/// A row to be logged.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// The row; its `held` is derived from `quarantine` and not stored.
    pub row: LogRow,
    /// Hash of the observation as sent.
    pub payload: Digest,
    /// Hash of what collapse goes by: feature, origin, action and details.
    pub content: Digest,
    /// The quarantine that holds it.
    pub quarantine: Option<QuarantineId>,
}

/// What is known of a key that is already in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The key.
    pub key: RowKey,
    /// Hash of the observation as it was first sent.
    pub payload: Digest,
}

/// Asks which rows may hold a collapse unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProbe {
    /// The user.
    pub user: UserId,
    /// The content hash of the rows wanted.
    pub content: Digest,
    /// Observed at or after this instant.
    pub since: Timestamp,
    /// Observed before this instant.
    pub until: Timestamp,
}

/// Rows that may hold a collapse unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitCandidates {
    /// The rows, the earliest observed first.
    pub rows: Vec<LogRow>,
    /// Whether these are all; otherwise there are more than [`UNIT_CANDIDATES`].
    pub complete: bool,
}

/// How much is stored, for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Logged observations. PostgreSQL answers its planner's estimate.
    pub observations: u64,
    /// Users with a model. PostgreSQL answers its planner's estimate.
    pub models: u64,
}

/// Questions to the log.
#[async_trait]
pub trait LogReader {
    /// Which of `keys` are logged, in no particular order. Retracted and held rows are logged.
    async fn logged(&mut self, tenant: TenantId, keys: &[RowKey]) -> Result<Vec<Logged>>;

    /// For each probe, in their order, the rows that match it.
    async fn unit_candidates(
        &mut self,
        tenant: TenantId,
        probes: &[UnitProbe],
    ) -> Result<Vec<UnitCandidates>>;

    /// All rows of a user in the order they were logged, live or not. `held` says whether a
    /// quarantine that is not lifted holds the row.
    async fn rows(&mut self, tenant: TenantId, user: &UserId) -> Result<Vec<LogRow>>;

    /// At most `limit` rows of a user, the newest observed first, live or not.
    async fn recent_rows(
        &mut self,
        tenant: TenantId,
        user: &UserId,
        limit: usize,
    ) -> Result<Vec<LogRow>>;

    /// At most `limit` users with rows that `retraction` covers, each once, in the order of their
    /// ids, after `after`. Rows of the reserved feature `user` are never covered.
    async fn covered_users(
        &mut self,
        tenant: TenantId,
        retraction: &Retraction,
        after: Option<&UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>>;

    /// At most `limit` users with rows that `quarantine` held when they were logged, each once, in
    /// the order of their ids, after `after`.
    async fn held_users(
        &mut self,
        tenant: TenantId,
        quarantine: QuarantineId,
        after: Option<&UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>>;

    /// How much the whole store holds.
    async fn counts(&mut self) -> Result<Counts>;
}

/// Additions to the log.
#[async_trait]
pub trait LogWriter {
    /// Logs all rows or none. A key that is already logged, perhaps by a unit of work that was
    /// faster, is [`StoreError::LostRace`](crate::StoreError::LostRace).
    async fn append(&mut self, tenant: TenantId, rows: &[NewRow]) -> Result<()>;
}
