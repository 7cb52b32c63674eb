//! What may be wrong with a feature.

use selfmodel_core::schema::Outcomes;
use serde_json::Value;

/// Shares of Z's observations that are wrong.
const WRONG: [f64; 6] = [0.0, 0.1, 0.25, 0.5, 0.75, 1.0];

/// What is wrong with Z.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bug {
    pub(super) kind: Kind,
    /// How often Z logs what it observes.
    pub(super) copies: usize,
    pub(super) share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Random,
    Stuck,
}

impl Bug {
    /// Random and stuck over all shares, then stuck spam.
    pub(super) fn all() -> Vec<Self> {
        let kinds = [(Kind::Random, 1), (Kind::Stuck, 1), (Kind::Stuck, 3)];
        let bug = |(kind, copies)| {
            WRONG.map(|share| Self {
                kind,
                copies,
                share,
            })
        };
        kinds.into_iter().flat_map(bug).collect()
    }

    pub(super) fn name(self) -> String {
        let kind = match self.kind {
            Kind::Random => "random",
            Kind::Stuck => "stuck",
        };
        let spam = if self.copies > 1 { ", spam" } else { "" };
        format!("{kind}{spam}, {:.0} %", self.share * 100.0)
    }

    pub(super) const fn is_spam(self) -> bool {
        self.copies > 1
    }

    /// What Z writes in place of what it observed. `draw` is uniform in [0, 1).
    pub(super) fn value(
        self,
        observed: &Value,
        outcomes: &Outcomes,
        base_rates: &[f64],
        draw: f64,
    ) -> Value {
        let position = match self.kind {
            Kind::Random => another(observed, outcomes, draw),
            Kind::Stuck => rarest(base_rates),
        };
        as_detail(outcomes, position)
    }
}

/// Any value but the one observed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a draw in [0, 1) times a handful of values"
)]
fn another(observed: &Value, outcomes: &Outcomes, draw: f64) -> usize {
    let width = outcomes.values.len();
    let others: Vec<usize> = (0..width)
        .filter(|position| as_detail(outcomes, *position) != *observed)
        .collect();
    let place = (draw * others.len() as f64) as usize;
    others.get(place).copied().unwrap_or(0)
}

fn rarest(base_rates: &[f64]) -> usize {
    let rates = base_rates.iter().enumerate();
    rates
        .min_by(|left, right| left.1.total_cmp(right.1))
        .map_or(0, |(position, _)| position)
}

/// A value as the commits' schema takes it.
fn as_detail(outcomes: &Outcomes, position: usize) -> Value {
    match outcomes.values.get(position).map(AsRef::as_ref) {
        Some("true") => Value::Bool(true),
        Some("false") => Value::Bool(false),
        Some(text) => text.into(),
        None => Value::Null,
    }
}
