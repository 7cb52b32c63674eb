//! Wiring: which parts there are and how they hang together. The only place that names a concrete
//! backend.

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::{ExposeSecret, SecretString};
use selfmodel_store::{
    StoreError,
    contract::{Store, TenantId},
    governance::Governance,
    node::{Node, NodeOptions},
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::{KeySecret, Keyring},
    clock::{Clock, Random},
    config::{HttpSettings, StoreSettings, StoreUrl},
    jobs::Jobs,
    service::ServiceError,
};

/// Everything that a request may need.
#[derive(Debug)]
pub struct App {
    /// How the API is served.
    pub settings: HttpSettings,
    /// Writes, reads and what governs both.
    pub node: Arc<Node>,
    /// Work that goes on in the background.
    pub jobs: Arc<Jobs>,
    /// Who may call.
    pub keyring: Keyring,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub random: Arc<dyn Random>,
    /// What `/metrics` shows.
    pub metrics: PrometheusHandle,
    /// Cancelled when the process was told to stop.
    pub stopping: CancellationToken,
}

/// What an [`App`] is built from.
#[derive(Debug)]
pub struct Parts {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// How much memory reads may take.
    pub options: NodeOptions,
    /// How the API is served.
    pub http: HttpSettings,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub random: Arc<dyn Random>,
    /// What `/metrics` shows.
    pub metrics: PrometheusHandle,
}

impl App {
    /// Builds the parts and goes on with the jobs that an earlier process left.
    pub async fn build(parts: Parts) -> Result<Arc<Self>, StoreError> {
        let stopping = CancellationToken::new();
        let clock = Arc::clone(&parts.clock);
        let node = Node::start(Arc::clone(&parts.store), clock, parts.options).await?;
        let node = Arc::new(node);
        let jobs = Jobs::start(Arc::clone(&node), stopping.clone()).await?;
        let clock = Arc::clone(&parts.clock);
        Ok(Arc::new(Self {
            settings: parts.http,
            node,
            jobs,
            keyring: Keyring::new(parts.store, clock, Arc::clone(&parts.random)),
            clock: parts.clock,
            random: parts.random,
            metrics: parts.metrics,
            stopping,
        }))
    }

    /// Gives a store without keys its admin key; answers the key if it was made here.
    pub async fn found(
        &self,
        chosen: Option<SecretString>,
    ) -> Result<Option<KeySecret>, StoreError> {
        self.keyring.found(TenantId::DEFAULT, chosen).await
    }

    /// What governs the log of a tenant, with a schema in force.
    pub async fn governance(&self, tenant: TenantId) -> Result<Arc<Governance>, ServiceError> {
        let governance = self.node.governance(tenant).await?;
        if governance.versions().is_empty() {
            return Err(ServiceError::NoSchema);
        }
        Ok(governance)
    }

    /// Ends the background work, writes what was taken, and closes the store.
    pub async fn close(&self) {
        self.stopping.cancel();
        self.jobs.ended().await;
        self.node.close().await;
    }
}

/// Opens the store that `settings` name.
pub async fn open(settings: &StoreSettings) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match &settings.url {
        StoreUrl::Sqlite(path) => {
            let mut options = SqliteOptions::new(path);
            options.readers = settings.connections;
            Arc::new(SqliteStore::open(&options).await?)
        }
        StoreUrl::Postgres(url) => {
            let mut options = PostgresOptions::parse(url.expose_secret())?;
            options.connections = settings.connections;
            Arc::new(PostgresStore::open(&options).await?)
        }
    })
}
