//! Sums from which accuracy, coverage, Brier score and calibration error follow. Tallies of
//! several people add up, which makes resampling people cheap.

use super::Sums;
use crate::protocol::REPORT;

const BINS: usize = 10;

/// Sums over predictions, each a confidence and the credit that the truth gives, in [0, 1].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tally {
    count: f64,
    credit: f64,
    squares: f64,
    bins: [Bin; BINS],
    reported: f64,
    reported_credit: f64,
}

/// Predictions of a tenth of the confidences.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Bin {
    /// How many.
    pub(crate) count: f64,
    /// Sum of their confidences.
    pub(crate) confidence: f64,
    /// Sum of their credits.
    pub(crate) credit: f64,
}

impl Tally {
    /// Adds one prediction.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a confidence in [0, 1] times ten"
    )]
    pub(crate) fn add(&mut self, confidence: f64, credit: f64) {
        self.count += 1.0;
        self.credit += credit;
        self.squares += (confidence - credit) * (confidence - credit);
        let bin = ((confidence * 10.0) as usize).min(BINS - 1);
        if let Some(bin) = self.bins.get_mut(bin) {
            bin.count += 1.0;
            bin.confidence += confidence;
            bin.credit += credit;
        }
        if confidence >= REPORT {
            self.reported += 1.0;
            self.reported_credit += credit;
        }
    }

    /// How many predictions.
    pub(crate) const fn count(&self) -> f64 {
        self.count
    }

    /// Mean credit.
    pub(crate) fn accuracy(&self) -> f64 {
        self.credit / self.count
    }

    /// Share of predictions that would be acted upon.
    pub(crate) fn coverage(&self) -> f64 {
        self.reported / self.count
    }

    /// Mean credit of those.
    pub(crate) fn reported_accuracy(&self) -> f64 {
        self.reported_credit / self.reported
    }

    /// Mean squared distance of confidence and credit.
    pub(crate) fn brier(&self) -> f64 {
        self.squares / self.count
    }

    /// Expected calibration error over ten bins of equal width.
    pub(crate) fn calibration_error(&self) -> f64 {
        let gaps = self
            .bins
            .iter()
            .map(|bin| (bin.confidence - bin.credit).abs());
        gaps.sum::<f64>() / self.count
    }

    /// The bins, by rising confidence.
    pub(crate) const fn bins(&self) -> &[Bin; BINS] {
        &self.bins
    }
}

impl Sums for Tally {
    fn add_all(&mut self, other: &Self) {
        self.count += other.count;
        self.credit += other.credit;
        self.squares += other.squares;
        self.reported += other.reported;
        self.reported_credit += other.reported_credit;
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            bin.count += other.count;
            bin.confidence += other.confidence;
            bin.credit += other.credit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "sums of halves are exact")]
    fn figures_are_those_computed_by_hand() {
        let mut tally = Tally::default();
        for (confidence, credit) in [(1.0, 1.0), (0.75, 0.0), (0.75, 1.0), (0.5, 0.5)] {
            tally.add(confidence, credit);
        }
        assert_eq!(tally.accuracy(), 2.5 / 4.0);
        assert_eq!(tally.coverage(), 3.0 / 4.0);
        assert_eq!(tally.reported_accuracy(), 2.0 / 3.0);
        assert_eq!(tally.brier(), (0.5625 + 0.0625) / 4.0);
        // Bin 0.7: |1.5 − 1|; the others are exact.
        assert_eq!(tally.calibration_error(), 0.5 / 4.0);
    }
}
