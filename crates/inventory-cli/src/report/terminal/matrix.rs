//! The fragmentation matrix on a terminal: a column per mechanism where they fit, else one per kind of
//! store with the number of mechanisms in it.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr as _;

use super::{Paint, Style, View, words};
use crate::{
    analysis::{DimensionRow, Usage},
    mechanism::{Kind, Mechanism},
};

const LEGEND: &str = "◆ read and written  ◇ only read  ▪ only written  ○ no use seen";
/// ` silos`, and room for two digits below it.
const SILOS_WIDTH: usize = 7;

/// One column.
#[derive(Clone, Copy)]
enum Column<'a> {
    /// A mechanism, under its number in the report.
    Mechanism(usize, &'a Mechanism),
    /// A kind of store.
    Kind(Kind, &'a [Mechanism]),
}

impl Column<'_> {
    fn heading(self) -> String {
        match self {
            Self::Mechanism(number, _) => format!("{number:>2}"),
            Self::Kind(kind, _) => short(kind).to_owned(),
        }
    }

    /// What it shows of a row; nothing where the dimension is not held.
    fn cell(self, row: &DimensionRow) -> Option<String> {
        match self {
            Self::Mechanism(_, mechanism) => row
                .cell(&mechanism.id)
                .map(|cell| mark(cell.usage).to_owned()),
            Self::Kind(kind, mechanisms) => {
                let held = mechanisms
                    .iter()
                    .filter(|mechanism| mechanism.kind == kind && row.cell(&mechanism.id).is_some())
                    .count();
                (held > 0).then(|| held.to_string())
            }
        }
    }
}

pub(super) fn render(view: &View<'_>, paint: Paint) -> String {
    let rows = &view.analysis.dimensions;
    if rows.is_empty() {
        return String::new();
    }
    let label = rows
        .iter()
        .map(|row| row.dimension.width())
        .max()
        .unwrap_or(0);
    let fits = |columns: &[Column<'_>]| {
        let width: usize = columns
            .iter()
            .map(|column| column.heading().width() + 1)
            .sum();
        label + width + SILOS_WIDTH <= paint.width
    };
    let choices = [
        (by_mechanism(view), LEGEND),
        (
            by_kind(view),
            "how many mechanisms of each kind of store hold it",
        ),
    ];
    let (columns, legend) = choices
        .into_iter()
        .find(|(columns, _)| fits(columns))
        .unwrap_or_default();
    let mut text = paint.heading("Fragmentation: which store holds which dimension");
    let mut line = " ".repeat(label);
    for column in &columns {
        line = line + " " + &column.heading();
    }
    text.push_str(&(paint.apply(Style::Quiet, &(line + " silos")) + "\n"));
    for row in rows {
        text.push_str(&line_of(row, &columns, label, paint));
    }
    text + &paint.wrap_styled(Style::Quiet, legend, "", 0)
}

fn line_of(row: &DimensionRow, columns: &[Column<'_>], label: usize, paint: Paint) -> String {
    let name = words::printable(&row.dimension);
    let mut line = format!("{name}{}", " ".repeat(label.saturating_sub(name.width())));
    let style = if row.is_fragmented() {
        Style::Bad
    } else {
        Style::Good
    };
    for column in columns {
        let width = column.heading().width();
        let (text, style) = match column.cell(row) {
            Some(text) => (text, style),
            None => ("·".to_owned(), Style::Quiet),
        };
        let padding = " ".repeat(width.saturating_sub(text.width()) + 1);
        line.push_str(&(padding + &paint.apply(style, &text)));
    }
    let silos = format!("{:>6}", row.silos.len());
    line + &paint.apply(style, &silos) + "\n"
}

fn by_mechanism<'a>(view: &View<'a>) -> Vec<Column<'a>> {
    let mechanisms = view.report.mechanisms.iter().enumerate();
    mechanisms
        .map(|(position, mechanism)| Column::Mechanism(position + 1, mechanism))
        .collect()
}

fn by_kind<'a>(view: &View<'a>) -> Vec<Column<'a>> {
    let mechanisms = &view.report.mechanisms;
    let kinds: BTreeSet<Kind> = mechanisms.iter().map(|mechanism| mechanism.kind).collect();
    let columns = kinds.into_iter().map(|kind| Column::Kind(kind, mechanisms));
    columns.collect()
}

/// The kind in a word of few columns.
fn short(kind: Kind) -> &'static str {
    match kind {
        Kind::SqlTable => "sql",
        Kind::OrmModel => "orm",
        Kind::DocumentCollection => "docs",
        Kind::Redis => "redis",
        Kind::BrowserStorage => "browser",
        Kind::ConfigFile => "file",
        Kind::InMemorySession => "session",
        Kind::VectorLlmMemory => "memory",
        Kind::RemoteSdk => "remote",
        Kind::Prompt => "prompt",
        Kind::DeviceStorage => "device",
    }
}

fn mark(usage: Usage) -> &'static str {
    match usage {
        Usage::ReadWrite => "◆",
        Usage::Read => "◇",
        Usage::Write => "▪",
        Usage::Declared => "○",
    }
}
