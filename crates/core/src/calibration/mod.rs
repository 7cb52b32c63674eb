//! Calibration: base rates and trust as versioned values, computed from the log by a job and
//! applied by an operator. It never enters the fold, so applying one refolds nobody.

mod base_rates;
mod population;
mod trust;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    base_rates::base_rates,
    population::{Population, UserMasses},
    trust::{TrustSettings, trust},
};
use crate::{
    evidence::{BeliefKey, Source},
    names::{ContextName, DimensionName},
    schema::Outcomes,
};

/// How far from 1 the sum of rates may lie, as 256 of them rounded to 1e-6 do.
const SUM_TOLERANCE: f64 = 1e-3;

/// Base rates and trust. The default knows nothing: the schema's base rates, full trust.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// By dimension, or by (dimension, member) where a member has rates of its own.
    #[serde(with = "entries")]
    pub beliefs: BTreeMap<BeliefKey, BeliefCalibration>,
}

/// What is known of one dimension, or of one member of a set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeliefCalibration {
    /// Rates of the outcomes among all users, in schema order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rates: Option<Vec<f64>>,
    /// Rates of the outcomes as a context sees them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contexts: BTreeMap<ContextName, Vec<f64>>,
    /// What each source is like.
    #[serde(default, with = "entries", skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<Source, SourceCalibration>,
}

/// What one source is like on one dimension.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceCalibration {
    /// Rates at which this source shows the outcomes, in schema order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rates: Option<Vec<f64>>,
    /// Learned trust in [0, 1].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<f64>,
    /// An operator's trust in [0, 1]; wins over the learned one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_override: Option<f64>,
}

/// What a calibration knows of one belief: of the member itself, then of the whole dimension.
/// Looked up once per read.
#[derive(Debug, Clone, Copy)]
pub struct Calibrated<'a> {
    member: Option<&'a BeliefCalibration>,
    dimension: Option<&'a BeliefCalibration>,
}

impl Calibration {
    /// What is known of the belief `key`.
    #[must_use]
    pub fn of(&self, key: &BeliefKey) -> Calibrated<'_> {
        if self.beliefs.is_empty() {
            return Calibrated {
                member: None,
                dimension: None,
            };
        }
        match key.member {
            None => Calibrated {
                member: None,
                dimension: self.beliefs.get(key),
            },
            Some(_) => Calibrated {
                member: self.beliefs.get(key),
                dimension: self.beliefs.get(&whole(&key.dimension)),
            },
        }
    }

    /// The base rates a for a reader in `context`: the calibration's for (belief, context), else
    /// the calibration's for the belief, else the schema's.
    #[must_use]
    pub fn reader_base_rates<'a>(
        &'a self,
        key: &BeliefKey,
        context: Option<&ContextName>,
        outcomes: &'a Outcomes,
    ) -> &'a [f64] {
        self.of(key).reader_base_rates(context, outcomes)
    }
}

impl<'a> Calibrated<'a> {
    /// The base rates a for a reader in `context`; see [`Calibration::reader_base_rates`].
    #[must_use]
    pub fn reader_base_rates(
        self,
        context: Option<&ContextName>,
        outcomes: &'a Outcomes,
    ) -> &'a [f64] {
        let fits = |rates: &&Vec<f64>| is_distribution(rates, outcomes.values.len());
        let known = self.ask(|calibration| {
            let of_context = context.and_then(|context| calibration.contexts.get(context));
            of_context
                .filter(fits)
                .or(calibration.base_rates.as_ref().filter(fits))
        });
        known.map_or(&outcomes.base_rates, Vec::as_slice)
    }

    /// The base rates b of a source over `width` outcomes, if known.
    #[must_use]
    pub fn source_base_rates(self, source: &Source, width: usize) -> Option<&'a [f64]> {
        let known = self.ask(|found| {
            let rates = found.sources.get(source)?.base_rates.as_ref();
            rates.filter(|rates| is_distribution(rates, width))
        });
        known.map(Vec::as_slice)
    }

    /// The trust t of a source in [0, 1]; 1 where nothing is known.
    #[must_use]
    pub fn trust(self, source: &Source) -> f64 {
        let known = self.ask(|found| {
            let source = found.sources.get(source)?;
            source.trust_override.or(source.trust)
        });
        known.map_or(1.0, |trust| trust.clamp(0.0, 1.0))
    }

    /// Asks the entry of the member, then that of the whole dimension.
    fn ask<T>(self, ask: impl Fn(&'a BeliefCalibration) -> Option<T>) -> Option<T> {
        self.member
            .and_then(&ask)
            .or_else(|| self.dimension.and_then(ask))
    }
}

/// Whether `rates` may be read as rates of `width` outcomes. A calibration may be older than the
/// values of the dimension, and its author may err: what is none is passed over.
fn is_distribution(rates: &[f64], width: usize) -> bool {
    rates.len() == width
        && rates.iter().all(|rate| *rate > 0.0)
        && (rates.iter().sum::<f64>() - 1.0).abs() <= SUM_TOLERANCE
}

fn whole(dimension: &DimensionName) -> BeliefKey {
    BeliefKey {
        dimension: dimension.clone(),
        member: None,
    }
}

/// Maps with structured keys, on the wire a list of `[key, value]`.
mod entries {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
