//! Disagreement between sources (belief-math 2.4): projected distance times conjunctive certainty,
//! of the source that deviates most from all others pooled.

use super::{
    masses::{Masses, add_value},
    share::PRIOR_WEIGHT,
};

/// The conflict of discrete masses, in [0, 1]; 0 for agreement or a single source.
pub(crate) fn of_outcomes(masses: &Masses<'_>, base_rates: &[f64]) -> f64 {
    greatest(masses, |one, others, sizes| {
        let posterior =
            |mass: f64, base: f64, size: f64| (mass + PRIOR_WEIGHT * base) / (size + PRIOR_WEIGHT);
        let terms = one
            .iter()
            .zip(others)
            .zip(base_rates)
            .map(|((one, other), base)| {
                (posterior(*one, *base, sizes.0) - posterior(*other, *base, sizes.1)).abs()
            });
        0.5 * terms.sum::<f64>()
    })
}

/// The conflict of numbers, in [0, 1]: the distance of the means in units of the range.
pub(crate) fn of_numbers(masses: &Masses<'_>) -> f64 {
    greatest(masses, |one, others, sizes| {
        let mean = |sums: &[f64], size: f64| sums.get(1).copied().unwrap_or(0.0) / size;
        (mean(one, sizes.0) - mean(others, sizes.1)).abs().min(1.0)
    })
}

fn greatest(masses: &Masses<'_>, distance: impl Fn(&[f64], &[f64], (f64, f64)) -> f64) -> f64 {
    if masses.parts.len() + usize::from(masses.statement.is_some()) < 2 {
        return 0.0;
    }
    let measure = masses.measure;
    let mut statement = vec![0.0; measure.width];
    if let Some(winner) = &masses.statement {
        add_value(&mut statement, winner.value, winner.weight);
    }
    let parts = masses.effective().map(|(_, masses)| masses);
    let mut total = statement.clone();
    for part in parts.clone() {
        for (sum, mass) in total.iter_mut().zip(part) {
            *sum += mass;
        }
    }
    let mut others = vec![0.0; measure.width];
    let mut greatest: f64 = 0.0;
    for one in parts.chain([statement.as_slice()]) {
        for ((rest, all), mass) in others.iter_mut().zip(&total).zip(one) {
            *rest = all - mass;
        }
        let sizes = (measure.size(one), measure.size(&others));
        // Differences of sums leave dust where there is no other source.
        if sizes.0 > 1e-9 && sizes.1 > 1e-9 {
            let certainty = |size: f64| size / (size + PRIOR_WEIGHT);
            let conflict = distance(one, &others, sizes) * certainty(sizes.0) * certainty(sizes.1);
            greatest = greatest.max(conflict);
        }
    }
    greatest
}
