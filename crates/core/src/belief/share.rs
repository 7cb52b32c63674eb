//! From effective masses to shares, change and confidence (belief-math 2.4).

use super::special::GammaQuotient;

/// W: how much evidence the prior is worth, in events.
pub(crate) const PRIOR_WEIGHT: f64 = 5.0;
/// Prior probability that the recent regime is a new one.
pub(crate) const HAZARD: f64 = 0.1;

/// What masses say of the outcomes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shares {
    /// P(the next observation is v), in schema order.
    pub share: Vec<f64>,
    /// P(v prevails in the next 10 observations), in schema order.
    pub confidence: Vec<f64>,
    /// P(the recent regime is a new one).
    pub change: f64,
}

/// Shares from masses at the long and the fast scale (none of it above the long one) and base
/// rates, all of one length.
#[must_use]
pub fn shares(long: &[f64], fast: &[f64], base_rates: &[f64]) -> Shares {
    let mut shares = Shares::default();
    shares.replace(long, fast, base_rates);
    shares
}

impl Shares {
    /// Becomes the shares of other masses, in the memory it has; see [`shares`].
    pub(crate) fn replace(&mut self, long: &[f64], fast: &[f64], base_rates: &[f64]) {
        let change = change(long, fast, base_rates);
        let (long_total, fast_total) = (total(long), total(fast));
        let (of_long, of_fast) = (
            (1.0 - change) / (PRIOR_WEIGHT + long_total),
            change / (PRIOR_WEIGHT + fast_total),
        );
        let masses = long.iter().zip(fast).zip(base_rates);
        self.share.clear();
        self.share.extend(masses.map(|((r, f), a)| {
            let prior = PRIOR_WEIGHT * a;
            of_fast * (prior + f) + of_long * (prior + r)
        }));
        self.confidence.clear();
        let sharpened = self.share.iter().map(|p| p * p.sqrt());
        self.confidence.extend(sharpened);
        let norm = total(&self.confidence);
        for value in &mut self.confidence {
            *value /= norm;
        }
        self.change = change;
    }
}

/// 1 / (1 + (1 − hazard)/hazard · e^(−log BF)), where BF compares the fast masses arising anew
/// from the prior with their arising from the prior and the older masses. Values of which either
/// side has nothing contribute nothing and are passed over.
fn change(long: &[f64], fast: &[f64], base_rates: &[f64]) -> f64 {
    let fast_total = total(fast);
    let older_total = total(long) - fast_total;
    if fast_total <= 0.0 || older_total <= 0.0 {
        return HAZARD;
    }
    let mut factor = GammaQuotient::ONE;
    let (of_fast, of_older) = (PRIOR_WEIGHT + fast_total, PRIOR_WEIGHT + older_total);
    factor.times([PRIOR_WEIGHT, of_older + fast_total], [of_fast, of_older]);
    for ((r, f), a) in long.iter().zip(fast).zip(base_rates) {
        let older = r - f;
        if *f <= 0.0 || older <= 0.0 {
            continue;
        }
        let prior = PRIOR_WEIGHT * a;
        factor.times([prior + f, prior + older], [prior, prior + r]);
    }
    1.0 / (1.0 + (1.0 - HAZARD) / HAZARD * libm::exp(-factor.ln()))
}

fn total(masses: &[f64]) -> f64 {
    masses.iter().sum()
}
