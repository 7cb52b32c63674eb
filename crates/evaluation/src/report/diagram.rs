//! Reliability: how often what is said with a confidence turns out right.

use anstyle::{AnsiColor, Style};

use super::table::{FAINT, HEADING, painted};
use crate::statistics::Bin;

/// Confidences in tenths against how often they were right.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// Of what.
    pub title: String,
    /// The tenths that occur, by rising confidence.
    pub points: Vec<Point>,
}

/// One tenth of the confidences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Mean confidence, in [0, 1].
    pub confidence: f64,
    /// How often it was right, in [0, 1].
    pub accuracy: f64,
    /// How many beliefs.
    pub count: f64,
}

impl Point {
    /// The 95 % interval of `accuracy` after Wilson, were the beliefs independent.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.96;
        let spread = Z * Z / self.count;
        let middle = (self.accuracy + spread / 2.0) / (1.0 + spread);
        let variance = self.accuracy * (1.0 - self.accuracy) / self.count;
        let reach = Z * (variance + spread / (4.0 * self.count)).sqrt() / (1.0 + spread);
        (middle - reach, middle + reach)
    }
}

const BARS: usize = 40;
const RIGHT: Style = AnsiColor::Cyan.on_default();

impl Diagram {
    pub(crate) fn new(title: &str, bins: &[Bin]) -> Self {
        let points = bins.iter().filter(|bin| bin.count > 0.0).map(|bin| Point {
            confidence: bin.confidence / bin.count,
            accuracy: bin.credit / bin.count,
            count: bin.count,
        });
        Self {
            title: title.into(),
            points: points.collect(),
        }
    }

    /// One bar a tenth: its length is how often the beliefs were right, `┃` is what they claimed.
    #[must_use]
    pub fn text(&self) -> String {
        let title = format!("Reliability: {}", self.title);
        let mut lines = vec![
            painted(&title, HEADING),
            painted(
                "claimed  right    beliefs  0 … 1, ┃ what was claimed",
                FAINT,
            ),
        ];
        lines.extend(self.points.iter().map(|point| {
            format!(
                "  {:.3}  {:.3}  {:>9}  {}",
                point.confidence,
                point.accuracy,
                point.count,
                painted(&bar(point), RIGHT)
            )
        }));
        lines.join("\n")
    }
}

fn bar(point: &Point) -> String {
    let filled = columns(point.accuracy);
    let claimed = columns(point.confidence).min(BARS - 1);
    let column = |column: usize| match column {
        _ if column == claimed => '┃',
        _ if column < filled => '█',
        _ => '·',
    };
    (0..BARS).map(column).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share in [0, 1] of a small width"
)]
fn columns(share: f64) -> usize {
    (share.clamp(0.0, 1.0) * BARS as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wilson's interval for 10 of 100, as tables have it: 5.5 % to 17.4 %.
    #[test]
    fn intervals_are_those_of_wilson() {
        let point = Point {
            confidence: 0.1,
            accuracy: 0.1,
            count: 100.0,
        };
        let (low, high) = point.interval();
        assert!((low - 0.0552).abs() < 1e-4, "{low}");
        assert!((high - 0.1744).abs() < 1e-4, "{high}");
    }
}
