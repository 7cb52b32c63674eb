//! Work that goes on after its request was answered. Jobs are kept in the store and go on where
//! they were after any end of the process.

mod refresh;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use selfmodel_api_types as wire;
use selfmodel_store::{
    StoreError,
    contract::{Job, JobId, JobKind, JobStatus, TenantId},
    node::Node,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::metrics;

/// How long to wait before a job is tried again, at first and at most.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));
/// How often the metrics of a job are brought up to date.
const REPORT: Duration = Duration::from_secs(1);

/// The jobs of this process.
#[derive(Debug)]
pub struct Jobs {
    node: Arc<Node>,
    tasks: TaskTracker,
    stopping: CancellationToken,
    newest: Mutex<HashMap<TenantId, JobId>>,
}

impl Jobs {
    /// Starts with the jobs that an earlier process left.
    pub async fn start(
        node: Arc<Node>,
        stopping: CancellationToken,
    ) -> Result<Arc<Self>, StoreError> {
        let jobs = Arc::new(Self {
            node,
            tasks: TaskTracker::new(),
            stopping,
            newest: Mutex::default(),
        });
        for (tenant, job) in jobs.node.unfinished_jobs().await? {
            tracing::info!(job = job.0, "a job goes on");
            jobs.begin(tenant, job);
        }
        let refresh = refresh::keep_fresh(Arc::clone(&jobs.node), jobs.stopping.clone());
        jobs.tasks.spawn(refresh);
        Ok(jobs)
    }

    /// Begins a job, or goes on with it.
    pub fn begin(&self, tenant: TenantId, job: JobId) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.insert(tenant, job);
        let work = run(Arc::clone(&self.node), tenant, job);
        let stopping = self.stopping.clone();
        self.tasks.spawn(async move {
            // Cut off between two chunks or within one, a job loses nothing: it is resumable.
            stopping.run_until_cancelled(work).await;
        });
    }

    /// The newest job that this process began or went on with.
    pub fn newest(&self, tenant: TenantId) -> Option<JobId> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.get(&tenant).copied()
    }

    /// Waits until no job runs any more, once the process stops.
    pub async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// A refold as it goes over the wire; none for jobs of other kinds.
#[must_use]
pub fn to_wire(job: &Job) -> Option<wire::Job> {
    let status = match (job.kind, job.progress.status) {
        (JobKind::Refold, JobStatus::Queued) => wire::JobStatus::Queued,
        (JobKind::Refold, JobStatus::Running) => wire::JobStatus::Running,
        (JobKind::Refold, JobStatus::Done) => wire::JobStatus::Done,
        (JobKind::Refold, JobStatus::Failed) => wire::JobStatus::Failed,
        _ => return None,
    };
    Some(wire::Job {
        id: job.id.to_string(),
        kind: wire::JobKind::Refold,
        status,
        progress: wire::Progress {
            done: job.progress.done,
            total: job.progress.total,
        },
    })
}

/// Works until the job is through, trying again where that may help.
async fn run(node: Arc<Node>, tenant: TenantId, id: JobId) {
    let mut patience = PATIENCE.0;
    loop {
        let ended = tokio::select! {
            ended = node.run_job(tenant, id) => ended,
            () = report(&node, tenant, id) => return,
        };
        observe(&node, tenant, id).await;
        match ended {
            Ok(Some(status)) => {
                tracing::info!(job = id.0, status = status.as_str(), "a job ended");
                return;
            }
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(job = id.0, %error, "a job is tried again");
                tokio::time::sleep(patience).await;
                patience = (patience * 2).min(PATIENCE.1);
            }
        }
    }
}

/// Brings the metrics up to date for as long as the job runs.
async fn report(node: &Node, tenant: TenantId, id: JobId) {
    loop {
        tokio::time::sleep(REPORT).await;
        observe(node, tenant, id).await;
    }
}

async fn observe(node: &Node, tenant: TenantId, id: JobId) {
    if let Ok(Some(job)) = node.job(tenant, id).await
        && job.kind == JobKind::Refold
    {
        metrics::refold(job.progress.done, job.progress.total);
    }
}
