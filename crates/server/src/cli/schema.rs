//! `selfmodel schema`: what can be observed and believed.

mod apply;
mod check;
mod diff;
mod show;

use std::path::Path;

use clap::Subcommand;
use selfmodel_core::schema::{Class, Parsed, parse};

use super::{CliError, output};

/// Check, compare, apply and show schemas
#[derive(Debug, Subcommand)]
pub(super) enum Schema {
    Check(check::Check),
    Diff(diff::Diff),
    Apply(apply::Apply),
    Show(show::Show),
}

impl Schema {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self {
            Self::Check(check) => check.run(),
            Self::Diff(diff) => diff.run(),
            Self::Apply(apply) => apply.run(),
            Self::Show(show) => show.run(),
        }
    }
}

/// The text of a schema file.
fn read(path: &Path) -> Result<String, CliError> {
    let text = std::fs::read_to_string(path);
    text.map_err(|error| CliError::failed(format!("cannot read {}", path.display()), error))
}

/// Checks the schema at `path` and shows what is wrong with it, and what its author should look at.
fn checked(path: &Path, text: &str) -> Result<Parsed, CliError> {
    match parse(&path.display().to_string(), text) {
        Ok(parsed) => {
            if !parsed.warnings.is_empty() {
                output::note(&parsed.warnings.render(output::notes_are_colored()));
            }
            Ok(parsed)
        }
        Err(rejected) => {
            output::note(&rejected.render(output::notes_are_colored()));
            Err(CliError::Findings)
        }
    }
}

/// One change of a schema, on a line.
fn change(class: Class, pointer: &str, sentence: &str) -> String {
    let style = match class {
        Class::Compatible => output::GREEN,
        Class::Narrows | Class::Refolds => output::YELLOW,
        Class::Loses => output::RED,
    };
    let class = output::styled(style, &format!("{:<10}", class.to_string()));
    format!(
        "{class}  {sentence}\n            {}",
        output::styled(output::DIM, pointer)
    )
}
