//! `selfmodel schema diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use selfmodel_core::schema::{Class, diff};

use super::{change, checked, read};
use crate::cli::{CliError, output};

/// Say what changes from one schema to another, and what that costs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Diff {
    /// The older schema
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer schema
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Fail when a change costs this much or more
    #[arg(long, value_enum, value_name = "CLASS")]
    deny: Option<Cost>,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel schema diff schema.v2.toml schema.toml
  selfmodel schema diff <(git show main:schema.toml) schema.toml --deny loses
      in CI: fail a change by which logged observations say less than they did

What a change costs:
  compatible  nothing
  narrows     something that features write or read is refused from now on
  refolds     users are folded anew from the log, in the background
  loses       the same, and logged observations say less than they did

`selfmodel schema apply FILE --dry-run` compares with the schema of a server and shows which
beliefs would change. Exit code 1 when --deny is met.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Cost {
    Narrows,
    Refolds,
    Loses,
}

impl Diff {
    pub(super) fn run(self) -> Result<(), CliError> {
        let old = checked(&self.old, &read(&self.old)?)?.schema;
        let new = checked(&self.new, &read(&self.new)?)?.schema;
        let diff = diff(&old, &new);
        if diff.is_empty() {
            return output::line("nothing changes");
        }
        for found in &diff.changes {
            output::line(&change(found.class, &found.pointer, &found.sentence))?;
        }
        let denied = self.deny.map(|cost| match cost {
            Cost::Narrows => Class::Narrows,
            Cost::Refolds => Class::Refolds,
            Cost::Loses => Class::Loses,
        });
        if denied.is_some_and(|denied| diff.class() >= denied) {
            return Err(CliError::Findings);
        }
        Ok(())
    }
}
