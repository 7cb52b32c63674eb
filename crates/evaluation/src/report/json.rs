//! `--json`: `{benches: [{id, metric, measured, low, high, target, pass}]}`, a range with
//! `target_low` and `target_high`. Figures are rounded to 1e-6, as everywhere on the wire.

use serde::Serialize;

use super::{Measurement, Report, Target};

#[derive(Serialize)]
struct Document {
    benches: Vec<Bench>,
}

#[derive(Serialize)]
struct Bench {
    id: String,
    metric: String,
    measured: f64,
    low: f64,
    high: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_high: Option<f64>,
    pass: bool,
}

impl Report {
    /// The report for scripts, without comparisons and diagrams. What is not a number is null.
    #[must_use]
    pub fn json(&self) -> String {
        let benches = self.measurements.iter().map(bench).collect();
        // A tree of numbers and texts always serializes.
        serde_json::to_string_pretty(&Document { benches }).unwrap_or_default()
    }
}

fn bench(measurement: &Measurement) -> Bench {
    let (target, range) = match measurement.target {
        Target::None => (None, None),
        Target::AtMost(bound) | Target::AtLeast(bound) | Target::Above(bound) => {
            (Some(bound), None)
        }
        Target::Within(low, high) => (None, Some((low, high))),
    };
    Bench {
        id: measurement.id.clone(),
        metric: measurement.metric.clone(),
        measured: rounded(measurement.measured),
        low: rounded(measurement.low),
        high: rounded(measurement.high),
        target,
        target_low: range.map(|(low, _)| low),
        target_high: range.map(|(_, high)| high),
        pass: measurement.passes(),
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6
}
