//! The report for people: figures against targets, then methods side by side. Texts are in
//! colour; `anstream` takes the colour out where it is not wanted.

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, Table, presets};

use super::{Comparison, Measurement, Report, Target};

const MET: Style = AnsiColor::Green.on_default();
const MISSED: Style = AnsiColor::Red.on_default().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
pub(super) const HEADING: Style = Style::new().bold();

impl Report {
    /// The report as text with ANSI colours.
    #[must_use]
    pub fn text(&self) -> String {
        let mut parts = vec![self.figures()];
        parts.extend(self.comparisons.iter().map(of_comparison));
        parts.extend(self.diagrams.iter().map(super::Diagram::text));
        parts.push(self.verdict());
        parts.join("\n\n")
    }

    fn figures(&self) -> String {
        let mut table = table(&["", "", "measured", "95 % interval", "target", ""]);
        let mut last = "";
        for row in &self.measurements {
            let id = if row.id == last { "" } else { &row.id };
            last = &row.id;
            table.add_row([
                painted(id, HEADING),
                row.metric.clone(),
                number(row.measured),
                interval(row),
                target(row.target),
                mark(row),
            ]);
        }
        align_numbers(&mut table, 2..5);
        table.trim_fmt()
    }

    fn verdict(&self) -> String {
        let aimed = || {
            let rows = self.measurements.iter();
            rows.filter(|row| row.target != Target::None)
        };
        let missed: Vec<String> = aimed()
            .filter(|row| !row.passes())
            .map(|row| format!("{} {}", row.id, row.metric))
            .collect();
        let count = aimed().count();
        if missed.is_empty() {
            return painted(&format!("All {count} targets are met."), MET);
        }
        let list = missed.join(", ");
        let line = format!("{} of {count} targets are missed: {list}.", missed.len());
        painted(&line, MISSED)
    }
}

fn of_comparison(comparison: &Comparison) -> String {
    let columns = comparison.columns.iter().map(String::as_str);
    let head: Vec<&str> = std::iter::once("").chain(columns).collect();
    let mut table = table(&head);
    for (name, figures) in &comparison.rows {
        let figures = figures.iter().map(|figure| number(*figure));
        table.add_row(std::iter::once(name.clone()).chain(figures));
    }
    align_numbers(&mut table, 1..head.len());
    format!(
        "{}\n{}",
        painted(&comparison.title, HEADING),
        table.trim_fmt()
    )
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(head.iter().map(|column| painted(column, FAINT)));
    table
}

fn align_numbers(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Three decimals; counts as they are.
fn number(figure: f64) -> String {
    if !figure.is_finite() {
        "–".into()
    } else if figure >= 2.0 && figure.fract() <= 0.0 {
        format!("{figure:.0}")
    } else {
        format!("{figure:.3}")
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

fn mark(row: &Measurement) -> String {
    match (row.target, row.passes()) {
        (Target::None, _) => String::new(),
        (_, true) => painted("met", MET),
        (_, false) => painted("missed", MISSED),
    }
}

/// `text` in a style, unless there is none to paint.
pub(super) fn painted(text: &str, style: Style) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{style}{text}{style:#}")
}
