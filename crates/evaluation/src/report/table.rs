//! The report for people: figures against targets, then methods side by side.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Comparison, Measurement, Report, Target};

const MET: Style = AnsiColor::Green.on_default().bold();
const MISSED: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();
const HEADING: Style = Style::new().bold();

impl Report {
    /// The report as text, with ANSI colours if `color`.
    #[must_use]
    pub fn text(&self, color: bool) -> String {
        let mut text = self.figures(color);
        for comparison in &self.comparisons {
            text.push('\n');
            text.push_str(&of_comparison(comparison, color));
        }
        for diagram in &self.diagrams {
            text.push('\n');
            text.push_str(&diagram.text(color));
        }
        text.push('\n');
        text.push_str(&self.verdict(color));
        text
    }

    fn figures(&self, color: bool) -> String {
        let ids = width(self.measurements.iter().map(|row| row.id.as_str()));
        let metrics = width(self.measurements.iter().map(|row| row.metric.as_str()));
        let head = format!(
            "{:ids$}  {:metrics$}  {:>9}  {:>20}  {:>16}",
            "", "", "measured", "95 % interval", "target"
        );
        let mut text = format!("{}\n", painted(&head, HEADING, color));
        let mut last = "";
        for row in &self.measurements {
            let id = if row.id == last { "" } else { &row.id };
            last = &row.id;
            let line = format!(
                "{id:ids$}  {:metrics$}  {:>9}  {:>20}  {:>16}",
                row.metric,
                number(row.measured),
                interval(row),
                target(row.target),
            );
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{line}  {}", mark(row, color));
        }
        text
    }

    fn verdict(&self, color: bool) -> String {
        let aimed = || {
            self.measurements
                .iter()
                .filter(|row| row.target != Target::None)
        };
        let missed: Vec<String> = aimed()
            .filter(|row| !row.passes())
            .map(|row| format!("{} {}", row.id, row.metric))
            .collect();
        if missed.is_empty() {
            let met = format!("All {} targets are met.", aimed().count());
            return format!("{}\n", painted(&met, MET, color));
        }
        let line = format!(
            "{} of {} targets are missed: {}.",
            missed.len(),
            aimed().count(),
            missed.join(", ")
        );
        format!("{}\n", painted(&line, MISSED, color))
    }
}

fn of_comparison(comparison: &Comparison, color: bool) -> String {
    let names = width(comparison.rows.iter().map(|(name, _)| name.as_str()));
    let mut text = format!("{}\n", painted(&comparison.title, HEADING, color));
    let mut head = " ".repeat(names);
    for column in &comparison.columns {
        let _ = write!(head, "  {column:>9}");
    }
    let _ = writeln!(text, "{}", painted(&head, FAINT, color));
    for (name, figures) in &comparison.rows {
        let _ = write!(text, "{name:names$}");
        for figure in figures {
            let _ = write!(text, "  {:>9}", number(*figure));
        }
        text.push('\n');
    }
    text
}

fn width<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

fn number(figure: f64) -> String {
    if figure.is_finite() {
        format!("{figure:.3}")
    } else {
        "–".into()
    }
}

fn interval(row: &Measurement) -> String {
    #[expect(clippy::float_cmp, reason = "an exact figure has itself as both ends")]
    if row.low == row.high {
        "exact".into()
    } else {
        format!("{} … {}", number(row.low), number(row.high))
    }
}

fn target(target: Target) -> String {
    match target {
        Target::None => String::new(),
        Target::AtMost(bound) => format!("≤ {bound}"),
        Target::AtLeast(bound) => format!("≥ {bound}"),
        Target::Above(bound) => format!("> {bound}"),
        Target::Within(low, high) => format!("{low} … {high}"),
    }
}

fn mark(row: &Measurement, color: bool) -> String {
    match (row.target, row.passes()) {
        (Target::None, _) => String::new(),
        (_, true) => painted("met", MET, color),
        (_, false) => painted("missed", MISSED, color),
    }
}

pub(super) fn painted(text: &str, style: Style, color: bool) -> String {
    if color {
        format!("{style}{text}{style:#}")
    } else {
        text.into()
    }
}
