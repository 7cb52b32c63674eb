//! Taking back what was written, and undoing that.

use selfmodel_core::log::{Predicate, Retraction};

use super::Node;
use crate::{
    contract::{JobId, JobKind, JobProgress, JobStatus, NewJob, RetractionId, TenantId},
    error::StoreError,
};

/// Why a retraction is not accepted or not undone.
#[derive(Debug, thiserror::Error)]
pub enum RetractionRefusal {
    /// It has no condition.
    #[error("the retraction has no condition, which would take back everything: give at least one")]
    Empty,
    /// There is none such.
    #[error("there is no retraction {0}")]
    Unknown(RetractionId),
    /// It was undone before.
    #[error("retraction {0} is undone already")]
    Undone(RetractionId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Node {
    /// Takes back every row that `predicate` covers and that was recorded before now. The rows are
    /// not live from here on; the job refolds the users whose models still hold them.
    pub async fn retract(
        &self,
        tenant: TenantId,
        predicate: Predicate,
    ) -> Result<(RetractionId, JobId), RetractionRefusal> {
        if predicate.is_empty() {
            return Err(RetractionRefusal::Empty);
        }
        let (mut work, governance) = self.govern(tenant).await?;
        let now = self.shared.clock.now();
        let retraction = Retraction {
            predicate,
            accepted_at: self
                .shared
                .high_water
                .raise(now.max(governance.earliest_record())),
        };
        let id = work.add_retraction(tenant, &retraction).await?;
        let job = NewJob {
            kind: JobKind::Retraction(id),
            created_at: now,
        };
        let job = work.add_job(tenant, &job).await?;
        self.enact(tenant, work).await?;
        Ok((id, job))
    }

    /// Undoes a retraction: its rows are live again, unless another one covers them. Its job starts
    /// anew, as an undoing one.
    pub async fn undo_retraction(
        &self,
        tenant: TenantId,
        id: RetractionId,
    ) -> Result<JobId, RetractionRefusal> {
        let (mut work, _) = self.govern(tenant).await?;
        let job = work.job_of_retraction(tenant, id).await?;
        let job = job.ok_or(RetractionRefusal::Unknown(id))?;
        if !work.deactivate_retraction(tenant, id).await? {
            return Err(RetractionRefusal::Undone(id));
        }
        let progress = JobProgress {
            status: JobStatus::Undoing,
            done: 0,
            total: 0,
            cursor: None,
            detail: None,
            updated_at: self.shared.clock.now(),
        };
        work.report_job(tenant, job.id, &progress).await?;
        self.enact(tenant, work).await?;
        Ok(job.id)
    }
}
