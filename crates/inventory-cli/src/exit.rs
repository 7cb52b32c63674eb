//! Exit codes, the same for every subcommand.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything is fine; a scan that finds mechanisms is fine.
    Clean,
    /// A check failed, or a comparison found what it was asked to find.
    Findings,
    /// The command was used wrongly or the environment failed it.
    Error,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Error => Self::from(2),
        }
    }
}
