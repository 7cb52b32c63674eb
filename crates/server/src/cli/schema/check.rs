//! `selfmodel schema check`.

use std::path::PathBuf;

use clap::Args;

use super::{checked, read};
use crate::cli::{CliError, output};

/// Explain every mistake of a schema
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Check {
    /// The schemas
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel schema check schema.toml
  selfmodel schema check schemas/*.toml

Every mistake is shown beside the text that makes it, with what to write instead. Nothing is
applied and no server is asked. Exit code 0 when every schema checks, 1 when one does not.";

impl Check {
    pub(super) fn run(self) -> Result<(), CliError> {
        let mut ended = Ok(());
        for path in self.files {
            let text = read(&path)?;
            match checked(&path, &text) {
                Ok(parsed) => {
                    let schema = &parsed.schema;
                    output::line(&format!(
                        "{} {}: version {}, {} dimensions, {} contexts, {} features, {} actions",
                        output::styled(output::GREEN, "fine"),
                        path.display(),
                        schema.version,
                        schema.dimensions.len(),
                        schema.contexts.len(),
                        schema.features.len(),
                        schema.actions.len(),
                    ))?;
                }
                Err(error) => ended = Err(error),
            }
        }
        ended
    }
}
