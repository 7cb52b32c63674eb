//! One file per subcommand; this one only dispatches.

mod baseline;
mod check;
mod completions;
mod diff;
mod draft;
pub mod evaluate;
pub mod explain;
mod output;
pub mod rules;
mod scan;
mod source;

use crate::{
    Error, Exit,
    cli::{Cli, Command},
};

/// Runs the command line.
///
/// # Errors
/// Whatever stops the command; the caller prints it and exits with 2.
pub fn run(cli: &Cli) -> Result<Exit, Error> {
    match &cli.command {
        Command::Scan(arguments) => scan::run(arguments),
        Command::Baseline(arguments) => baseline::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Draft(command) => draft::run(command),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Completions { shell } => completions::run(*shell),
    }
}
