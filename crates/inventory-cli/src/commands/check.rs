//! `check PATH --baseline FILE`: fail on a new silo.

use std::path::Path;

use super::{
    output::write_output,
    source::{BASELINE, load, read_text},
};
use crate::{
    Error, Exit,
    baseline::Baseline,
    check::{check, render},
    cli::CheckArguments,
};

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Error> {
    let path = &arguments.baseline;
    if !path.exists() {
        return Err(Error::Usage(format!(
            "there is no baseline at {}: write one with `selfmodel-inventory baseline PATH --output FILE`",
            path.display()
        )));
    }
    let baseline = Baseline::parse(path, &read_text(path, BASELINE)?)?;
    let shared = match &arguments.schema {
        Some(path) => dimensions(path)?,
        None => Vec::new(),
    };
    let report = load(&arguments.tree)?;
    let outcome = check(&report, &baseline, &shared);
    let output = &arguments.output;
    let text = render(arguments.format, &report, &outcome, output.paint())?;
    write_output(output.output.as_deref(), &text)?;
    Ok(if outcome.passed() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// What `--schema` names.
const SCHEMA: &str = "the schema of the shared model (.toml) that --schema names";

/// The dimensions that a schema of the shared model declares.
fn dimensions(path: &Path) -> Result<Vec<String>, Error> {
    let parsed = selfmodel_core::schema::parse(&path.to_string_lossy(), &read_text(path, SCHEMA)?)
        .map_err(|rejected| Error::Invalid {
            path: path.to_owned(),
            what: "schema of the shared model",
            reason: rejected.render(false),
        })?;
    let dimensions = parsed.schema.dimensions.keys();
    Ok(dimensions.map(ToString::to_string).collect())
}
