//! What the mechanisms of a report mean together: how fragmented the understanding of a user is, who
//! shares and who is siloed, where to start, what would compound, whether shared infrastructure is
//! justified at all, and what the migration takes.
//!
//! Pure functions of a [`Report`]; every score keeps its summands. Renderers add nothing to it.

mod compounding;
mod dimension;
mod effort;
mod feature;
mod silo;
mod start;
#[cfg(test)]
mod tests;
mod verdict;

use serde::Serialize;

pub(crate) use self::verdict::counted;
pub use self::{
    compounding::{Evidence, Need, Opportunity, Source},
    dimension::{Cell, DimensionRow, Usage},
    effort::{Effort, EffortPart},
    feature::FeatureRow,
    silo::{Silos, is_siloed, understanding},
    start::Start,
    verdict::{Criterion, Met, Recommendation, Verdict},
};
use crate::{feature::SHARED, mechanism::Report};

/// The questions of a personalization audit, answered from one report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Analysis {
    /// The figures people ask for first.
    pub counts: Counts,
    /// The fragmentation matrix: one row per dimension, most silos first, then by name.
    pub dimensions: Vec<DimensionRow>,
    /// Features, richest captured data first, then by name.
    pub features: Vec<FeatureRow>,
    /// Mechanisms in the order in which to migrate them; those that are done are left out.
    pub starts: Vec<Start>,
    /// What one feature captures and another needs, best founded first.
    pub compounding: Vec<Opportunity>,
    /// Whether shared infrastructure is justified here.
    pub verdict: Verdict,
    /// How long the migration takes.
    pub effort: Effort,
}

/// The figures people ask for first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Mechanisms in the report.
    pub mechanisms: usize,
    /// Separate user models: mechanisms in one physical store, or kept in step, count once.
    pub user_models: usize,
    /// Features that need user understanding: they write a mechanism, use one in two places or more, or
    /// need what another captures. Code of no feature is none, and a single use may be a mere mention.
    pub features: usize,
    /// Features none of whose mechanisms another feature touches.
    pub siloed_features: usize,
    /// Dimensions that some mechanism holds.
    pub dimensions: usize,
    /// Dimensions held in two or more silos.
    pub fragmented_dimensions: usize,
    /// Silos over all dimensions beyond the first of each.
    pub extra_silos: usize,
    /// `extra_silos` in percent of all silos, rounded down: 0 when nothing is held twice.
    pub fragmentation: usize,
    /// Mechanisms without any field whose dimension is known.
    pub unclassified: usize,
}

/// Answers the questions for `report`.
#[must_use]
pub fn analyse(report: &Report) -> Analysis {
    let silos = Silos::of(&report.mechanisms);
    let dimensions = dimension::rows(report, &silos);
    let features = feature::rows(report);
    let compounding = compounding::opportunities(report, &silos);
    let starts = start::rank(report, &silos, &compounding);
    let counts = count(report, &silos, &dimensions, &features, &compounding);
    let verdict = verdict::reach(report, &counts, &compounding);
    let effort = effort::estimate(report, &silos);
    Analysis {
        counts,
        dimensions,
        features,
        starts,
        compounding,
        verdict,
        effort,
    }
}

fn count(
    report: &Report,
    silos: &Silos,
    dimensions: &[DimensionRow],
    features: &[FeatureRow],
    compounding: &[Opportunity],
) -> Counts {
    let needing: Vec<&FeatureRow> = features
        .iter()
        .filter(|row| needs_understanding(row, report, compounding))
        .collect();
    let all_silos: usize = dimensions.iter().map(|row| row.silos.len()).sum();
    let extra_silos = all_silos - dimensions.len();
    Counts {
        mechanisms: report.mechanisms.len(),
        user_models: silos.user_models(),
        features: needing.len(),
        siloed_features: needing.iter().filter(|row| row.is_siloed()).count(),
        dimensions: dimensions.len(),
        fragmented_dimensions: dimensions.iter().filter(|row| row.is_fragmented()).count(),
        extra_silos,
        fragmentation: (extra_silos * 100).checked_div(all_silos).unwrap_or(0),
        unclassified: report
            .mechanisms
            .iter()
            .filter(|mechanism| mechanism.dimensions().is_empty())
            .count(),
    }
}

fn needs_understanding(row: &FeatureRow, report: &Report, compounding: &[Opportunity]) -> bool {
    let access = report
        .mechanisms
        .iter()
        .flat_map(|mechanism| &mechanism.access);
    let uses: u32 = access
        .filter(|access| access.feature == row.feature)
        .map(|access| access.reads + access.writes)
        .sum();
    let needs =
        |opportunity: &Opportunity| opportunity.is_evident() && opportunity.feature == row.feature;
    row.feature != SHARED && (!row.writes.is_empty() || uses >= 2 || compounding.iter().any(needs))
}
