//! Jobs: refolding the users whose models a change of schema, a retraction or a lifted quarantine
//! concerns. A job works through them in the order of their ids and notes how far it is, so that it
//! goes on where it was after any end of the process.

use futures_util::future::try_join_all;
use selfmodel_core::names::UserId;

use super::Node;
use crate::contract::{
    Guard, Job, JobId, JobKind, JobProgress, JobStatus, Reader, Result, TenantId,
};

/// Users refolded between two notes of how far a job is.
const CHUNK: usize = 256;
/// Users counted at a time.
const COUNTED: usize = 10_000;

impl Node {
    /// The job with this id.
    pub async fn job(&self, tenant: TenantId, id: JobId) -> Result<Option<Job>> {
        self.shared.store.reader().await?.job(tenant, id).await
    }

    /// Jobs of all tenants that still have work to do: what an ended process left, and what waits.
    pub async fn unfinished_jobs(&self) -> Result<Vec<(TenantId, JobId)>> {
        let jobs = self.shared.store.reader().await?.unfinished_jobs().await?;
        Ok(jobs
            .into_iter()
            .map(|(tenant, job)| (tenant, job.id))
            .collect())
    }

    /// Works until the job is through, and answers how it ended; none when there is none such. May
    /// run beside reads and writes, and beside itself. A user that cannot be refolded fails the
    /// job, with the reason as its detail; an error that is worth trying again is answered instead.
    pub async fn run_job(&self, tenant: TenantId, id: JobId) -> Result<Option<JobStatus>> {
        loop {
            let Some(job) = self.job(tenant, id).await? else {
                return Ok(None);
            };
            if !job.progress.status.is_unfinished() {
                return Ok(Some(job.progress.status));
            }
            let next = match self.step(tenant, &job).await {
                Ok(next) => next,
                Err(failure) if failure.is_retryable() => return Err(failure),
                Err(failure) => JobProgress {
                    status: JobStatus::Failed,
                    detail: Some(failure.to_string()),
                    ..job.progress.clone()
                },
            };
            self.report(tenant, &job, next).await?;
        }
    }

    /// One chunk of a job.
    async fn step(&self, tenant: TenantId, job: &Job) -> Result<JobProgress> {
        let progress = &job.progress;
        let mut reader = self.shared.store.reader().await?;
        let total = match &progress.cursor {
            None => self.count(tenant, job, &mut *reader).await?,
            Some(_) => progress.total,
        };
        let after = progress.cursor.as_ref();
        let users = self.users(tenant, job, &mut *reader, after, CHUNK).await?;
        drop(reader);
        let refolds = users.iter().map(|user| self.refold(tenant, user.clone()));
        try_join_all(refolds).await?;
        let done = progress.done + u64::try_from(users.len()).unwrap_or(0);
        let status = match progress.status {
            JobStatus::Undoing if users.is_empty() => JobStatus::Undone,
            JobStatus::Undoing => JobStatus::Undoing,
            _ if users.is_empty() => JobStatus::Done,
            _ => JobStatus::Running,
        };
        Ok(JobProgress {
            status,
            done,
            total: total.max(done),
            cursor: users.last().or(after).cloned(),
            detail: None,
            updated_at: self.shared.clock.now(),
        })
    }

    /// Notes how far the job is, unless somebody has changed it meanwhile: a retraction may have
    /// been undone, which starts its job anew.
    async fn report(&self, tenant: TenantId, from: &Job, next: JobProgress) -> Result<()> {
        let mut work = self.shared.store.begin(Guard::Shared).await?;
        let stored = work.job(tenant, from.id).await?;
        if stored.is_some_and(|stored| stored.progress == from.progress) {
            work.report_job(tenant, from.id, &next).await?;
            work.commit().await?;
        }
        Ok(())
    }

    async fn count(&self, tenant: TenantId, job: &Job, reader: &mut dyn Reader) -> Result<u64> {
        let mut total = 0;
        let mut after: Option<UserId> = None;
        loop {
            let users = self
                .users(tenant, job, reader, after.as_ref(), COUNTED)
                .await?;
            total += u64::try_from(users.len()).unwrap_or(0);
            match users.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(total),
            }
        }
    }

    /// Users that the job is about.
    async fn users(
        &self,
        tenant: TenantId,
        job: &Job,
        reader: &mut dyn Reader,
        after: Option<&UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>> {
        match job.kind {
            JobKind::Refold => {
                let governance = self.shared.governance.current(tenant, reader).await?;
                let fold_version = governance.fold_version();
                reader.stale_users(tenant, fold_version, after, limit).await
            }
            JobKind::Retraction(id) => {
                let records = reader.retractions(tenant).await?;
                match records.into_iter().find(|record| record.id == id) {
                    Some(record) => {
                        let retraction = &record.retraction;
                        reader.covered_users(tenant, retraction, after, limit).await
                    }
                    None => Ok(Vec::new()),
                }
            }
            JobKind::Lift(id) => reader.held_users(tenant, id, after, limit).await,
        }
    }
}
