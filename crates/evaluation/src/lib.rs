//! Measures on real data whether beliefs are right.
//!
//! What people did is replayed through the core as it stands: rows are folded by
//! `fold::advance`, beliefs read by `belief::Reader`, base rates and trust computed by
//! `calibration`. The harness adds the protocols, the truth, the baselines and the intervals; no
//! formula of a belief is repeated here (but once, in a test, to check it).
//!
//! The protocols leave some things open. They were settled so that the published counts and
//! baselines come out:
//!
//! * Six dimensions of the commits take part in B1, B2, B3 and B5: those with finite outcomes.
//!   With the half of odd ids (the last hexadecimal digit) and ten observations to come this gives
//!   15,256 queries on the open data; even ids give the base rates, from the first ten observations
//!   in each repository, one vote a person, shrunk by the core's ten people.
//! * B1 reads neutral with base rates of the population and without those of sources.
//! * A tie among baselines goes to the value seen later, as in the core.
//! * A confidence of exactly 0.7 counts as reported, which gives the window of ten more coverage
//!   than published.
//! * B3 deals whole commits and pools three deals, so that luck in dealing weighs less.
//! * In the commits, times are coarsened to the day. Rows of one day keep the order of the file;
//!   other features' evidence counts from the day before only.
//!
//! Each bench says in its own file what it does.

mod baselines;
mod bench;
mod data;
mod error;
mod protocol;
mod rates;
mod replay;
mod report;
mod statistics;

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use self::{
    bench::{cold_start, prediction},
    data::{Dataset, Half, Person},
};
pub use self::{
    error::Error,
    report::{Comparison, Diagram, Measurement, Report, Target},
};

/// Fewest rows of a person that all benches can use.
const LEAST_ROWS: usize = 40;

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
    evaluate_commits(&inputs.commits, &mut report, progress)?;
    if let Some(directory) = &inputs.movielens {
        evaluate_films(directory, &mut report, progress)?;
    }
    if let Some(file) = &inputs.assistments {
        progress("B8 skills");
        let answers = data::assistments::read(file)?;
        report.add(bench::ordinal("B8", "skills", &answers));
    }
    Ok(report)
}

fn evaluate_commits(
    path: &Path,
    report: &mut Report,
    progress: &dyn Fn(&str),
) -> Result<(), Error> {
    const NAME: &str = "commits";
    progress("reading commits");
    let commits = data::commits::read(path)?;
    check_size(&commits, path)?;
    progress("B1 prediction");
    let bounds = prediction::Bounds {
        reported_accuracy: 0.86,
        coverage: 0.55,
    };
    report.add(bench::prediction("B1", NAME, &commits, bounds));
    progress("B2 cold start");
    let never_worse = [Target::AtMost(0.0); 5];
    let as_it_was: cold_start::Arrange<'_> = &|person, _| Cow::Borrowed(person);
    report.add(bench::cold_start(
        "B2",
        NAME,
        &commits,
        never_worse,
        as_it_was,
    ));
    progress("B3 buggy source");
    report.add(bench::buggy_source("B3", NAME, &commits));
    progress("B5 regime change");
    report.add(bench::regime_change("B5", NAME, &commits));
    progress("B6 invariance");
    report.add(bench::invariance("B6", &commits));
    progress("B7 numbers");
    report.add(bench::number("B7", "subject length", &commits));
    Ok(())
}

fn evaluate_films(
    directory: &Path,
    report: &mut Report,
    progress: &dyn Fn(&str),
) -> Result<(), Error> {
    const NAME: &str = "MovieLens";
    progress("reading MovieLens");
    let films = data::movielens::read(directory)?;
    progress("B1 prediction, MovieLens");
    let bounds = prediction::Bounds {
        reported_accuracy: 0.77,
        coverage: 0.44,
    };
    report.add(bench::prediction("B1-movielens", NAME, &films, bounds));
    progress("B2 cold start, MovieLens");
    let better = Target::AtMost(-0.1);
    let bounds = [better, better, better, Target::None, Target::None];
    let arrange = bench::one_after_the_other(&films);
    report.add(bench::cold_start(
        "B2-movielens",
        NAME,
        &films,
        bounds,
        &arrange,
    ));
    Ok(())
}

/// Each bench needs somebody to measure, and somebody else to take base rates from.
fn check_size(dataset: &Dataset, path: &Path) -> Result<(), Error> {
    let people = |half| {
        let busy = |person: &&Person| person.rows.len() >= LEAST_ROWS;
        dataset.half(half).filter(busy).count()
    };
    if people(Half::Rates) > 0 && people(Half::Figures) > 0 {
        return Ok(());
    }
    Err(Error::TooSmall {
        path: path.into(),
        reason: format!(
            "at least one person whose id ends in an even digit and one in an odd one must have \
             {LEAST_ROWS} rows"
        ),
    })
}
