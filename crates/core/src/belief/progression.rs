//! The announced state of a progression: the newest events of all sources, replayed with
//! hysteresis (belief-math 2.8).

use super::share::shares;
use crate::{
    decay::factor,
    evidence::Order,
    evidence::Source,
    model::{RingEvent, SourceModel},
    schema::{Dimension, Outcomes},
    time::Timestamp,
};

/// How far beyond a threshold the score must lie for the state to move.
const HYSTERESIS: f64 = 0.05;

/// Position of the announced state after the events of `sources`.
pub(crate) fn announced<'a>(
    sources: impl Iterator<Item = (&'a Source, &'a SourceModel)>,
    dimension: &Dimension,
    outcomes: &Outcomes,
) -> usize {
    let mut events: Vec<(&Source, &RingEvent)> = sources
        .flat_map(|(source, model)| model.ring.iter().map(move |event| (source, event)))
        .collect();
    events.sort_by_key(|(source, event)| {
        let Order {
            observed_at,
            id,
            user,
            rule,
        } = &event.order;
        (*observed_at, id, *source, user, *rule)
    });
    let mut masses = Replayed::new(outcomes.values.len());
    let mut state = start(&outcomes.base_rates);
    for (_, event) in events {
        masses.add(event, dimension);
        let shares = shares(&masses.long, &masses.fast, &outcomes.base_rates);
        state = step(state, score(&shares.share), outcomes.values.len());
    }
    state
}

/// Masses at the time of the last event.
struct Replayed {
    long: Vec<f64>,
    fast: Vec<f64>,
    at: Option<Timestamp>,
}

impl Replayed {
    fn new(width: usize) -> Self {
        Self {
            long: vec![0.0; width],
            fast: vec![0.0; width],
            at: None,
        }
    }

    fn add(&mut self, event: &RingEvent, dimension: &Dimension) {
        let now = event.order.observed_at;
        let age = self.at.map_or(0, |at| now.since(at));
        self.at = Some(now);
        for (masses, half_life) in [
            (&mut self.long, dimension.half_life),
            (&mut self.fast, dimension.fast_half_life),
        ] {
            let decay = factor(age, half_life);
            for mass in masses.iter_mut() {
                *mass *= decay;
            }
            if let Some(mass) = masses.get_mut(usize::from(event.level)) {
                *mass += event.weight.events();
            }
        }
        for (f, r) in self.fast.iter_mut().zip(&self.long) {
            *f = f.min(*r);
        }
    }
}

/// Σ shareᵢ · i / (K − 1), in [0, 1].
fn score(shares: &[f64]) -> f64 {
    let weighted = shares
        .iter()
        .zip(0u16..)
        .map(|(share, level)| share * f64::from(level));
    weighted.sum::<f64>() / top(shares.len())
}

/// The level nearest the score of the base rates, the lower on a tie.
fn start(base_rates: &[f64]) -> usize {
    let place = score(base_rates) * top(base_rates.len());
    let below = libm::floor(place);
    let nearest = if place - below > 0.5 {
        below + 1.0
    } else {
        below
    };
    (0..base_rates.len())
        .find(|level| index(*level) >= nearest)
        .unwrap_or(0)
}

/// One step up or down when the score lies beyond the threshold.
fn step(state: usize, score: f64, levels: usize) -> usize {
    let threshold = |below: usize| (index(below) + 0.5) / top(levels);
    if state + 1 < levels && score > threshold(state) + HYSTERESIS {
        state + 1
    } else if state > 0 && score < threshold(state - 1) - HYSTERESIS {
        state - 1
    } else {
        state
    }
}

fn top(levels: usize) -> f64 {
    index(levels.saturating_sub(1)).max(1.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a dimension has at most 256 levels"
)]
const fn index(level: usize) -> f64 {
    level as f64
}
