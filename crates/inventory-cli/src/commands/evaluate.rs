//! `evaluate FILE…`: scan the labelled repositories and print the table.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::write_output;
use crate::{
    Error, Exit,
    evaluate::{Evaluation, Truth, evaluate, ratio},
    mechanism::DEFAULT_CONFIDENCE,
    scan::{ScanOptions, scan},
};

/// Arguments of `evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArguments {
    /// Truth files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Directory that holds one checkout per truth file, named like it [default: `trees` beside the file]
    #[arg(long, value_name = "DIRECTORY")]
    pub trees: Option<PathBuf>,
    /// Confidence findings must have
    #[arg(long, value_name = "N")]
    pub min_confidence: Option<u8>,
    /// Parse every file: what is found only so is a hole in the prefilter
    #[arg(long)]
    pub no_prefilter: bool,
    /// List what was missed and what is doubtful
    #[arg(long)]
    pub details: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

pub(super) fn run(arguments: &EvaluateArguments) -> Result<Exit, Error> {
    let mut all = Vec::new();
    for file in &arguments.files {
        let truth = Truth::read(file)?;
        let tree = tree_of(file, &truth, arguments)?;
        let report = scan(&ScanOptions {
            paths: vec![tree],
            min_confidence: arguments.min_confidence.unwrap_or(DEFAULT_CONFIDENCE),
            threads: 0,
            config: None,
            cache: None,
            no_prefilter: arguments.no_prefilter,
            no_snippets: true,
            progress: false,
        })?;
        all.push(evaluate(file, &report)?);
    }
    let mut total = Evaluation {
        repository: "together".to_owned(),
        ..Evaluation::default()
    };
    for evaluation in &all {
        total.add(evaluation);
    }
    let text = if arguments.json {
        serde_json::to_string_pretty(&all).map_err(|error| Error::Usage(error.to_string()))? + "\n"
    } else {
        table(&all, &total, arguments.details)
    };
    write_output(None, &text)?;
    Ok(Exit::Clean)
}

fn tree_of(file: &Path, truth: &Truth, arguments: &EvaluateArguments) -> Result<PathBuf, Error> {
    let stem = file.file_stem().unwrap_or_default();
    let trees = arguments
        .trees
        .clone()
        .unwrap_or_else(|| file.with_file_name("trees"));
    let tree = trees.join(stem);
    if tree.is_dir() {
        return Ok(tree);
    }
    Err(Error::Usage(format!(
        "the tree of {} is not at {}; check out {} at commit {} there, or name its parent with --trees",
        file.display(),
        tree.display(),
        truth.repo,
        truth.commit
    )))
}

const HEADING: [&str; 13] = [
    "repository",
    "findings",
    "core recall",
    "high",
    "medium",
    "low",
    "precision",
    "unlabelled",
    "negatives hit",
    "kind",
    "format",
    "inference",
    "richness",
];

fn table(all: &[Evaluation], total: &Evaluation, details: bool) -> String {
    let mut rows = vec![HEADING.map(ToOwned::to_owned)];
    rows.extend(all.iter().chain([total]).map(row));
    let mut lines = aligned(&rows);
    let kinds = total.by_kind.iter();
    let kinds: Vec<String> = kinds
        .map(|(kind, found, all)| format!("{kind} {found}/{all}"))
        .collect();
    lines.push(format!("\nCore recall by kind: {}", kinds.join(", ")));
    lines.push(
        "Precision counts every unlabelled finding as wrong; a look at them gives the true figure."
            .to_owned(),
    );
    if details {
        for evaluation in all {
            let (repository, missed) = (&evaluation.repository, evaluation.missed.join(", "));
            lines.push(format!("\n{repository}: missed {missed}"));
            lines.extend(evaluation.doubtful.iter().map(|it| format!("  ? {it}")));
        }
    }
    lines.join("\n") + "\n"
}

/// The rows with every column as wide as its widest cell.
fn aligned(rows: &[[String; 13]]) -> Vec<String> {
    let mut widths = [0; 13];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.len().max(*width);
        }
    }
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}", width = *width))
            .collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect()
}

fn row(evaluation: &Evaluation) -> [String; 13] {
    let share = |counts: (u32, u32)| format!("{}/{}", counts.0, counts.1);
    let percent = |value: f64| format!("{:.0} %", value * 100.0);
    [
        evaluation.repository.clone(),
        evaluation.findings.to_string(),
        format!(
            "{} {}",
            share(evaluation.core),
            percent(ratio(evaluation.core))
        ),
        share(evaluation.high),
        share(evaluation.medium),
        share(evaluation.low),
        percent(evaluation.precision()),
        evaluation.unlabelled.to_string(),
        share(evaluation.negatives),
        percent(ratio(evaluation.kind)),
        percent(ratio(evaluation.format)),
        percent(ratio(evaluation.inference)),
        percent(ratio(evaluation.richness)),
    ]
}
