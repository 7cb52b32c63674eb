//! Logging to standard error: structured, and without anything that tells of a person.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, LogSettings};

/// Why logging could not begin.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is none.
    #[error("reading `log.filter` {filter:?}")]
    Filter {
        /// What was set.
        filter: String,
        /// Why it is none.
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
    /// Something in this process logs already.
    #[error("starting the log")]
    Started(#[from] tracing_subscriber::util::TryInitError),
}

/// Begins to log. Call it once.
pub fn start(settings: &LogSettings) -> Result<(), TelemetryError> {
    let filter = EnvFilter::builder()
        .parse(&settings.filter)
        .map_err(|source| TelemetryError::Filter {
            filter: settings.filter.clone(),
            source,
        })?;
    let terminal = io::stderr().is_terminal();
    let registry = tracing_subscriber::registry().with(filter);
    let pretty = match settings.format {
        LogFormat::Auto => terminal,
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    if pretty {
        let color = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let lines = fmt::layer().with_writer(io::stderr).with_target(false);
        registry.with(lines.with_ansi(color)).try_init()?;
    } else {
        let lines = fmt::layer().with_writer(io::stderr).json();
        let lines = lines.with_span_list(false);
        registry.with(lines.flatten_event(true)).try_init()?;
    }
    std::panic::set_hook(Box::new(|panic| {
        // The message of a panic may hold data of a user; its place does not.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place = place.unwrap_or_default(), "defect: a task panicked");
    }));
    Ok(())
}
