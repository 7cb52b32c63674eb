//! Measuring a scan against hand-labelled mechanisms.
//!
//! Each finding counts for the nearest label only: the one it shares most names and sites with. Borderline
//! labels leave both sums, a hard negative counts when a finding lies on it and on no mechanism.

mod matching;
mod truth;

use std::path::Path;

use serde::Serialize;

pub use truth::{Label, Truth};

use crate::{Error, mechanism::Report};

/// The figures of one repository, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// Repository.
    pub repository: String,
    /// Findings.
    pub findings: u32,
    /// Core labels found, and all.
    pub core: (u32, u32),
    /// The same, for labels of high, medium and low richness.
    pub high: (u32, u32),
    /// See `high`.
    pub medium: (u32, u32),
    /// See `high`.
    pub low: (u32, u32),
    /// Findings nearest to a core label.
    pub right: u32,
    /// Findings nearest to a borderline label.
    pub borderline: u32,
    /// Findings on a hard negative.
    pub wrong: u32,
    /// Findings near no label: right or wrong, a look tells.
    pub unlabelled: u32,
    /// Hard negatives hit, and all.
    pub negatives: (u32, u32),
    /// Found core labels with the right kind.
    pub kind: (u32, u32),
    /// With the right format.
    pub format: (u32, u32),
    /// With an inference the label lists.
    pub inference: (u32, u32),
    /// With the right richness.
    pub richness: (u32, u32),
    /// Core labels by kind: kind, found, all.
    pub by_kind: Vec<(String, u32, u32)>,
    /// Ids of missed core labels.
    pub missed: Vec<String>,
    /// Findings near no label or on a negative, as `path:line name`.
    pub doubtful: Vec<String>,
}

impl Evaluation {
    /// Core findings over those and the wrong and unlabelled ones.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio((self.right, self.right + self.wrong + self.unlabelled))
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Self) {
        self.findings += other.findings;
        for (own, more) in [
            (&mut self.core, other.core),
            (&mut self.high, other.high),
            (&mut self.medium, other.medium),
            (&mut self.low, other.low),
            (&mut self.negatives, other.negatives),
            (&mut self.kind, other.kind),
            (&mut self.format, other.format),
            (&mut self.inference, other.inference),
            (&mut self.richness, other.richness),
        ] {
            own.0 += more.0;
            own.1 += more.1;
        }
        self.right += other.right;
        self.borderline += other.borderline;
        self.wrong += other.wrong;
        self.unlabelled += other.unlabelled;
        for (kind, found, all) in &other.by_kind {
            match self.by_kind.iter_mut().find(|(known, _, _)| known == kind) {
                Some(entry) => {
                    entry.1 += found;
                    entry.2 += all;
                }
                None => self.by_kind.push((kind.clone(), *found, *all)),
            }
        }
        self.by_kind.sort();
    }
}

/// A share; 1 of nothing.
#[must_use]
pub fn ratio((part, whole): (u32, u32)) -> f64 {
    if whole == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// Measures `report` against the labels in `file`.
///
/// # Errors
/// The file cannot be read or is no truth file.
pub fn evaluate(file: &Path, report: &Report) -> Result<Evaluation, Error> {
    let truth = Truth::read(file)?;
    Ok(matching::measure(&truth, report))
}
