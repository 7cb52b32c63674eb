//! Measures on real data whether beliefs are right.
mod baselines;
mod bench;
mod data;
mod error;
mod protocol;
mod rates;
mod replay;
mod report;
mod statistics;

use std::{borrow::Cow, path::PathBuf};

use self::bench::prediction;
pub use self::{
    error::Error,
    report::{Comparison, Diagram, Measurement, Report, Target},
};

/// The data to evaluate on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Commits, as the extractor writes them.
    pub commits: PathBuf,
    /// A directory with the `movies.csv` and `ratings.csv` of MovieLens.
    pub movielens: Option<PathBuf>,
    /// A file of answers in the form of ASSISTments.
    pub assistments: Option<PathBuf>,
}

/// Runs all benches for which data is given. `progress` is told what begins.
pub fn evaluate(inputs: &Inputs, progress: &dyn Fn(&str)) -> Result<Report, Error> {
    let mut report = Report::default();
    progress("reading commits");
    let commits = data::commits::read(&inputs.commits)?;
    progress("B1 prediction");
    let bounds = prediction::Bounds {
        reported_accuracy: 0.86,
        coverage: 0.55,
    };
    report.add(bench::prediction("B1", "commits", &commits, bounds));
    progress("B2 cold start");
    let never_worse = [Target::AtMost(0.0); 5];
    report.add(bench::cold_start(
        "B2",
        "commits",
        &commits,
        never_worse,
        &|person, _| Cow::Borrowed(person),
    ));
    progress("B3 buggy source");
    report.add(bench::buggy_source("B3", "commits", &commits));
    progress("B5 regime change");
    report.add(bench::regime_change("B5", "commits", &commits));
    progress("B7 numbers");
    report.add(bench::number("B7", "subject length", &commits));
    progress("B6 invariance");
    report.add(bench::invariance("B6", &commits));
    Ok(report)
}
