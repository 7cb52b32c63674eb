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
    greatest(masses, |one, size| {
        let rest = Rest::of(masses, size);
        let posterior =
            |mass: f64, base: f64, size: f64| (mass + PRIOR_WEIGHT * base) / (size + PRIOR_WEIGHT);
        let distances = base_rates.iter().enumerate().map(|(position, base)| {
            let (mass, others) = (one(position), rest.mass(position, one(position)));
            (posterior(mass, *base, size) - posterior(others, *base, rest.size)).abs()
        });
        0.5 * distances.sum::<f64>()
    })
}

/// The conflict of numbers, in [0, 1]: the distance of the means in units of the range.
pub(crate) fn of_numbers(masses: &Masses<'_>) -> f64 {
    greatest(masses, |one, size| {
        let rest = Rest::of(masses, size);
        (one(1) / size - rest.mass(1, one(1)) / rest.size)
            .abs()
            .min(1.0)
    })
}

/// All other sources pooled.
struct Rest<'a> {
    all: &'a [f64],
    size: f64,
}

impl<'a> Rest<'a> {
    fn of(masses: &'a Masses<'_>, one: f64) -> Self {
        let all = masses.long();
        Self {
            all,
            size: masses.measure.size(all) - one,
        }
    }

    fn mass(&self, position: usize, one: f64) -> f64 {
        self.all.get(position).map_or(0.0, |all| all - one)
    }
}

/// The greatest conflict of one source, given by its masses and their size, with the rest.
fn greatest(masses: &Masses<'_>, distance: impl Fn(&dyn Fn(usize) -> f64, f64) -> f64) -> f64 {
    if masses.parts.len() + usize::from(masses.statement.is_some()) < 2 {
        return 0.0;
    }
    let all = masses.measure.size(masses.long());
    let conflict = |one: &dyn Fn(usize) -> f64, size: f64| {
        let rest = all - size;
        // Differences of sums leave dust where there is no other source.
        let dust = DUST.max(all * DUST_OF_SUM);
        if size < dust || rest < dust {
            return 0.0;
        }
        let certainty = |size: f64| size / (size + PRIOR_WEIGHT);
        distance(one, size) * certainty(size) * certainty(rest)
    };
    let parts = masses.effective().map(|(_, own)| {
        let mass = |position: usize| own.get(position).copied().unwrap_or(0.0);
        conflict(&mass, masses.measure.size(own))
    });
    let stated = masses.statement.as_ref().map(|statement| {
        let mass = |position: usize| statement.weight * unit_mass(statement.value, position);
        conflict(&mass, statement.weight)
    });
    parts.chain(stated).fold(0.0, f64::max).min(1.0)
}
