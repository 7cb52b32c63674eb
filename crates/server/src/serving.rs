//! Serving: from settings to a listening server, and from the signal to stop to an orderly end.
//!
//! What was accepted is finished: after the signal no connection is taken and `/readyz` says so,
//! open requests go on for `shutdown_timeout`, then everything the pipeline took is written.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{Router, serve::ListenerExt};
use metrics_exporter_prometheus::PrometheusHandle;
use selfmodel_core::schema::Rejected;
use selfmodel_store::{
    StoreError,
    clock::SystemClock,
    contract::TenantId,
    node::{NodeOptions, SchemaChange, SchemaRefusal},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    app::{self, App, Parts},
    auth::KeySecret,
    clock::SystemRandom,
    config::{Settings, duration},
    http,
};

/// A server that listens.
#[derive(Debug)]
pub struct Serving {
    /// The admin key, if the store was new and none was chosen.
    pub admin_key: Option<KeySecret>,
    /// Where it listens.
    pub address: SocketAddr,
    /// The parts of the server.
    pub app: Arc<App>,
    listener: TcpListener,
}

/// Why a server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The store failed.
    #[error("opening the store")]
    Store(#[from] StoreError),
    /// The schema file cannot be read.
    #[error("reading the schema {}", .path.display())]
    SchemaFile {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The schema has mistakes; the text shows them.
    #[error("the schema does not check\n{}", .0.render(false))]
    SchemaRejected(Box<Rejected>),
    /// The schema cannot be applied.
    #[error("applying the schema")]
    Schema(#[source] SchemaRefusal),
    /// The address cannot be listened on.
    #[error("listening on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The server cannot go on.
    #[error("serving")]
    Serve(#[source] io::Error),
}

impl Serving {
    /// Opens the store, applies the schema, makes the first key and listens.
    pub async fn start(settings: Settings, metrics: PrometheusHandle) -> Result<Self, ServeError> {
        let options = NodeOptions {
            cache_bytes: settings.store.cache_bytes,
            ..NodeOptions::default()
        };
        let address = settings.http.listen;
        let app = App::build(Parts {
            store: app::open(&settings.store).await?,
            options,
            http: settings.http,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            metrics,
        })
        .await?;
        if let Some(path) = &settings.schema.file {
            apply(&app, path).await?;
        }
        let admin_key = app.found(settings.admin_key).await?;
        let failed = |source| ServeError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        tracing::info!(%address, store = ?settings.store.url, "serving");
        Ok(Self {
            admin_key,
            address,
            app,
            listener,
        })
    }

    /// Serves until `told` is over, and ends in order.
    pub async fn until(
        self,
        told: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let stopping = self.app.stopping.clone();
        let patience = duration(self.app.settings.shutdown_timeout);
        let router: Router = http::router(Arc::clone(&self.app));
        let listener = self.listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
        });
        let stop = stopping.clone();
        let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
            told.await;
            stop.cancel();
        });
        let overdue = async {
            stopping.cancelled().await;
            tokio::time::sleep(patience).await;
        };
        let served = tokio::select! {
            served = serving => served,
            () = overdue => {
                tracing::warn!("connections that did not end in time are cut");
                Ok(())
            }
        };
        self.app.close().await;
        tracing::info!("stopped; everything accepted is written");
        served.map_err(ServeError::Serve)
    }
}

/// Waits until the process is told to stop by SIGTERM or SIGINT. It listens from this call on, even
/// before it is awaited, so that whoever saw the server start can stop it in order.
pub fn told_to_stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!("told to stop by SIGTERM"),
            _ = interrupt.recv() => tracing::info!("told to stop by SIGINT"),
        }
    })
}

/// Applies the schema in the file at `path`.
pub async fn apply(app: &App, path: &Path) -> Result<(), ServeError> {
    let text = tokio::fs::read_to_string(path).await;
    let text = text.map_err(|source| ServeError::SchemaFile {
        path: path.to_owned(),
        source,
    })?;
    let file = path.display().to_string();
    match app.node.apply_schema(TenantId::DEFAULT, &file, &text).await {
        Ok(SchemaChange::Unchanged) => Ok(()),
        Ok(SchemaChange::Applied { job, .. }) => {
            tracing::info!(refolds = job.is_some(), "the schema is in force");
            if let Some(job) = job {
                app.jobs.begin(TenantId::DEFAULT, job);
            }
            Ok(())
        }
        Err(SchemaRefusal::Rejected(rejected)) => {
            Err(ServeError::SchemaRejected(Box::new(rejected)))
        }
        Err(refusal) => Err(ServeError::Schema(refusal)),
    }
}
