//! Which server a command talks to.

use clap::Args;
use selfmodel_client::{Client, Error};

use super::CliError;

/// Where the server is and how to be let in.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// Address of the server
    #[arg(long, value_name = "URL", env = "SELFMODEL_URL", default_value = DEFAULT_URL)]
    url: String,
    /// Key to call with
    #[arg(
        long,
        value_name = "KEY",
        env = "SELFMODEL_KEY",
        hide_env_values = true
    )]
    key: Option<String>,
}

const DEFAULT_URL: &str = "http://127.0.0.1:8080";

impl Target {
    /// A client of the server.
    pub(super) fn client(&self) -> Result<Client, CliError> {
        let Some(key) = &self.key else {
            return Err(CliError::Usage(
                "a key is needed to call the server: give --key KEY or set SELFMODEL_KEY"
                    .to_owned(),
            ));
        };
        Client::new(&self.url, key).map_err(|error| refused("cannot call the server", error))
    }
}

/// A failed call, with what to do about it.
pub(super) fn refused(doing: &str, error: Error) -> CliError {
    let advice = error.advice();
    let problem = error.refusal().and_then(|refusal| refusal.problem.as_ref());
    let errors = problem.iter().flat_map(|problem| &problem.errors);
    let details: Vec<_> = errors
        .map(|error| format!("\n  {}: {}", error.pointer, error.detail))
        .collect();
    CliError::failed(doing, error).with_help(format!("{advice}{}", details.concat()))
}

/// Runs an asynchronous command.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::failed("cannot start the runtime", error))?;
    runtime.block_on(work)
}
