//! How a command ends when it does not end well.

use std::{error::Error, process::ExitCode};

use super::output;

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// It ran, and what it found is not fine. It has said so itself.
    #[error("the check found something")]
    Findings,
    /// It could not run.
    #[error("{doing}")]
    Failed {
        /// What was attempted.
        doing: String,
        /// Why it failed.
        #[source]
        source: Box<dyn Error + Send + Sync>,
        /// What to do about it.
        help: Option<String>,
    },
    /// It was called in a way that cannot work.
    #[error("{0}")]
    Usage(String),
    /// Nobody reads the output any more, as with `| head`.
    #[error("the output is closed")]
    OutputClosed,
}

impl CliError {
    /// A failure of `doing` something.
    pub fn failed(
        doing: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Failed {
            doing: doing.into(),
            source: source.into(),
            help: None,
        }
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn with_help(mut self, text: String) -> Self {
        if let Self::Failed { help, .. } = &mut self {
            *help = Some(text);
        }
        self
    }

    /// Says what went wrong, with every cause, and gives the exit code.
    #[must_use]
    pub fn report(&self) -> ExitCode {
        let help = match self {
            Self::Findings => return ExitCode::from(1),
            Self::OutputClosed => return ExitCode::SUCCESS,
            Self::Failed { help, .. } => help.as_deref(),
            Self::Usage(_) => None,
        };
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let said = error.to_string();
            // Some libraries repeat their cause in their own text.
            if !text.ends_with(&said) {
                text = format!("{text}: {said}");
            }
            cause = error.source();
        }
        output::error(&text);
        if let Some(help) = help {
            output::help(help);
        }
        ExitCode::from(2)
    }
}
