//! The command line. Each subcommand has its arguments here and its work in `commands/`.

use std::{io::IsTerminal as _, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::{
    check::CheckFormat,
    commands::{evaluate::EvaluateArguments, explain::ExplainArguments, rules::RulesArguments},
    diff::DiffFormat,
    mechanism::DEFAULT_CONFIDENCE,
    report::{OutputFormat, Paint},
    scan::ScanOptions,
};

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
  selfmodel-inventory scan --from inventory.json --format html --output inventory.html

Exit codes: 0 fine, 1 findings or a failed check, 2 an error of use or environment.";

const CHECK_EXAMPLES: &str = "\
Examples:
  selfmodel-inventory baseline . --output personalization-baseline.toml
  selfmodel-inventory check . --baseline personalization-baseline.toml
  selfmodel-inventory check . --baseline personalization-baseline.toml --format sarif --output check.sarif

Exits with 1 when a new silo was found. Moved code, renamed stores, copies kept in step and bridged mechanisms
are no new silos; let one in by an exception with a reason in the baseline.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the mechanisms of a codebase and report them
    Scan(ScanArguments),
    /// Write down the mechanisms of a codebase as accepted, for `check`
    Baseline(BaselineArguments),
    /// Fail when a mechanism is a new silo of a dimension that the baseline holds
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// Measure the scanner against hand-labelled repositories
    Evaluate(EvaluateArguments),
    /// Compare two JSON reports: what came, went, was migrated or renamed
    Diff(DiffArguments),
    /// Draft a schema or bridges for the shared self-model
    #[command(subcommand)]
    Draft(DraftCommand),
    /// Say why a mechanism was found, linked and scored so
    Explain(ExplainArguments),
    /// List the rules, or run their samples
    Rules(RulesArguments),
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
    #[arg(long, short, value_enum, default_value = "terminal")]
    pub format: OutputFormat,
    /// Where the report goes.
    #[command(flatten)]
    pub output: OutputArguments,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The older report, as printed by `scan --format json`
    #[arg(value_name = "OLD.json")]
    pub old: PathBuf,
    /// The newer report
    #[arg(value_name = "NEW.json")]
    pub new: PathBuf,
    /// Output format
    #[arg(long, short, value_enum, default_value = "terminal")]
    pub format: DiffFormat,
    /// Exit with 1 when more dimensions are held in silos than before
    #[arg(long)]
    pub fail_on_growth: bool,
    /// Where the diff goes.
    #[command(flatten)]
    pub output: OutputArguments,
}

/// What to draft.
#[derive(Debug, Subcommand)]
pub enum DraftCommand {
    /// A schema that unifies what the silos hold, with its questions
    Schema(DraftArguments),
    /// A bridge configuration per mechanism; `--output` names a directory
    Bridges(DraftArguments),
}

/// Arguments of `draft`.
#[derive(Debug, Args)]
pub struct DraftArguments {
    /// What to scan and how.
    #[command(flatten)]
    pub tree: TreeArguments,
    /// Write here instead of to standard output; files that are there already are kept
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Overwrite files that are there already
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub struct BaselineArguments {
    /// What to scan and how.
    #[command(flatten)]
    pub tree: TreeArguments,
    /// The baseline file; one that is there already is renewed and keeps its exceptions
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Why silos that are new since the last baseline are let in
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// What to scan and how.
    #[command(flatten)]
    pub tree: TreeArguments,
    /// The baseline file
    #[arg(long, short, value_name = "FILE")]
    pub baseline: PathBuf,
    /// A schema of the shared self-model: its dimensions count as held too
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// Output format
    #[arg(long, short, value_enum, default_value = "terminal")]
    pub format: CheckFormat,
    /// Where the outcome goes.
    #[command(flatten)]
    pub output: OutputArguments,
}

/// Where a report goes and how it looks.
#[derive(Debug, Args)]
pub struct OutputArguments {
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// When to colour; `auto` does on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: ColorChoice,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Columns of what is not a terminal.
const DEFAULT_WIDTH: usize = 100;
/// Narrower than this, tables cannot be read; wider, lines cannot.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=160;

impl OutputArguments {
    /// What the output can show.
    #[must_use]
    pub fn paint(&self) -> Paint {
        let terminal = self.output.is_none() && std::io::stdout().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let width = columns.or_else(|| {
            terminal_size::terminal_size()
                .filter(|_| terminal)
                .map(|(width, _)| usize::from(width.0))
        });
        Paint {
            width: width.map_or(DEFAULT_WIDTH, |width| {
                width.clamp(*WIDTHS.start(), *WIDTHS.end())
            }),
            color: match self.color {
                ColorChoice::Auto => terminal && !dumb && !set("NO_COLOR"),
                ColorChoice::Always => true,
                ColorChoice::Never => false,
            },
        }
    }
}

/// What every command that scans takes.
#[derive(Debug, Args)]
pub struct TreeArguments {
    /// Files and directories to scan
    #[arg(required_unless_present = "from", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Take a stored JSON report instead of scanning
    #[arg(long, value_name = "REPORT.json", conflicts_with = "paths")]
    pub from: Option<PathBuf>,
    /// Mark bridged mechanisms with their stage: bridge configurations (.toml, or a directory of them) and the
    /// JSON of `selfmodel-bridge status --json`
    #[arg(long, value_name = "PATH")]
    pub bridged: Vec<PathBuf>,
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
