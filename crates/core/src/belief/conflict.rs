//! Disagreement between sources (belief-math 2.4): projected distance times conjunctive certainty,
//! of the source that deviates most from all others pooled.

use super::{
    masses::{Masses, unit_mass},
    share::PRIOR_WEIGHT,
};

/// Less mass than this is no source.
const DUST: f64 = 1e-9;
/// What rounding may leave of a sum of which all was taken away.
const DUST_OF_SUM: f64 = 1e-14;

/// The conflict of discrete masses, in [0, 1]; 0 for agreement or a single source.
pub(crate) fn of_outcomes(masses: &Masses<'_>, base_rates: &[f64]) -> f64 {
    greatest(masses, |one, size, rest| {
        let [one_weighs, rest_weighs] = [size, rest].map(|size| 1.0 / (size + PRIOR_WEIGHT));
        let mut distance = 0.0;
        for ((own, all), base) in one.iter().zip(masses.long()).zip(base_rates) {
            let prior = PRIOR_WEIGHT * base;
            distance += ((own + prior) * one_weighs - (all - own + prior) * rest_weighs).abs();
        }
        0.5 * distance
    })
}

/// The conflict of numbers, in [0, 1]: the distance of the means in units of the range.
pub(crate) fn of_numbers(masses: &Masses<'_>) -> f64 {
    let sum = |masses: &[f64]| masses.get(1).copied().unwrap_or(0.0);
    greatest(masses, |one, size, rest| {
        let others = sum(masses.long()) - sum(one);
        (sum(one) / size - others / rest).abs().min(1.0)
    })
}

/// The greatest conflict of one with all others pooled, one being what a source did or what was
/// stated; `distance` takes its masses, their size and the size of the rest.
fn greatest(masses: &Masses<'_>, distance: impl Fn(&[f64], f64, f64) -> f64) -> f64 {
    if masses.parts.len() + usize::from(masses.statement.is_some()) < 2 {
        return 0.0;
    }
    let all = masses.measure.size(masses.long());
    // Differences of sums leave dust where there is no other source.
    let dust = DUST.max(all * DUST_OF_SUM);
    let certainty = |size: f64| size / (size + PRIOR_WEIGHT);
    let conflict = |one: &[f64], size: f64| {
        let rest = all - size;
        if size < dust || rest < dust {
            return 0.0;
        }
        distance(one, size, rest) * certainty(size) * certainty(rest)
    };
    let mut greatest: f64 = 0.0;
    for (_, did) in masses.effective() {
        greatest = greatest.max(conflict(did, masses.measure.size(did)));
    }
    if let Some(statement) = &masses.statement {
        let stated: Vec<f64> = (0..masses.measure.width)
            .map(|position| statement.weight * unit_mass(statement.value, position))
            .collect();
        greatest = greatest.max(conflict(&stated, statement.weight));
    }
    greatest.min(1.0)
}
