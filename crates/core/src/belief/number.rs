//! Numbers: a Normal-Gamma model over decayed sums (belief-math 2.2 and 2.4), read on the long
//! scale. The truth a confidence speaks of is the mean of the next 10 observations.

use super::special::{student_cdf, student_quantile};
use crate::schema::NumberDomain;

/// ν0: how many observations the prior variance is worth.
const PRIOR_FREEDOM: f64 = 5.0;
/// The truth is the mean of this many observations to come.
const HORIZON: f64 = 10.0;
/// An interval of 80 % ends at this quantile.
const UPPER_QUANTILE: f64 = 0.9;

/// The posterior of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NumberPosterior {
    pub(crate) mean: f64,
    /// Scale of the mean of the next 10.
    deviation: f64,
    freedom: f64,
}

impl NumberPosterior {
    /// From the sums of 1, x and x², x counted in the range's [0, 1].
    pub(crate) fn of(sums: &[f64], domain: &NumberDomain) -> Self {
        let sum = |power: usize| sums.get(power).copied().unwrap_or(0.0);
        let (s0, s1, s2) = (sum(0), sum(1), sum(2));
        let range = domain.high - domain.low;
        let prior_mean = (domain.prior_mean - domain.low) / range;
        let prior_variance = domain.prior_variance / range / range;
        let k0 = domain.prior_strength;
        let mean = (k0 * prior_mean + s1) / (k0 + s0);
        let scatter = if s0 > 0.0 {
            // Rounding may leave the sum of squares a hair below its least possible value.
            let within = (s2 - s1 * s1 / s0).max(0.0);
            let offset = s1 / s0 - prior_mean;
            within + k0 * s0 / (k0 + s0) * offset * offset
        } else {
            0.0
        };
        let freedom = PRIOR_FREEDOM + s0;
        let variance = (PRIOR_FREEDOM * prior_variance + scatter) / freedom;
        Self {
            mean: (domain.low + range * mean).clamp(domain.low, domain.high),
            deviation: range * (variance * (1.0 / (k0 + s0) + 1.0 / HORIZON)).sqrt(),
            freedom,
        }
    }

    /// P(|mean of the next 10 − mean| ≤ tolerance).
    pub(crate) fn confidence(&self, tolerance: f64) -> f64 {
        2.0 * student_cdf(tolerance / self.deviation, self.freedom) - 1.0
    }

    /// Where the mean of the next 10 lies with probability 0.8.
    pub(crate) fn interval(&self) -> (f64, f64) {
        let reach = student_quantile(UPPER_QUANTILE, self.freedom) * self.deviation;
        (self.mean - reach, self.mean + reach)
    }
}
