//! Trust: excess, chance-corrected agreement of a source with the rest (belief-math 2.6). Raw
//! agreement is not enough: a source stuck on the popular value agrees a lot.

use std::collections::BTreeMap;

use super::UserMasses;
use crate::evidence::Source;

/// Where nothing varies no source agrees beyond chance, and rounding alone would tell them apart.
const LEAST_EXCESS: f64 = 1e-9;

/// Parameters of the trust computation; the default is that of belief-math 2.6 and 7.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrustSettings {
    /// Prior weight of the rest's posterior. 5; 1 where others are scarce.
    pub prior_weight: f64,
    /// How many observations the mean agreement of all sources is worth.
    pub shrinkage: f64,
    /// How often trust is recomputed from the trust before.
    pub sweeps: usize,
}

impl Default for TrustSettings {
    fn default() -> Self {
        Self {
            prior_weight: 5.0,
            shrinkage: 8.0,
            sweeps: 5,
        }
    }
}

/// Trust in [0, 1] of every source of one belief, from the masses of all users.
///
/// In each sweep, for source s with masses m and leave-one-out posterior P of the others:
/// `po = Σ m P / Σ m`, `pe = Σ_v f̄ P̄` over the marginals, `k = po − pe`, shrunk to the mean k by
/// 8 observations; t = clip(k / ref, 0, 1), ref the mean k of the better half of the sources.
#[must_use]
pub fn trust<'a>(
    users: &'a [UserMasses],
    base_rates: &[f64],
    settings: TrustSettings,
) -> BTreeMap<&'a Source, f64> {
    let mut trust: BTreeMap<&Source, f64> = users
        .iter()
        .flat_map(BTreeMap::keys)
        .map(|source| (source, 1.0))
        .collect();
    for _ in 0..settings.sweeps {
        let agreements: Vec<(&Source, Agreement)> = trust
            .keys()
            .map(|source| {
                (
                    *source,
                    Agreement::of(source, users, base_rates, &trust, settings.prior_weight),
                )
            })
            .collect();
        trust = clip(&agreements, settings.shrinkage);
    }
    trust
}

/// How a source agrees with the others beyond chance.
struct Agreement {
    /// Mass of the source where others have any.
    mass: f64,
    excess: f64,
}

impl Agreement {
    fn of(
        source: &Source,
        users: &[UserMasses],
        base_rates: &[f64],
        trust: &BTreeMap<&Source, f64>,
        prior_weight: f64,
    ) -> Self {
        let width = base_rates.len();
        let (mut mass, mut observed) = (0.0, 0.0);
        let (mut own_marginal, mut rest_marginal) = (vec![0.0; width], vec![0.0; width]);
        for user in users {
            let Some(own) = user.get(source) else {
                continue;
            };
            let Some(rest) = posterior_of_rest(source, user, base_rates, trust, prior_weight)
            else {
                continue;
            };
            let size: f64 = own.iter().sum();
            mass += size;
            for position in 0..width {
                observed += own[position] * rest[position];
                own_marginal[position] += own[position];
                rest_marginal[position] += size * rest[position];
            }
        }
        if mass <= 0.0 {
            return Self { mass, excess: 0.0 };
        }
        let marginals = own_marginal.iter().zip(&rest_marginal);
        let expected: f64 = marginals
            .map(|(own, rest)| own / mass * (rest / mass))
            .sum();
        Self {
            mass,
            excess: observed / mass - expected,
        }
    }
}

/// What the other sources of a user say, weighed by trust; none without others.
fn posterior_of_rest(
    source: &Source,
    user: &UserMasses,
    base_rates: &[f64],
    trust: &BTreeMap<&Source, f64>,
    prior_weight: f64,
) -> Option<Vec<f64>> {
    let mut rest: Vec<f64> = base_rates.iter().map(|rate| prior_weight * rate).collect();
    let mut any = false;
    for (other, masses) in user.iter().filter(|(other, _)| *other != source) {
        any = true;
        let trust = trust.get(other).copied().unwrap_or(1.0);
        for (sum, mass) in rest.iter_mut().zip(masses) {
            *sum += trust * mass;
        }
    }
    let total: f64 = rest.iter().sum();
    any.then(|| rest.into_iter().map(|mass| mass / total).collect())
}

fn clip<'a>(agreements: &[(&'a Source, Agreement)], shrinkage: f64) -> BTreeMap<&'a Source, f64> {
    let judged: Vec<f64> = agreements
        .iter()
        .filter(|(_, agreement)| agreement.mass > 0.0)
        .map(|(_, agreement)| agreement.excess)
        .collect();
    let mean = mean(&judged);
    let shrunk = |agreement: &Agreement| {
        (agreement.mass * agreement.excess + shrinkage * mean) / (agreement.mass + shrinkage)
    };
    let mut ranked: Vec<f64> = agreements
        .iter()
        .filter(|(_, agreement)| agreement.mass > 0.0)
        .map(|(_, agreement)| shrunk(agreement))
        .collect();
    ranked.sort_by(|left, right| right.total_cmp(left));
    let better_half = ranked.len().div_ceil(2);
    let reference = self::mean(ranked.get(..better_half).unwrap_or_default());
    let trust_of = |agreement: &Agreement| {
        // Nobody to compare with, or no agreement anywhere: no ground for distrust.
        if agreement.mass <= 0.0 || reference < LEAST_EXCESS {
            return 1.0;
        }
        (shrunk(agreement) / reference).clamp(0.0, 1.0)
    };
    agreements
        .iter()
        .map(|(source, agreement)| (*source, trust_of(agreement)))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of sources")]
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        0.0
    } else {
        values.iter().sum::<f64>() / values.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::FeatureName;

    fn source(feature: &str) -> Source {
        Source {
            feature: FeatureName::new(feature).unwrap(),
            context: None,
            origin: None,
        }
    }

    /// Users whose three sources, a, b and c, hold `masses(user, source)`.
    fn users(masses: impl Fn(u8, u8) -> Vec<f64>) -> Vec<UserMasses> {
        (0..50)
            .map(|user| {
                let sources = ["a", "b", "c"].into_iter().zip(0..);
                sources
                    .map(|(name, index)| (source(name), masses(user, index)))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn where_agreement_is_nothing_but_rounding_nobody_is_distrusted() {
        for seventh in 1..50 {
            let step = f64::from(seventh) / 7.0;
            let users = users(|_, index| vec![0.1 + f64::from(index) * step, step]);
            for (source, trust) in trust(&users, &[0.7, 0.3], TrustSettings::default()) {
                assert!((trust - 1.0).abs() < f64::EPSILON, "{source:?}: {trust}");
            }
        }
    }

    #[test]
    fn who_always_says_the_popular_is_distrusted() {
        let users = users(|user, index| {
            let popular = index == 2 || user % 4 != 0;
            if popular {
                vec![9.0, 1.0]
            } else {
                vec![1.0, 9.0]
            }
        });
        let trust = trust(&users, &[0.7, 0.3], TrustSettings::default());
        assert!(trust[&source("a")] > 0.9 && trust[&source("b")] > 0.9);
        assert!(trust[&source("c")] < 0.15, "{}", trust[&source("c")]);
    }
}
