//! What was measured: figures against targets, comparisons, reliability diagrams. Rendering is
//! pure: whoever calls decides where it goes.

mod diagram;
mod json;
mod svg;
mod table;

pub use self::diagram::Diagram;
use crate::statistics::Estimate;

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Figures, in order of the benches.
    pub measurements: Vec<Measurement>,
    /// Methods side by side.
    pub comparisons: Vec<Comparison>,
    /// Whether confidences are frequencies.
    pub diagrams: Vec<Diagram>,
}

/// One figure of a bench.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The bench: `B1`; with `-movielens` behind it where another data set was given as well.
    pub id: String,
    /// What is measured, in the words of design.md.
    pub metric: String,
    /// The figure.
    pub measured: f64,
    /// Lower end of its 95 % interval; the figure itself where nothing is left to chance.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What it must reach.
    pub target: Target,
}

/// What a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// Reported for the record.
    None,
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// More than this.
    Above(f64),
    /// Within these, ends included.
    Within(f64, f64),
}

/// Several methods on the same queries.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Of what.
    pub title: String,
    /// What is measured of each method.
    pub columns: Vec<String>,
    /// Name and figures of each method.
    pub rows: Vec<(String, Vec<f64>)>,
}

/// What one bench contributes.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) measurements: Vec<Measurement>,
    pub(crate) comparison: Option<Comparison>,
    pub(crate) diagram: Option<Diagram>,
}

impl Report {
    /// Whether every target is met.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.measurements.iter().all(Measurement::passes)
    }

    pub(crate) fn add(&mut self, section: Section) {
        self.measurements.extend(section.measurements);
        self.comparisons.extend(section.comparison);
        self.diagrams.extend(section.diagram);
    }
}

impl Measurement {
    pub(crate) fn new(id: &str, metric: &str, estimate: Estimate, target: Target) -> Self {
        Self {
            id: id.into(),
            metric: metric.into(),
            measured: estimate.measured,
            low: estimate.low,
            high: estimate.high,
            target,
        }
    }

    /// A figure that no chance enters into.
    pub(crate) fn exact(id: &str, metric: &str, measured: f64, target: Target) -> Self {
        let estimate = Estimate {
            measured,
            low: measured,
            high: measured,
        };
        Self::new(id, metric, estimate, target)
    }

    /// Whether the figure reaches its target. What is not a number reaches none.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self.target {
            Target::None => true,
            Target::AtMost(most) => self.measured <= most,
            Target::AtLeast(least) => self.measured >= least,
            Target::Above(bound) => self.measured > bound,
            Target::Within(low, high) => (low..=high).contains(&self.measured),
        }
    }
}
