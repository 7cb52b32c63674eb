//! `scan PATH…`: find the mechanisms and render them.

use std::{fs, io::Write as _, path::Path};

use super::source;
use crate::{Error, Exit, cli::ScanArguments, report};

pub(super) fn run(arguments: &ScanArguments) -> Result<Exit, Error> {
    let result = source::load(&arguments.tree)?;
    let output = &arguments.output;
    let text = report::render(arguments.format, &result, output.paint())?;
    write_output(output.output.as_deref(), &text)?;
    Ok(Exit::Clean)
}

/// Writes to `path`, or to standard output; a reader that went away is no error.
pub(super) fn write_output(path: Option<&Path>, text: &str) -> Result<(), Error> {
    if let Some(path) = path {
        return fs::write(path, text).map_err(|source| Error::Write {
            path: path.to_owned(),
            source,
        });
    }
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(source) if source.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Write {
            path: "standard output".into(),
            source,
        }),
        _ => Ok(()),
    }
}
