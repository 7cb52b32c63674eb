//! Beliefs: what a self-model says of a dimension, read now, for a context. Reads are pure: the
//! same model, schema, calibration, context and instant give the same bits.

mod conflict;
mod features;
mod masses;
mod number;
mod progression;
mod read;
mod share;
mod special;
mod winner;

use std::sync::Arc;

pub(crate) use self::masses::Masses;
pub use self::{
    read::{Reader, Reading},
    share::{Shares, shares},
};
use crate::{
    calibration::{Calibrated, Calibration},
    decay::factor,
    evidence::{BeliefKey, Source},
    names::{ContextName, FeatureName},
    schema::{Dimension, Schema, USER_FEATURE},
    time::Timestamp,
};

/// Base-rate correction stays within [1/CLIP, CLIP].
const CORRECTION_CLIP: f64 = 4.0;

/// From where and when a model is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Lens<'a> {
    /// The schema that folded the model.
    pub schema: &'a Schema,
    /// Base rates and trust.
    pub calibration: &'a Calibration,
    /// The asking context; none reads neutral, all sources alike.
    pub context: Option<&'a ContextName>,
    /// The instant of the read.
    pub now: Timestamp,
}

impl<'a> Lens<'a> {
    /// Whether `source` speaks from the asked context. In a neutral read every source does.
    #[must_use]
    pub fn is_own(&self, source: &Source) -> bool {
        self.context
            .is_none_or(|asked| source.context.as_ref() == Some(asked))
    }

    /// What the calibration knows of `key`.
    pub(crate) fn calibrated(&self, key: &BeliefKey) -> Calibrated<'a> {
        self.calibration.of(key)
    }
}

/// The user's own word is trusted whatever a calibration says.
pub(crate) fn trust(calibrated: Calibrated<'_>, source: &Source) -> f64 {
    if source.feature.as_str() == USER_FEATURE {
        return 1.0;
    }
    calibrated.trust(source)
}

/// What is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Of what.
    pub key: BeliefKey,
    /// The value most likely to prevail.
    pub value: BeliefValue,
    /// For progressions: the state that advances with hysteresis.
    pub announced: Option<Arc<str>>,
    /// P(the value prevails in the next 10 observations); for numbers P(the mean of the next 10
    /// is within the tolerance).
    pub confidence: f64,
    /// For numbers: where the mean of the next 10 lies with probability 0.8.
    pub interval: Option<(f64, f64)>,
    /// Whether there is enough evidence to speak of knowledge.
    pub status: Status,
    /// Disagreement between the most deviant source and the rest, in [0, 1].
    pub conflict: f64,
    /// P(the recent regime is a new one).
    pub change: f64,
    /// R, the effective mass of this read in events; not a count.
    pub evidence: f64,
    /// The newest event that supports the value.
    pub updated_at: Option<Timestamp>,
    /// Features whose evidence carries mass here, in order.
    pub features: Arc<[FeatureName]>,
}

impl Belief {
    /// 2^(−age of the newest supporting event / half-life), in (0, 1]; 0 without evidence.
    #[must_use]
    pub fn freshness(&self, dimension: &Dimension, now: Timestamp) -> f64 {
        let age = self.updated_at.map(|at| now.since(at).max(0));
        age.map_or(0.0, |age| factor(age, dimension.half_life))
    }
}

/// A believed value.
#[derive(Debug, Clone, PartialEq)]
pub enum BeliefValue {
    /// Of a boolean, or of one member of a set.
    Truth(bool),
    /// One of the dimension's values.
    Outcome(Arc<str>),
    /// A number within the dimension's range.
    Number(f64),
}

/// Whether a belief rests on evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// At least half an event of effective mass.
    Known,
    /// Only the base rates speak; not to be presented as known.
    Prior,
}

impl Status {
    /// Less effective mass than this is no knowledge.
    const LEAST_EVIDENCE: f64 = 0.5;

    const fn of(evidence: f64) -> Self {
        if evidence < Self::LEAST_EVIDENCE {
            Self::Prior
        } else {
            Self::Known
        }
    }
}

/// c = clip(a / b, 1/4, 4): a feature where everybody does X says little by X. 1 where the
/// source's rates are unknown.
fn correction(reader: &[f64], source: Option<&[f64]>, position: usize) -> f64 {
    let rates = source.and_then(|source| Some((reader.get(position)?, source.get(position)?)));
    rates.map_or(1.0, |(a, b)| {
        (a / b).clamp(1.0 / CORRECTION_CLIP, CORRECTION_CLIP)
    })
}
