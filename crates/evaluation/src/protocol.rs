//! What all benches share: when beliefs are read, and what the truth is.

/// A belief is read after this many observations of its dimension.
pub(crate) const CHECKPOINTS: [usize; 13] = [1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 170, 300, 600];
/// The truth is taken from this many observations to come.
pub(crate) const HORIZON: usize = 10;
/// From this confidence on a belief is acted upon.
pub(crate) const REPORT: f64 = 0.7;

/// Which value prevails among the observations to come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Truth {
    credits: Vec<f64>,
}

impl Truth {
    /// From the observations to come. Values that tie share the credit.
    #[expect(clippy::cast_precision_loss, reason = "a count of outcomes")]
    pub(crate) fn of(next: &[usize], width: usize) -> Self {
        let counts = counts(next, width);
        let most = counts.iter().copied().max().unwrap_or(0);
        let ties = counts.iter().filter(|count| **count == most).count();
        let credit = |count: &usize| {
            if *count == most {
                1.0 / ties as f64
            } else {
                0.0
            }
        };
        Self {
            credits: counts.iter().map(credit).collect(),
        }
    }

    /// What saying `position` earns, in [0, 1].
    pub(crate) fn credit(&self, position: usize) -> f64 {
        self.credits.get(position).copied().unwrap_or(0.0)
    }
}

/// How often each outcome occurs.
pub(crate) fn counts(values: &[usize], width: usize) -> Vec<usize> {
    let mut counts = vec![0; width];
    for value in values {
        if let Some(count) = counts.get_mut(*value) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_value_is_the_truth_and_ties_share() {
        let halves = |next: &[usize]| {
            let truth = Truth::of(next, 3);
            [0, 1, 2].map(|position| {
                (0..=2).find(|halves| {
                    (truth.credit(position) - f64::from(*halves) / 2.0).abs() < 1e-12
                })
            })
        };
        assert_eq!(halves(&[0, 1, 1, 2]), [Some(0), Some(2), Some(0)]);
        assert_eq!(halves(&[2, 0, 2, 0]), [Some(1), Some(0), Some(1)]);
    }
}
