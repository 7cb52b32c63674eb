//! Reading one belief.

use std::sync::Arc;

use super::{
    Belief, BeliefValue, Lens, Masses, Shares, Status, conflict,
    features::Features,
    masses::{Part, Spare},
    number::NumberPosterior,
    progression,
    share::HAZARD,
};
use crate::{
    calibration::Calibrated,
    decay::DecayTable,
    evidence::{BeliefKey, EvidenceValue},
    model::{Evidenced, SelfModel},
    names::FeatureName,
    schema::{Dimension, Kind, NumberDomain, Outcomes},
    time::Timestamp,
};

/// Reads beliefs of one model through one lens, computing each decay factor once.
#[derive(Debug)]
pub struct Reader<'a> {
    lens: Lens<'a>,
    table: DecayTable,
    /// Memory of the last read, to use again.
    spare: Spare<'a>,
    shares: Shares,
    features: Features<'a>,
}

/// A belief and what it was computed from.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The belief.
    pub belief: Belief,
    /// What the masses say of each outcome; none for numbers.
    pub shares: Option<Shares>,
    pub(crate) masses: Masses<'a>,
}

static NOTHING: Evidenced = Evidenced {
    sources: std::collections::BTreeMap::new(),
};

impl<'a> Reader<'a> {
    /// A reader at the instant of `lens`.
    #[must_use]
    pub fn new(lens: Lens<'a>) -> Self {
        Self {
            lens,
            table: DecayTable::at(lens.now),
            spare: Spare::default(),
            shares: Shares::default(),
            features: Features::default(),
        }
    }

    /// The instant of the read.
    pub(crate) const fn now(&self) -> Timestamp {
        self.lens.now
    }

    /// The belief of `key` in `model`; from the base rates alone where there is no evidence. None
    /// when the schema does not know the dimension.
    pub fn read(&mut self, model: &'a SelfModel, key: &BeliefKey) -> Option<Reading<'a>> {
        let dimension = self.lens.schema.dimensions.get(&key.dimension)?;
        let evidenced = model.beliefs.get(key).unwrap_or(&NOTHING);
        let calibrated = self.lens.calibrated(key);
        let masses = self.masses(dimension, evidenced, calibrated);
        let belief = self.judge(key, dimension, calibrated, &masses);
        let has_shares = dimension.kind.outcomes().is_some();
        Some(Reading {
            belief,
            shares: has_shares.then(|| std::mem::take(&mut self.shares)),
            masses,
        })
    }

    /// What is believed of `key`, without what it was computed from.
    pub(crate) fn belief(
        &mut self,
        key: &BeliefKey,
        dimension: &Dimension,
        evidenced: &'a Evidenced,
    ) -> Belief {
        let calibrated = self.lens.calibrated(key);
        let masses = self.masses(dimension, evidenced, calibrated);
        let belief = self.judge(key, dimension, calibrated, &masses);
        self.spare = masses.into_spare();
        belief
    }

    /// What the base rates alone say of `key`.
    pub(crate) fn prior(&mut self, key: &BeliefKey, dimension: &Dimension) -> Belief {
        self.belief(key, dimension, &NOTHING)
    }

    fn masses(
        &mut self,
        dimension: &Dimension,
        evidenced: &'a Evidenced,
        calibrated: Calibrated<'_>,
    ) -> Masses<'a> {
        let spare = std::mem::take(&mut self.spare);
        let (lens, table) = (&self.lens, &mut self.table);
        Masses::read(dimension, evidenced, lens, calibrated, table, spare)
    }

