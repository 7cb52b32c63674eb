//! The fragmentation matrix: dimensions by mechanisms. A letter names the silo: cells with the same letter
//! are kept in step, different letters of one row know different things of the same user.

use maud::{Markup, html};

use super::{Column, Page, kind_class, kind_legend, silo_letter, words};
use crate::analysis::{Cell, DimensionRow, Usage};

/// Above this many columns they are narrow.
pub(super) const MANY_COLUMNS: usize = 36;
/// Up to this many columns there is room for their kinds.
const FEW_COLUMNS: usize = 12;
/// A narrower group of columns has no room for the name of its kind; the legend has it.
const NAMED_GROUP: usize = 4;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let rows = &page.view.analysis.dimensions;
    html! {
        section #fragmentation.wide {
            h2 { "Fragmentation: which store holds which dimension" }
            @if rows.is_empty() {
                p.quiet { "No dimension of a user was recognised." }
            } @else {
                p {
                    "Each row is one thing worth knowing of a user, each column a mechanism. "
                    strong { "Same letter: kept in step. Different letters in a row: silos" }
                    " that can disagree about the same user."
                }
                div.controls {
                    label { input #only-fragmented type="checkbox"; " only dimensions in several silos" }
                    (legend(page))
                }
                div.scroll tabindex="0" role="region" aria-label="Fragmentation matrix" {
                    table #matrix class=(table_class(page)) {
                        (column_headings(page, "dimension", "silos"))
                        tbody { @for row in rows { (row_of(page, row)) } }
                    }
                }
                (conflicts(rows))
            }
        }
    }
}

fn legend(page: &Page<'_>) -> Markup {
    let items = [
        (Usage::ReadWrite, "read and written"),
        (Usage::Read, "only read"),
        (Usage::Write, "only written"),
        (Usage::Declared, "no use seen"),
    ];
    html! {
        ul.legend aria-label="Legend" {
            @for (usage, label) in items { li { span class={ "cell " (usage_class(usage)) } aria-hidden="true" { "A" } " " (label) } }
            (kind_legend(page))
        }
    }
}

/// The width of the columns.
pub(super) fn table_class(page: &Page<'_>) -> &'static str {
    let columns = page.columns.len();
    if columns <= FEW_COLUMNS {
        "matrix roomy"
    } else if columns <= MANY_COLUMNS {
        "matrix"
    } else {
        "matrix narrow"
    }
}

/// A row of kinds and a row of mechanisms.
pub(super) fn column_headings(page: &Page<'_>, corner: &str, count: &str) -> Markup {
    let few = page.columns.len() <= FEW_COLUMNS;
    html! {
        thead {
            tr.kinds {
                td {}
                td.number {}
                @for (kind, columns) in page.kinds() {
                    th scope="colgroup" colspan=(columns) class=(kind_class(kind)) title=(words::kind(kind)) {
                        span { @if few || columns >= NAMED_GROUP { (words::kind(kind)) } @else { "\u{a0}" } }
                    }
                }
            }
            tr {
                th.corner scope="col" { (corner) }
                th.number scope="col" { (count) }
                @for column in &page.columns { (heading(*column)) }
            }
        }
    }
}

fn heading(column: Column<'_>) -> Markup {
    let name = words::printable(&column.mechanism.name);
    html! {
        th.upright scope="col" {
            a href={ "#" (column.mechanism.id) } title=(name) { (name) }
        }
    }
}

fn row_of(page: &Page<'_>, row: &DimensionRow) -> Markup {
    html! {
        tr.fragmented[row.is_fragmented()] {
            th scope="row" title=(words::printable(&row.dimension)) { (words::printable(&row.dimension)) }
            td.number { (row.silos.len()) }
            @for column in &page.columns {
                td { @if let Some(cell) = row.cell(&column.mechanism.id) { (cell_of(row, *column, cell)) } }
            }
        }
    }
}

fn cell_of(row: &DimensionRow, column: Column<'_>, cell: &Cell) -> Markup {
    let id = &column.mechanism.id;
    let silo = row.silos.iter().position(|silo| silo.contains(id));
    let letter = silo_letter(silo.unwrap_or_default());
    let label = words::printable(&format!(
        "{}, silo {letter} of {}: {} ({})",
        column.mechanism.name,
        row.dimension,
        cell.fields.join(", "),
        words::usage(cell.usage)
    ));
    html! {
        a class={ "cell " (usage_class(cell.usage)) } href={ "#" (id) } title=(label) aria-label=(label) { (letter) }
    }
}

fn usage_class(usage: Usage) -> &'static str {
    match usage {
        Usage::ReadWrite => "read-write",
        Usage::Read => "read",
        Usage::Write => "write",
        Usage::Declared => "declared",
    }
}

fn conflicts(rows: &[DimensionRow]) -> Markup {
    let mut found = Vec::new();
    for row in rows {
        found.extend(
            row.conflicts
                .iter()
                .map(|conflict| (&row.dimension, conflict)),
        );
    }
    html! {
        @if !found.is_empty() {
            h3 { "Where silos disagree already" }
            ul { @for (dimension, conflict) in found {
                li { code { (words::printable(dimension)) } " " (words::printable(conflict)) }
            } }
        }
    }
}
