//! Jobs that refold many users. A job is stored in the unit of work that calls for it, so that it
//! survives the process.

use async_trait::async_trait;
use selfmodel_core::{names::UserId, time::Timestamp};

use super::{JobId, QuarantineId, Result, RetractionId, TenantId};

/// What a job is for: whose models it refolds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Users whose model is older than the fold version in force.
    Refold,
    /// Users with rows that the retraction covers, upon accepting and upon undoing it.
    Retraction(RetractionId),
    /// Users with rows that the quarantine held.
    Lift(QuarantineId),
}

impl JobKind {
    /// The word for it in the API and the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refold => "refold",
            Self::Retraction(_) => "retraction",
            Self::Lift(_) => "lift",
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobStatus {
    /// Waits.
    Queued,
    /// Under way.
    Running,
    /// Through.
    Done,
    /// A retraction that is being undone.
    Undoing,
    /// A retraction that was undone.
    Undone,
    /// Given up; the detail says why.
    Failed,
}

impl JobStatus {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Done,
        Self::Undoing,
        Self::Undone,
        Self::Failed,
    ];

    /// The word for it in the API and the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Failed => "failed",
        }
    }

    /// Whether there is still work to do.
    #[must_use]
    pub const fn is_unfinished(self) -> bool {
        matches!(self, Self::Queued | Self::Running | Self::Undoing)
    }
}

/// A job to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewJob {
    /// What it is for.
    pub kind: JobKind,
    /// When it was called for.
    pub created_at: Timestamp,
}

/// A stored job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it is for.
    pub kind: JobKind,
    /// When it was called for.
    pub created_at: Timestamp,
    /// How far it is.
    pub progress: JobProgress,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProgress {
    /// Its status.
    pub status: JobStatus,
    /// Users refolded.
    pub done: u64,
    /// Users to refold, as far as known.
    pub total: u64,
    /// The last user that was refolded; work goes on after it.
    pub cursor: Option<UserId>,
    /// Why it failed.
    pub detail: Option<String>,
    /// When this was written.
    pub updated_at: Timestamp,
}

/// Questions to the jobs.
#[async_trait]
pub trait JobReader {
    /// The job with this id.
    async fn job(&mut self, tenant: TenantId, id: JobId) -> Result<Option<Job>>;

    /// The job of this retraction.
    async fn job_of_retraction(
        &mut self,
        tenant: TenantId,
        retraction: RetractionId,
    ) -> Result<Option<Job>>;

    /// All jobs of all tenants that still have work to do, the oldest first.
    async fn unfinished_jobs(&mut self) -> Result<Vec<(TenantId, Job)>>;
}

/// Changes of the jobs.
#[async_trait]
pub trait JobWriter {
    /// Adds a queued job.
    async fn add_job(&mut self, tenant: TenantId, job: &NewJob) -> Result<JobId>;

    /// Writes how far a job is. False when there is none such.
    async fn report_job(
        &mut self,
        tenant: TenantId,
        id: JobId,
        progress: &JobProgress,
    ) -> Result<bool>;
}
