//! What products do without a model, to compare with. None of it is part of Selfmodel.

use crate::protocol::{HORIZON, counts};

/// A way to guess the next values from the earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Baseline {
    /// The newest value, held for certain.
    LastWrite,
    /// The most frequent value, confident by its frequency.
    Frequency,
    /// The same over the newest ten.
    Window,
    /// Frequency smoothed by base rates worth two observations.
    FrequencyWithPrior,
}

impl Baseline {
    /// All of them, in the order of the report.
    pub(crate) const ALL: [Self; 4] = [
        Self::LastWrite,
        Self::Frequency,
        Self::Window,
        Self::FrequencyWithPrior,
    ];

    /// What people call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LastWrite => "last write wins",
            Self::Frequency => "raw frequency",
            Self::Window => "window of 10",
            Self::FrequencyWithPrior => "frequency + prior of 2",
        }
    }

    /// The guess and the confidence in it. Ties go to the value seen later, as in the core.
    pub(crate) fn guess(self, seen: &[usize], base_rates: &[f64]) -> (usize, f64) {
        let window = &seen[seen.len().saturating_sub(HORIZON)..];
        match self {
            Self::LastWrite => (seen.last().copied().unwrap_or(0), 1.0),
            Self::Frequency => most_frequent(seen, base_rates, 0.0),
            Self::Window => most_frequent(window, base_rates, 0.0),
            Self::FrequencyWithPrior => most_frequent(seen, base_rates, 2.0),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of observations")]
fn most_frequent(seen: &[usize], base_rates: &[f64], weight: f64) -> (usize, f64) {
    let counts = counts(seen, base_rates.len());
    let share = |position: usize| {
        let prior = weight * base_rates.get(position).copied().unwrap_or(0.0);
        let count = counts.get(position).copied().unwrap_or(0);
        (count as f64 + prior) / (seen.len() as f64 + weight)
    };
    let later = |position: usize| seen.iter().rposition(|value| *value == position);
    let best = (0..base_rates.len()).max_by(|left, right| {
        let by_share = share(*left).total_cmp(&share(*right));
        by_share.then_with(|| later(*left).cmp(&later(*right)))
    });
    let best = best.unwrap_or(0);
    (best, share(best))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_those_made_by_hand() {
        let seen = [0, 0, 1, 1, 2];
        let rates = [0.2, 0.7, 0.1];
        let guess = |baseline: Baseline| baseline.guess(&seen, &rates);
        assert_eq!(guess(Baseline::LastWrite), (2, 1.0));
        assert_eq!(
            guess(Baseline::Frequency),
            (1, 0.4),
            "1 ties with 0 and is later"
        );
        assert_eq!(guess(Baseline::FrequencyWithPrior), (1, 3.4 / 7.0));
        let long: Vec<usize> = [0; 20].into_iter().chain([1; 6]).collect();
        assert_eq!(Baseline::Window.guess(&long, &rates), (1, 0.6));
    }
}
