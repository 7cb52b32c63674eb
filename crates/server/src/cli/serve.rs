//! `selfmodel serve`.

use std::{collections::HashMap, path::PathBuf};

use clap::Args;

use super::{CliError, output};
use crate::{
    config::{self, LogFormat, Settings, Source},
    metrics,
    serving::{Serving, told_to_stop},
    telemetry,
};

/// Serve the API
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Serve {
    /// Where everything is kept
    #[arg(long, value_name = "URL", help = STORE_HELP)]
    store: Option<String>,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// A schema to apply at the start, by the rules of PUT /v1/schema
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Settings; without it selfmodel.toml is read if it exists
    #[arg(long, value_name = "FILE", env = "SELFMODEL_CONFIG")]
    config: Option<PathBuf>,
    /// What is logged: error, warn, info, debug, trace, or directives
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
    /// How a line of the log looks
    #[arg(long, value_enum, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

const STORE_HELP: &str =
    "Where everything is kept: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE";
const EXAMPLES: &str = "\
Examples:
  selfmodel serve --schema schema.toml
      on the file selfmodel.db in this directory, at 127.0.0.1:8080
  selfmodel serve --store postgres://selfmodel@db/selfmodel --listen 0.0.0.0:8080
      in production, behind a proxy that speaks TLS
  SELFMODEL_ADMIN_KEY=… SELFMODEL_HTTP__LISTEN=127.0.0.1:9000 selfmodel serve
      settings from the environment; selfmodel.example.toml describes every one

The first start on a store prints the admin key once, unless SELFMODEL_ADMIN_KEY sets it.
The server is ready when GET /readyz answers 200 and stops on SIGTERM or Ctrl-C: it finishes what
it accepted. Exit code 0 after such a stop, 2 when it could not start or had to give up.";

impl Serve {
    pub(super) fn run(self) -> Result<(), CliError> {
        let settings = self.settings()?;
        telemetry::start(&settings.log)
            .map_err(|error| CliError::failed("cannot start the log", error))?;
        let metrics = metrics::install()
            .map_err(|error| CliError::failed("cannot collect metrics", error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| CliError::failed("cannot start the runtime", error))?;
        runtime.block_on(async {
            let told = told_to_stop()
                .map_err(|error| CliError::failed("cannot listen for signals", error))?;
            let serving = Serving::start(settings, metrics)
                .await
                .map_err(|error| CliError::failed("cannot start the server", error))?;
            announce(&serving)?;
            serving
                .until(told)
                .await
                .map_err(|error| CliError::failed("the server had to give up", error))
        })
    }

    fn settings(self) -> Result<Settings, CliError> {
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        let format = self.log_format.map(|format| match format {
            LogFormat::Auto => "auto".to_owned(),
            LogFormat::Pretty => "pretty".to_owned(),
            LogFormat::Json => "json".to_owned(),
        });
        let flags = [
            ("store.url", self.store),
            ("http.listen", self.listen),
            ("schema.file", self.schema.map(path)),
            ("log.filter", self.log),
            ("log.format", format),
        ];
        let flags = flags.into_iter();
        let source = Source {
            file: self.config,
            environment: environment(),
            flags: flags
                .filter_map(|(key, value)| Some((key, value?)))
                .collect(),
        };
        config::load(source).map_err(|error| CliError::failed("cannot read the settings", error))
    }
}

/// Prints what is shown once, and where the server is.
fn announce(serving: &Serving) -> Result<(), CliError> {
    if let Some(key) = &serving.admin_key {
        output::line(&format!(
            "Admin key, shown once and kept only as a hash: {}",
            key.expose()
        ))?;
    }
    output::line(&format!("Serving at http://{}", serving.address))
}

/// The environment, without what is no text and so no setting.
fn environment() -> HashMap<String, String> {
    let variables = std::env::vars_os();
    variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}
