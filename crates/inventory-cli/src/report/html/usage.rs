//! Who shares and who is siloed: features by mechanisms, and each feature's part.

use maud::{Markup, html};

use super::{Page, matrix, words};
use crate::analysis::FeatureRow;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let rows = &page.view.analysis.features;
    html! {
        section #features.wide {
            h2 { "Features: who shares, who is siloed" }
            @if rows.is_empty() {
                p.quiet { "No feature that uses a mechanism was recognised." }
            } @else {
                p { "Richest captured data first. r reads, w writes; a column with one mark is a mechanism nobody shares." }
                div.scroll tabindex="0" role="region" aria-label="Features by mechanisms" {
                    table class=(matrix::table_class(page)) {
                        (matrix::column_headings(page, "feature", "shared"))
                        tbody { @for row in rows { (row_of(page, row)) } }
                    }
                }
                (table(rows))
            }
        }
    }
}

fn row_of(page: &Page<'_>, row: &FeatureRow) -> Markup {
    let name = words::printable(&row.feature);
    html! {
        tr {
            th scope="row" title=(name) { (name) }
            td.number { (row.shared.len()) }
            @for column in &page.columns {
                @let id = &column.mechanism.id;
                td { (mark(row, id, &column.mechanism.name)) }
            }
        }
    }
}

fn mark(row: &FeatureRow, id: &String, name: &str) -> Markup {
    let (text, words) = match (row.reads.contains(id), row.writes.contains(id)) {
        (true, true) => ("rw", "reads and writes"),
        (true, false) => ("r", "reads"),
        (false, true) => ("w", "writes"),
        (false, false) => return html! {},
    };
    let class = if row.shared.contains(id) {
        "cell use shared"
    } else {
        "cell use"
    };
    let label = words::printable(&format!("{} {words} {name}", row.feature));
    html! { a class=(class) href={ "#" (id) } title=(label) aria-label=(label) { (text) } }
}

fn table(rows: &[FeatureRow]) -> Markup {
    let most = rows
        .iter()
        .map(|row| row.captured_richness)
        .max()
        .unwrap_or(0)
        .max(1);
    html! {
        div.scroll.apart tabindex="0" role="region" aria-label="Features" {
            table {
                thead { tr {
                    th scope="col" { "feature" } th scope="col" { "sharing" }
                    th scope="col" { "captured richness" } th.number scope="col" { "dimensions" }
                    th.number scope="col" { "hard-codes" }
                } }
                tbody { @for row in rows {
                    tr {
                        th scope="row" { (words::printable(&row.feature)) }
                        td { (sharing(row)) }
                        td { (bar(row.captured_richness, most)) }
                        td.number { (row.dimensions.len()) }
                        td.number { (row.hard_coded) }
                    }
                } }
            }
        }
    }
}

fn sharing(row: &FeatureRow) -> Markup {
    html! {
        @if row.is_siloed() {
            span.pill.bad { "siloed" }
        } @else if row.shares_with.is_empty() {
            span.quiet { "uses no mechanism" }
        } @else {
            "with " (words::some(&row.shares_with))
        }
    }
}

/// A bar with its figure.
pub(super) fn bar(value: u32, most: u32) -> Markup {
    let width = value.saturating_mul(100) / most.max(1);
    html! {
        span.bar {
            svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.track x="0" y="0" width="100" height="8" {}
                rect.fill x="0" y="0" width=(width) height="8" {}
            }
            span { (value) }
        }
    }
}
