//! The command line. Each subcommand has its arguments here and its work in `commands/`.

use std::{io::IsTerminal as _, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::{mechanism::DEFAULT_CONFIDENCE, report::OutputFormat, scan::ScanOptions};

/// Find every personalization mechanism in a codebase: where user understanding is stored, in which
/// format, by which logic, and which features use it.
#[derive(Debug, Parser)]
#[command(name = "selfmodel-inventory", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel-inventory scan .
  selfmodel-inventory scan ./app ./web --format json --output inventory.json

Exit codes: 0 fine, 1 findings or a failed check, 2 an error of use or environment.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the mechanisms of a codebase and report them
    Scan(ScanArguments),
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Arguments of `scan`.
#[derive(Debug, Args)]
pub struct ScanArguments {
    /// What to scan and how.
    #[command(flatten)]
    pub tree: TreeArguments,
    /// Output format
    #[arg(long, short, value_enum, default_value = "json")]
    pub format: OutputFormat,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

/// What every command that scans takes.
#[derive(Debug, Args)]
pub struct TreeArguments {
    /// Files and directories to scan
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Leave out mechanisms below this confidence (0 to 100)
    #[arg(long, default_value_t = DEFAULT_CONFIDENCE, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_confidence: u8,
    /// Worker threads; 0 takes one per processor. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Configuration file [default: the nearest selfmodel-inventory.toml at or above the first path]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keep parsed files in this directory, so that the next scan is faster
    #[arg(long, value_name = "DIRECTORY")]
    pub cache: Option<PathBuf>,
    /// Parse every source file, also those without any word the rules look for (slow, for audits)
    #[arg(long)]
    pub no_prefilter: bool,
    /// Leave source lines out of the report
    #[arg(long)]
    pub no_snippets: bool,
}

impl TreeArguments {
    /// The scan these arguments ask for; the progress bar shows on a terminal only.
    #[must_use]
    pub fn options(&self) -> ScanOptions {
        ScanOptions {
            paths: self.paths.clone(),
            min_confidence: self.min_confidence,
            threads: self.threads,
            config: self.config.clone(),
            cache: self.cache.clone(),
            no_prefilter: self.no_prefilter,
            no_snippets: self.no_snippets,
            progress: std::io::stderr().is_terminal(),
        }
    }
}
