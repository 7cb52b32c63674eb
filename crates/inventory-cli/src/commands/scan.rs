//! `scan PATH…`: find the mechanisms and render them.

use super::{output::write_with, source};
use crate::{Error, Exit, cli::ScanArguments, report};

pub(super) fn run(arguments: &ScanArguments) -> Result<Exit, Error> {
    let result = source::load(&arguments.tree)?;
    let output = &arguments.output;
    write_with(output.output.as_deref(), |out| {
        report::write(out, arguments.format, &result, output.paint())
    })?;
    Ok(Exit::Clean)
}
