//! Where observations go: through a server, or straight into a store.

use std::{path::PathBuf, sync::Arc};

use metrics_exporter_prometheus::PrometheusBuilder;
use selfmodel_api_types::{Observation, OutcomeStatus, RecordedStatus};
use selfmodel_client::Client;
use selfmodel_store::{contract::TenantId, node::NodeOptions};

use super::rows::{BadLine, Item};
use crate::{
    app::{self, App, Parts},
    cli::{CliError, target::refused},
    clock::{SystemClock, SystemRandom},
    config::{HttpSettings, StoreSettings, StoreUrl},
    http::{extract::json, problem::Problem},
    service::observe::{self, Judged, Writer},
    serving,
};

/// Where observations go.
#[derive(Debug, Clone)]
pub(super) enum Sink {
    /// Through the API of a server.
    Server(Client),
    /// Through the write pipeline of this process.
    Store(Arc<App>),
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub(super) new: u64,
    pub(super) collapsed: u64,
    pub(super) duplicates: u64,
    pub(super) quarantined: u64,
    pub(super) rejected: Vec<BadLine>,
}

impl Sink {
    /// Opens the store at `url` and applies the schema in `schema`.
    pub(super) async fn open(url: StoreUrl, schema: Option<PathBuf>) -> Result<Self, CliError> {
        let settings = StoreSettings {
            url,
            ..StoreSettings::default()
        };
        let failed = |error| CliError::failed("cannot open the store", error);
        let app = App::build(Parts {
            store: app::open(&settings).await.map_err(failed)?,
            options: NodeOptions::default(),
            http: HttpSettings::default(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
        });
        let app = app.await.map_err(failed)?;
        if let Some(path) = schema {
            let applied = serving::apply(&app, &path).await;
            applied.map_err(|error| CliError::failed("cannot apply the schema", error))?;
        }
        Ok(Self::Store(app))
    }

    /// Records a batch, each observation judged on its own.
    pub(super) async fn record(self, items: Vec<Item>) -> Result<Recorded, CliError> {
        if items.is_empty() {
            return Ok(Recorded::default());
        }
        match self {
            Self::Server(client) => through_server(&client, items).await,
            Self::Store(app) => into_store(&app, items).await,
        }
    }

    /// Ends what is under way.
    pub(super) async fn close(self) {
        if let Self::Store(app) = self {
            app.close().await;
        }
    }
}

async fn into_store(app: &App, items: Vec<Item>) -> Result<Recorded, CliError> {
    let first = items.first().map_or(0, |item| item.line);
    let lines: Vec<_> = items.iter().map(|item| item.line).collect();
    let values = items.into_iter().map(|item| Ok(item.observation)).collect();
    let writer = Writer {
        feature: None,
        is_admin: true,
    };
    let judged = observe::many::<Problem>(app, TenantId::DEFAULT, &writer, values).await;
    let (judged, _) = judged.map_err(|error| {
        CliError::failed(
            format!("cannot record the rows from line {first} on"),
            error,
        )
    })?;
    let mut recorded = Recorded::default();
    for (line, judged) in lines.into_iter().zip(judged) {
        match judged {
            Judged::Accepted(accepted) => match accepted.status {
                RecordedStatus::Recorded => recorded.add(accepted.collapsed),
                RecordedStatus::Duplicate => recorded.duplicates += 1,
                RecordedStatus::Quarantined => recorded.quarantined += 1,
            },
            Judged::Unread(problem) => recorded.reject(line, &problem),
            Judged::Refused { error, .. } => recorded.reject(line, &Problem::from(error)),
        }
    }
    Ok(recorded)
}

async fn through_server(client: &Client, items: Vec<Item>) -> Result<Recorded, CliError> {
    let first = items.first().map_or(0, |item| item.line);
    let mut recorded = Recorded::default();
    let mut lines = Vec::with_capacity(items.len());
    let mut observations = Vec::with_capacity(items.len());
    for Item { line, observation } in items {
        match json::part::<Observation>(observation, "") {
            Ok(observation) => {
                lines.push(line);
                observations.push(observation);
            }
            Err(problem) => recorded.reject(line, &problem),
        }
    }
    let outcome = client.observe_batch(observations).await.map_err(|error| {
        refused(
            &format!("cannot record the rows from line {first} on"),
            error,
        )
    })?;
    for (line, result) in lines.into_iter().zip(outcome.results) {
        match result.status {
            OutcomeStatus::Recorded => recorded.add(result.collapsed),
            OutcomeStatus::Duplicate => recorded.duplicates += 1,
            OutcomeStatus::Quarantined => recorded.quarantined += 1,
            OutcomeStatus::Rejected => {
                let errors = result.problem.map(|problem| problem.errors);
                let details = errors.into_iter().flatten();
                let details = details.map(|error| format!("{}: {}", error.pointer, error.detail));
                recorded.rejected.push(BadLine {
                    line,
                    reason: details.collect::<Vec<_>>().join("; "),
                });
            }
        }
    }
    Ok(recorded)
}

impl Recorded {
    fn add(&mut self, collapsed: bool) {
        self.new += 1;
        self.collapsed += u64::from(collapsed);
    }

    fn reject(&mut self, line: u64, problem: &Problem) {
        let errors = problem.errors.iter();
        let details = errors.map(|error| format!("{}: {}", error.pointer, error.detail));
        let details: Vec<_> = details.collect();
        self.rejected.push(BadLine {
            line,
            reason: match details.as_slice() {
                [] => problem.detail.clone().into_owned(),
                details => details.join("; "),
            },
        });
    }
}
