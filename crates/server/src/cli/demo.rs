//! `selfmodel demo`.

use std::{net::SocketAddr, time::Duration};

use clap::Args;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::{CliError, output};
use crate::{
    config::{HttpSettings, Settings, StoreSettings, StoreUrl},
    demo::{self, Cast, DemoError, Screen},
    metrics,
    serving::{Serving, told_to_stop},
};

/// Play the story of one user in a product with four features, on a server of its own
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Demo {
    /// Stop after the story, instead of staying up until Ctrl-C
    #[arg(long)]
    exit: bool,
    /// Time between two lines; by default a reader's on a terminal, none elsewhere
    #[arg(long, value_name = "MILLISECONDS")]
    pace: Option<u64>,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel demo                      the story, then a server to try
  selfmodel demo --exit --pace 0      the story at once, and no more

Everything is real: a server on a temporary SQLite store, called through its HTTP API with a key
for each feature. Nothing is left behind.";

impl Demo {
    pub(super) fn run(self) -> Result<(), CliError> {
        let folder = tempfile::Builder::new()
            .prefix("selfmodel-demo-")
            .tempdir()
            .map_err(|error| CliError::failed("cannot make a temporary folder", error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| CliError::failed("cannot start the runtime", error))?;
        runtime.block_on(self.serve(&folder))
    }

    async fn serve(&self, folder: &TempDir) -> Result<(), CliError> {
        let stop =
            told_to_stop().map_err(|error| CliError::failed("cannot listen for signals", error))?;
        let metrics = metrics::install()
            .map_err(|error| CliError::failed("cannot collect metrics", error))?;
        let serving = Serving::start(self.settings(folder), metrics)
            .await
            .map_err(|error| CliError::failed("cannot start the server", error))?;
        let address = format!("http://{}", serving.address);
        let key = serving.admin_key.as_ref();
        let key = key.map_or_else(String::new, |key| key.expose().to_owned());
        let over = CancellationToken::new();
        let running = tokio::spawn(serving.until(over.clone().cancelled_owned()));
        let told = tokio::select! {
            told = self.tell(&address, &key) => told,
            () = stop => Ok(()),
        };
        over.cancel();
        let ended = running
            .await
            .map_err(|error| CliError::failed("the server broke off", error))?;
        told?;
        ended.map_err(|error| CliError::failed("the server had to give up", error))
    }

    async fn tell(&self, address: &str, key: &str) -> Result<(), CliError> {
        let mut screen = Screen::new(self.pace.map(Duration::from_millis));
        let cast = Cast::gather(address, key).await.map_err(broke_off)?;
        demo::play(&cast, &mut screen).await.map_err(broke_off)?;
        if self.exit {
            return Ok(());
        }
        demo::farewell(&cast, address, &mut screen).map_err(broke_off)?;
        output::note("\nThe server stays up until Ctrl-C; then all of this is gone.");
        std::future::pending().await
    }

    fn settings(&self, folder: &TempDir) -> Settings {
        Settings {
            http: HttpSettings {
                listen: self.listen,
                // Nobody has work in flight here.
                shutdown_timeout: selfmodel_core::time::Millis::seconds(1),
                ..HttpSettings::default()
            },
            store: StoreSettings {
                url: StoreUrl::Sqlite(folder.path().join("demo.db")),
                ..StoreSettings::default()
            },
            ..Settings::default()
        }
    }
}

fn broke_off(error: DemoError) -> CliError {
    match error {
        DemoError::OutputClosed(_) => CliError::OutputClosed,
        DemoError::Call(source) => CliError::failed("the story broke off", source),
        DemoError::Rejected => CliError::failed("the story broke off", error),
    }
}
