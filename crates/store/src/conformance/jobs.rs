//! Jobs.

use std::sync::Arc;

use super::{
    Verdict,
    samples::{TENANT, at, user},
};
use crate::contract::{
    Guard, Job, JobId, JobKind, JobProgress, JobStatus, NewJob, QuarantineId, RetractionId, Store,
    TenantId,
};

/// Queued first, then whatever is written, to the last part.
pub async fn a_job_reports_its_progress(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    let id = work.add_job(TENANT, &new(JobKind::Refold)).await?;
    let mut progress = JobProgress {
        status: JobStatus::Queued,
        done: 0,
        total: 0,
        cursor: None,
        detail: None,
        updated_at: at(7),
    };
    let job = |progress: &JobProgress| Job {
        id,
        kind: JobKind::Refold,
        created_at: at(7),
        progress: progress.clone(),
    };
    assert_eq!(work.job(TENANT, id).await?, Some(job(&progress)));
    for status in JobStatus::ALL {
        progress = JobProgress {
            status,
            done: 3,
            total: 5,
            cursor: Some(user("ädä")?),
            detail: Some("it is so".to_owned()),
            updated_at: at(8),
        };
        assert!(work.report_job(TENANT, id, &progress).await?);
        assert_eq!(work.job(TENANT, id).await?, Some(job(&progress)));
    }
    assert!(!work.report_job(TENANT, JobId(404), &progress).await?);
    assert!(!work.report_job(TenantId(2), id, &progress).await?);
    assert_eq!(work.job(TenantId(2), id).await?, None);
    Ok(())
}

/// Of all tenants, and no finished ones.
pub async fn unfinished_ones_are_listed_oldest_first(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    let mut expected = Vec::new();
    let statuses = JobStatus::ALL.into_iter().rev();
    for (status, tenant) in statuses.zip([TENANT, TenantId(2)].into_iter().cycle()) {
        let kind = JobKind::Lift(QuarantineId(5));
        let id = work.add_job(tenant, &new(kind)).await?;
        let progress = JobProgress {
            status,
            done: 0,
            total: 0,
            cursor: None,
            detail: None,
            updated_at: at(8),
        };
        work.report_job(tenant, id, &progress).await?;
        if status.is_unfinished() {
            expected.push((tenant, id, kind));
        }
    }
    let listed = work.unfinished_jobs().await?;
    let listed: Vec<_> = listed
        .iter()
        .map(|(t, job)| (*t, job.id, job.kind))
        .collect();
    assert_eq!(listed, expected);
    assert_eq!(listed.len(), 3);
    Ok(())
}

/// And not that of a quarantine with the same number.
pub async fn the_job_of_a_retraction_is_found(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    work.add_job(TENANT, &new(JobKind::Lift(QuarantineId(1))))
        .await?;
    let id = work
        .add_job(TENANT, &new(JobKind::Retraction(RetractionId(1))))
        .await?;
    let found = work.job_of_retraction(TENANT, RetractionId(1)).await?;
    assert_eq!(found.map(|job| job.id), Some(id));
    assert_eq!(work.job_of_retraction(TENANT, RetractionId(2)).await?, None);
    assert_eq!(
        work.job_of_retraction(TenantId(2), RetractionId(1)).await?,
        None
    );
    Ok(())
}

fn new(kind: JobKind) -> NewJob {
    NewJob {
        kind,
        created_at: at(7),
    }
}
