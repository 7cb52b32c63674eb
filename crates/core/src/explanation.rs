//! Why a belief is what it is: contributions by source, alternatives, and what it would be
//! without each feature.

use std::collections::BTreeSet;

use crate::{
    belief::{Belief, BeliefValue, Lens, Reader, Reading, trust},
    evidence::{BeliefKey, Source},
    model::SelfModel,
    names::FeatureName,
    schema::Kind,
    time::Timestamp,
};

/// Everything a belief rests on. Equal models give equal explanations.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The belief explained.
    pub belief: Belief,
    /// Every outcome in schema order; empty for numbers.
    pub alternatives: Vec<Alternative>,
    /// What each source adds, in order of sources.
    pub contributions: Vec<Contribution>,
    /// The statement that counts, if any.
    pub statement: Option<Stated>,
    /// The belief as it would be had a feature never written, in order of features.
    pub without: Vec<Without>,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The outcome.
    pub value: BeliefValue,
    /// P(the next observation is this), in [0, 1].
    pub share: f64,
    /// P(this prevails in the next 10 observations), in [0, 1].
    pub confidence: f64,
}

/// What one source adds to the effective mass.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Whose.
    pub source: Source,
    /// Whether it speaks from the asked context.
    pub own: bool,
    /// Trust applied, in [0, 1].
    pub trust: f64,
    /// Effective mass in events, after decay, trust, correction and saturation.
    pub evidence: f64,
    /// The same by outcome, in schema order; empty for numbers.
    pub by_outcome: Vec<f64>,
    /// Its newest event.
    pub updated_at: Option<Timestamp>,
}

/// The winning statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// Who said so.
    pub source: Source,
    /// When.
    pub observed_at: Timestamp,
    /// Its weight now, in events.
    pub evidence: f64,
}

/// A belief without one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Without {
    /// The feature left out.
    pub feature: FeatureName,
    /// What would be believed.
    pub belief: Belief,
}

/// Explains the belief of `key`; none when the schema does not know the dimension.
#[must_use]
pub fn explain(model: &SelfModel, lens: Lens<'_>, key: &BeliefKey) -> Option<Explanation> {
    let reading = Reader::new(lens).read(model, key)?;
    Some(Explanation {
        without: without(model, &reading, lens, key),
        alternatives: alternatives(&reading, lens, key),
        contributions: contributions(&reading, lens, key),
        statement: reading.masses.statement.as_ref().map(|statement| Stated {
            source: statement.source.clone(),
            observed_at: statement.since,
            evidence: statement.weight,
        }),
        belief: reading.belief,
    })
}

fn without(
    model: &SelfModel,
    reading: &Reading<'_>,
    lens: Lens<'_>,
    key: &BeliefKey,
) -> Vec<Without> {
    let dimension = lens.schema.dimensions.get(&key.dimension);
    let Some((dimension, evidenced)) = dimension.zip(model.beliefs.get(key)) else {
        return Vec::new();
    };
    let masses = &reading.masses;
    // A statement may count whose source adds no masses here: the user's own word does everywhere.
    let stated = masses.statement.iter().map(|statement| statement.source);
    let sources = masses.parts.iter().map(|part| part.source).chain(stated);
    let features: BTreeSet<&FeatureName> = sources.map(|source| &source.feature).collect();
    let believed = |feature: &FeatureName| {
        let mut rest = evidenced.clone();
        rest.drop_sources(|source| source.feature == *feature);
        Without {
            feature: feature.clone(),
            belief: Reader::new(lens).belief(key, dimension, &rest),
        }
    };
    features.into_iter().map(believed).collect()
}

fn alternatives(reading: &Reading<'_>, lens: Lens<'_>, key: &BeliefKey) -> Vec<Alternative> {
    let dimension = lens.schema.dimensions.get(&key.dimension);
    let Some((dimension, shares)) = dimension.zip(reading.shares.as_ref()) else {
        return Vec::new();
    };
    let names = dimension
        .kind
        .outcomes()
        .map_or(&[][..], |outcomes| &outcomes.values);
    let rows = names
        .iter()
        .zip(shares.share.iter().zip(&shares.confidence));
    rows.enumerate()
        .map(|(position, (name, (share, confidence)))| Alternative {
            value: if dimension.kind.is_truth_valued() {
                BeliefValue::Truth(position == 1)
            } else {
                BeliefValue::Outcome(name.clone())
            },
            share: *share,
            confidence: *confidence,
        })
        .collect()
}

fn contributions(reading: &Reading<'_>, lens: Lens<'_>, key: &BeliefKey) -> Vec<Contribution> {
    let dimension = lens.schema.dimensions.get(&key.dimension);
    let number = dimension.is_some_and(|found| matches!(found.kind, Kind::Number(_)));
    let calibrated = lens.calibrated(key);
    let masses = &reading.masses;
    let parts = masses.effective();
    parts
        .map(|(part, effective)| Contribution {
            source: part.source.clone(),
            own: part.own,
            trust: trust(calibrated, part.source),
            evidence: masses.measure.size(effective),
            by_outcome: if number {
                Vec::new()
            } else {
                effective.to_vec()
            },
            updated_at: part.model.newest_event(),
        })
        .collect()
}
