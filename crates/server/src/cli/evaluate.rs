//! `selfmodel evaluate`: are the beliefs right, measured on real data?

use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use indicatif::ProgressBar;
use selfmodel_evaluation::{Inputs, Report, evaluate};

use super::{CliError, output};

/// Measure on real data whether beliefs are right
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Evaluate {
    /// Commits as CSV, as examples/commits/extract.py writes them
    #[arg(value_name = "FILE")]
    commits: PathBuf,
    /// Also evaluate on MovieLens: the directory with movies.csv and ratings.csv
    #[arg(long, value_name = "DIRECTORY")]
    movielens: Option<PathBuf>,
    /// Also evaluate skills: answers of students, in the form of ASSISTments
    #[arg(long, value_name = "FILE")]
    assistments: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// Write the reliability diagrams as a picture
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  examples/commits/extract.py ~/src/*/ > commits.csv
  selfmodel evaluate commits.csv                       the table, and a reliability diagram
  selfmodel evaluate commits.csv --svg reliability.svg
  selfmodel evaluate commits.csv --json                for scripts

What people did is replayed through the very code that the server runs; beliefs are read along the
way and held against what came next. Intervals resample people. Exit code 1: a target is missed.";

impl Evaluate {
    pub(super) fn run(self) -> Result<(), CliError> {
        let report = self.measure()?;
        if let Some(path) = &self.svg {
            write(path, &report.svg())?;
        }
        let text = if self.json {
            report.json()
        } else {
            report.text()
        };
        output::line(text.trim_end())?;
        if report.passes() {
            Ok(())
        } else {
            Err(CliError::Findings)
        }
    }

    fn measure(&self) -> Result<Report, CliError> {
        let inputs = Inputs {
            commits: self.commits.clone(),
            movielens: self.movielens.clone(),
            assistments: self.assistments.clone(),
        };
        let spinner = if std::io::stderr().is_terminal() {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        spinner.enable_steady_tick(Duration::from_millis(100));
        let report = evaluate(&inputs, &|begun| spinner.set_message(begun.to_owned()));
        spinner.finish_and_clear();
        report.map_err(|error| {
            let help = "the file is CSV with a header; examples/commits/README.md has its columns";
            CliError::failed("cannot evaluate", error).with_help(help.into())
        })
    }
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    std::fs::write(path, text)
        .map_err(|error| CliError::failed(format!("cannot write {}", path.display()), error))
}
