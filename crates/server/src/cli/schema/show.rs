//! `selfmodel schema show`.

use clap::Args;

use crate::cli::{
    CliError, output,
    target::{Target, block_on, refused},
};

/// Print the schema in force, as it was applied
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  selfmodel schema show > schema.toml")]
pub(in crate::cli) struct Show {
    #[command(flatten)]
    target: Target,
}

impl Show {
    pub(super) fn run(self) -> Result<(), CliError> {
        let client = self.target.client()?;
        let document = block_on(async {
            let document = client.schema().await;
            document.map_err(|error| refused("cannot read the schema", error))
        })?;
        output::note(&format!(
            "version {}, applied {}",
            document.version, document.applied_at
        ));
        output::line(document.text.trim_end())
    }
}
