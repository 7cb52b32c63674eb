//! Jobs as both databases hold them.

use selfmodel_core::{names::UserId, time::Timestamp};

use super::unsigned;
use crate::{
    contract::TenantId,
    contract::{Job, JobId, JobKind, JobProgress, JobStatus, QuarantineId, Result, RetractionId},
    error::StoreError,
};

const TABLE: &str = "jobs";

pub(crate) mod statements {
    //! Statements about jobs.

    use crate::sql::statements;

    statements! {
        BY_ID = "SELECT id, tenant_id, kind, subject, status, done, total, cursor_user, detail, \
             created_at, updated_at FROM jobs WHERE tenant_id = $1 AND id = $2";
        OF_RETRACTION = "SELECT id, tenant_id, kind, subject, status, done, total, cursor_user, \
             detail, created_at, updated_at FROM jobs \
             WHERE tenant_id = $1 AND kind = 'retraction' AND subject = $2";
        UNFINISHED = "SELECT id, tenant_id, kind, subject, status, done, total, cursor_user, \
             detail, created_at, updated_at FROM jobs \
             WHERE status IN ('queued', 'running', 'undoing') ORDER BY id";
        ADD = "INSERT INTO jobs (tenant_id, kind, subject, status, done, total, created_at, \
             updated_at) VALUES ($1, $2, $3, 'queued', 0, 0, $4, $4) RETURNING id";
        REPORT = "UPDATE jobs SET status = $3, done = $4, total = $5, cursor_user = $6, \
             detail = $7, updated_at = $8 WHERE tenant_id = $1 AND id = $2";
    }
}

/// A row of `jobs`.
#[derive(sqlx::FromRow)]
pub(crate) struct JobRow {
    id: i64,
    tenant_id: i64,
    kind: String,
    subject: Option<i64>,
    status: String,
    done: i64,
    total: i64,
    cursor_user: Option<String>,
    detail: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<JobRow> for (TenantId, Job) {
    type Error = StoreError;
    fn try_from(row: JobRow) -> Result<Self> {
        let at = format!("with id {}", row.id);
        let corrupt = |column, text: &str| {
            StoreError::corrupt(TABLE, column, &at, format!("{text:?} is unknown"))
        };
        let kind = kind(&row.kind, row.subject).ok_or_else(|| corrupt("kind", &row.kind))?;
        let status = JobStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == row.status)
            .ok_or_else(|| corrupt("status", &row.status))?;
        let cursor = row.cursor_user.as_deref().map(UserId::new).transpose();
        let progress = JobProgress {
            status,
            done: unsigned(TABLE, "done", &at, row.done)?,
            total: unsigned(TABLE, "total", &at, row.total)?,
            cursor: cursor
                .map_err(|error| StoreError::corrupt(TABLE, "cursor_user", &at, error))?,
            detail: row.detail,
            updated_at: Timestamp::from_millis(row.updated_at),
        };
        let job = Job {
            id: JobId(row.id),
            kind,
            created_at: Timestamp::from_millis(row.created_at),
            progress,
        };
        Ok((TenantId(row.tenant_id), job))
    }
}

/// A kind as it is stored: its word, and what it is about.
pub(crate) fn kind_columns(kind: JobKind) -> (&'static str, Option<i64>) {
    let subject = match kind {
        JobKind::Refold => None,
        JobKind::Retraction(id) => Some(id.0),
        JobKind::Lift(id) => Some(id.0),
    };
    (kind.as_str(), subject)
}

fn kind(word: &str, subject: Option<i64>) -> Option<JobKind> {
    match (word, subject) {
        ("refold", None) => Some(JobKind::Refold),
        ("retraction", Some(id)) => Some(JobKind::Retraction(RetractionId(id))),
        ("lift", Some(id)) => Some(JobKind::Lift(QuarantineId(id))),
        _ => None,
    }
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::JobReader for Session<H> {
            async fn job(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: $crate::contract::JobId,
            ) -> $crate::contract::Result<Option<$crate::contract::Job>> {
                use $crate::sql::jobs::statements;
                let row: Option<$crate::sql::JobRow> = sqlx::query_as(statements::BY_ID)
                    .bind(tenant.0)
                    .bind(id.0)
                    .fetch_optional(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the job"))?;
                Ok(row.map(<(_, _)>::try_from).transpose()?.map(|(_, job)| job))
            }

            async fn job_of_retraction(
                &mut self,
                tenant: $crate::contract::TenantId,
                retraction: $crate::contract::RetractionId,
            ) -> $crate::contract::Result<Option<$crate::contract::Job>> {
                use $crate::sql::jobs::statements;
                let row: Option<$crate::sql::JobRow> = sqlx::query_as(statements::OF_RETRACTION)
                    .bind(tenant.0)
                    .bind(retraction.0)
                    .fetch_optional(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the job of a retraction"))?;
                Ok(row.map(<(_, _)>::try_from).transpose()?.map(|(_, job)| job))
            }

            async fn unfinished_jobs(
                &mut self,
            ) -> $crate::contract::Result<Vec<($crate::contract::TenantId, $crate::contract::Job)>>
            {
                use $crate::sql::jobs::statements;
                let rows: Vec<$crate::sql::JobRow> = sqlx::query_as(statements::UNFINISHED)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the unfinished jobs"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::JobWriter for Session<H> {
            async fn add_job(
                &mut self,
                tenant: $crate::contract::TenantId,
                job: &$crate::contract::NewJob,
            ) -> $crate::contract::Result<$crate::contract::JobId> {
                use $crate::sql::jobs::statements;
                let (kind, subject) = $crate::sql::kind_columns(job.kind);
                sqlx::query_scalar(statements::ADD)
                    .bind(tenant.0)
                    .bind(kind)
                    .bind(subject)
                    .bind(job.created_at.millis())
                    .fetch_one(&mut *self.handle)
                    .await
                    .map($crate::contract::JobId)
                    .map_err($crate::sql::failed("store the job"))
            }

            async fn report_job(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: $crate::contract::JobId,
                progress: &$crate::contract::JobProgress,
            ) -> $crate::contract::Result<bool> {
                use $crate::sql::{integer, jobs::statements};
                sqlx::query(statements::REPORT)
                    .bind(tenant.0)
                    .bind(id.0)
                    .bind(progress.status.as_str())
                    .bind(integer(progress.done))
                    .bind(integer(progress.total))
                    .bind(progress.cursor.as_ref().map(|user| user.as_str()))
                    .bind(&progress.detail)
                    .bind(progress.updated_at.millis())
                    .execute(&mut *self.handle)
                    .await
                    .map(|changed| changed.rows_affected() == 1)
                    .map_err($crate::sql::failed("report the job"))
            }
        }
    };
}
pub(crate) use implement;
