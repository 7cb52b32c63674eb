//! Tables that fit the terminal.

use comfy_table::{
    Attribute, Cell, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
    Width,
};

use super::{Paint, Style, words};

/// One line below the headings, and no other: what is read most is the text.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));

/// Columns that a cell adds around its text.
const PADDING: usize = 2;

/// Columns between the texts of two cells.
pub(crate) const AROUND: usize = PADDING + 1;

/// A table of `rows` below `headings`, wrapped to the width of the terminal.
pub(crate) fn table(
    headings: &[&str],
    rows: impl Iterator<Item = Vec<(String, Style)>>,
    paint: Paint,
) -> String {
    to_text(&build(headings, rows, paint))
}

/// As [`table`], with at least so many columns for the text of some cells: (which, how many).
pub(crate) fn with_least_widths(
    headings: &[&str],
    rows: impl Iterator<Item = Vec<(String, Style)>>,
    paint: Paint,
    widths: &[(usize, usize)],
) -> String {
    let mut table = build(headings, rows, paint);
    for (position, width) in widths {
        if let Some(column) = table.column_mut(*position) {
            let width = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }
    to_text(&table)
}

fn to_text(table: &Table) -> String {
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n") + "\n"
}

fn build(
    headings: &[&str],
    rows: impl Iterator<Item = Vec<(String, Style)>>,
    paint: Paint,
) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(paint.width).unwrap_or(u16::MAX))
        .set_header(
            headings
                .iter()
                .map(|heading| cell(heading, Style::Quiet, paint)),
        );
    if paint.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    for row in rows {
        table.add_row(row.iter().map(|(text, style)| cell(text, *style, paint)));
    }
    table
}

/// A cell; line feeds in `text` stay, all else that steers a terminal goes.
fn cell(text: &str, style: Style, paint: Paint) -> Cell {
    let lines: Vec<String> = text.split('\n').map(words::printable).collect();
    let cell = Cell::new(lines.join("\n"));
    if !paint.color {
        return cell;
    }
    match style {
        Style::Title | Style::Heading | Style::Name => cell.add_attribute(Attribute::Bold),
        Style::Plain => cell,
        Style::Quiet => cell.add_attribute(Attribute::Dim),
        Style::Good => cell.fg(Color::Green),
        Style::Warning => cell.fg(Color::Yellow),
        Style::Bad => cell.fg(Color::Red),
    }
}