    /// Leaves the shares of the outcomes, if there are any, in the reader's memory.
    fn judge(
        &mut self,
        key: &BeliefKey,
        dimension: &Dimension,
        calibrated: Calibrated<'_>,
        masses: &Masses<'a>,
    ) -> Belief {
        let features = self.features.of(masses);
        match &dimension.kind {
            Kind::Number(domain) => number(key, domain, masses, features),
            kind => {
                let outcomes = kind
                    .outcomes()
                    .unwrap_or_else(|| unreachable!("not a number"));
                let base_rates = calibrated.reader_base_rates(self.lens.context, outcomes);
                let shares = &mut self.shares;
                shares.replace(masses.long(), masses.fast(), base_rates);
                let position = most_likely(&shares.share, masses);
                Belief {
                    value: value(dimension, outcomes, position),
                    announced: announced(dimension, outcomes, masses),
                    confidence: shares.confidence.get(position).copied().unwrap_or(0.0),
                    interval: None,
                    conflict: conflict::of_outcomes(masses, base_rates),
                    change: shares.change,
                    ..common(key, masses, newest(masses, position), features)
                }
            }
        }
    }
}

fn number(
    key: &BeliefKey,
    domain: &NumberDomain,
    masses: &Masses<'_>,
    features: Arc<[FeatureName]>,
) -> Belief {
    let posterior = NumberPosterior::of(masses.long(), domain);
    Belief {
        value: BeliefValue::Number(posterior.mean),
        confidence: posterior.confidence(domain.tolerance),
        interval: Some(posterior.interval()),
        conflict: conflict::of_numbers(masses),
        ..common(key, masses, newest(masses, 0), features)
    }
}

/// What beliefs of all kinds have in common.
fn common(
    key: &BeliefKey,
    masses: &Masses<'_>,
    updated_at: Option<Timestamp>,
    features: Arc<[FeatureName]>,
) -> Belief {
    let evidence = masses.measure.size(masses.long());
    Belief {
        key: key.clone(),
        value: BeliefValue::Truth(false),
        announced: None,
        confidence: 0.0,
        interval: None,
        status: Status::of(evidence),
        conflict: 0.0,
        change: HAZARD,
        evidence,
        updated_at,
        features,
    }
}

/// Argmax of the shares; ties go to the later evidence, then to schema order.
fn most_likely(shares: &[f64], masses: &Masses<'_>) -> usize {
    let mut best = 0;
    for position in 1..shares.len() {
        let (champion, challenger) = (shares[best], shares[position]);
        let later = || newest(masses, position) > newest(masses, best);
        #[expect(clippy::float_cmp, reason = "a tie is exact equality")]
        if challenger > champion || (challenger == champion && later()) {
            best = position;
        }
    }
    best
}

/// The newest evidence of the value at `position` that this read counts.
fn newest(masses: &Masses<'_>, position: usize) -> Option<Timestamp> {
    let position = u16::try_from(position).ok()?;
    let events = masses
        .parts
        .iter()
        .filter_map(|part| newest_of_part(part, position));
    let stated = masses
        .statement
        .as_ref()
        .and_then(|statement| match statement.value {
            EvidenceValue::Outcome(value) if value != position => None,
            _ => Some(statement.since),
        });
    events.chain(stated).max()
}

fn newest_of_part(part: &Part<'_>, position: u16) -> Option<Timestamp> {
    let levels = part.model.levels.values();
    let supporting = levels.filter(|level| level.masses.iter().any(|(v, _)| *v == position));
    let level = supporting.map(|level| level.order.observed_at).max();
    part.model.latest_of(position).max(level)
}

fn announced(dimension: &Dimension, outcomes: &Outcomes, masses: &Masses<'_>) -> Option<Arc<str>> {
    let Kind::Progression(_) = dimension.kind else {
        return None;
    };
    let sources = masses.parts.iter().map(|part| (part.source, part.model));
    outcomes
        .values
        .get(progression::announced(sources, dimension, outcomes))
        .cloned()
}

fn value(dimension: &Dimension, outcomes: &Outcomes, position: usize) -> BeliefValue {
    if dimension.kind.is_truth_valued() {
        return BeliefValue::Truth(position == 1);
    }
    let name = outcomes.values.get(position).or(outcomes.values.first());
    BeliefValue::Outcome(name.cloned().unwrap_or_default())
}
