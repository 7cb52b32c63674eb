//! The binary: parse arguments, run, turn the outcome into an exit code.

use std::{error::Error as _, io::Write as _, process::ExitCode};

use clap::Parser as _;
use selfmodel_inventory::{Exit, cli::Cli, commands};

/// Syntax trees are many small allocations in every thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(&Cli::parse()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let mut message = format!("error: {error}");
            let mut cause = error.source();
            while let Some(source) = cause {
                message = format!("{message}: {source}");
                cause = source.source();
            }
            // Nothing is left to do when standard error is closed.
            drop(writeln!(std::io::stderr(), "{message}"));
            Exit::Error.into()
        }
    }
}
