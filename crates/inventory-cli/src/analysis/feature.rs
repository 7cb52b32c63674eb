//! Who shares and who is siloed: each feature, what it reads and writes, and with whom.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::mechanism::{Mechanism, Report};

/// One feature and its part in the understanding of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeatureRow {
    /// The feature.
    pub feature: String,
    /// Ids of the mechanisms it writes.
    pub writes: Vec<String>,
    /// Ids of the mechanisms it reads.
    pub reads: Vec<String>,
    /// Ids of the mechanisms it uses together with other features.
    pub shared: Vec<String>,
    /// The features it shares a mechanism with, sorted.
    pub shares_with: Vec<String>,
    /// Dimensions of the mechanisms it uses, sorted.
    pub dimensions: Vec<String>,
    /// Sum of the richness scores of the mechanisms it writes: how much it captures.
    pub captured_richness: u32,
    /// How many literals it has where a user's preference could stand.
    pub hard_coded: usize,
}

impl FeatureRow {
    /// Whether it uses mechanisms, and none that another feature uses too.
    #[must_use]
    pub fn is_siloed(&self) -> bool {
        self.shared.is_empty() && !(self.reads.is_empty() && self.writes.is_empty())
    }
}

pub(super) fn rows(report: &Report) -> Vec<FeatureRow> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for mechanism in &report.mechanisms {
        names.extend(mechanism.features.iter().map(String::as_str));
    }
    names.extend(
        report
            .summary
            .hard_coded
            .iter()
            .map(|literal| literal.feature.as_str()),
    );
    let mut used: BTreeMap<&str, Vec<&Mechanism>> = BTreeMap::new();
    for mechanism in &report.mechanisms {
        for name in mechanism.features.iter().collect::<BTreeSet<_>>() {
            used.entry(name).or_default().push(mechanism);
        }
    }
    let mut hard_coded: BTreeMap<&str, usize> = BTreeMap::new();
    for literal in &report.summary.hard_coded {
        *hard_coded.entry(&literal.feature).or_default() += 1;
    }
    let mut rows: Vec<FeatureRow> = names
        .into_iter()
        .map(|name| {
            let literals = hard_coded.get(name).copied().unwrap_or_default();
            let used = used.get(name).map_or(&[][..], Vec::as_slice);
            row(name, used, literals)
        })
        .collect();
    rows.sort_by(|left, right| {
        (right.captured_richness, &left.feature).cmp(&(left.captured_richness, &right.feature))
    });
    rows
}

/// The row of a feature that uses these mechanisms.
fn row(feature: &str, used: &[&Mechanism], hard_coded: usize) -> FeatureRow {
    let of = |wanted: fn(&Mechanism, &str) -> bool| -> Vec<String> {
        let matching = used.iter().filter(|mechanism| wanted(mechanism, feature));
        matching.map(|mechanism| mechanism.id.clone()).collect()
    };
    let dimensions: BTreeSet<&str> = used
        .iter()
        .flat_map(|mechanism| mechanism.dimensions())
        .collect();
    let partners: BTreeSet<&String> = used
        .iter()
        .flat_map(|mechanism| &mechanism.features)
        .filter(|name| *name != feature)
        .collect();
    FeatureRow {
        feature: feature.to_owned(),
        writes: of(writes),
        reads: of(reads),
        shared: of(|mechanism, _| mechanism.features.len() > 1),
        shares_with: partners.into_iter().cloned().collect(),
        dimensions: dimensions.into_iter().map(str::to_owned).collect(),
        captured_richness: used
            .iter()
            .filter(|mechanism| writes(mechanism, feature))
            .map(|mechanism| u32::from(mechanism.richness_score))
            .sum(),
        hard_coded,
    }
}

/// Whether `feature` writes `mechanism`.
pub(super) fn writes(mechanism: &Mechanism, feature: &str) -> bool {
    let mut access = mechanism.access.iter();
    access.any(|access| access.feature == feature && access.writes > 0)
}

/// Whether `feature` reads `mechanism`.
pub(super) fn reads(mechanism: &Mechanism, feature: &str) -> bool {
    let mut access = mechanism.access.iter();
    access.any(|access| access.feature == feature && access.reads > 0)
}
