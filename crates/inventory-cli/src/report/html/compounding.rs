//! What one feature captures and another needs.

use maud::{Markup, html};

use super::{Page, words};
use crate::analysis::{Evidence, Opportunity};

/// How many are open to the eye; the rest unfolds.
const SHOWN: usize = 15;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let found = &page.view.analysis.compounding;
    let (evident, ideas): (Vec<_>, Vec<_>) = found.iter().partition(|one| one.is_evident());
    let (first, rest) = evident.split_at(evident.len().min(SHOWN));
    html! {
        section #compounding {
            h2 { "Compounding: what one feature captures and another needs" }
            @if evident.is_empty() {
                p.quiet { "No feature was seen to keep or hard-code what another one captures." }
            } @else {
                p { (words::counted(evident.len(), "connection")) " that only a shared model would make." }
                (table(page, first, "Connections"))
                @if !rest.is_empty() {
                    details {
                        summary { (words::counted(rest.len(), "more connection")) }
                        (table(page, rest, "More connections"))
                    }
                }
            }
            @if !ideas.is_empty() {
                details {
                    summary { (words::counted(ideas.len(), "idea")) " (from the names of features: not findings, not counted)" }
                    (table(page, &ideas, "Ideas"))
                }
            }
        }
    }
}

fn table(page: &Page<'_>, opportunities: &[&Opportunity], label: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table {
                thead { tr {
                    th scope="col" { "feature" } th scope="col" { "needs" }
                    th scope="col" { "because it" } th scope="col" { "captured by" }
                } }
                tbody { @for opportunity in opportunities { (row(page, opportunity)) } }
            }
        }
    }
}

fn row(page: &Page<'_>, opportunity: &Opportunity) -> Markup {
    html! {
        tr {
            th scope="row" { (words::printable(&opportunity.feature)) }
            td { code { (words::printable(&opportunity.dimension)) } }
            td { (need(page, opportunity)) }
            td {
                @for (position, source) in opportunity.sources.iter().enumerate() {
                    @if position > 0 { ", " }
                    strong { (words::printable(&source.feature)) } " in "
                    a href={ "#" (source.mechanism) } { (words::printable(words::name(&page.view.report.mechanisms, &source.mechanism))) }
                }
            }
        }
    }
}

fn need(page: &Page<'_>, opportunity: &Opportunity) -> Markup {
    let need = &opportunity.need;
    html! {
        @match need.evidence {
            Evidence::OwnSilo => {
                "relies on its silo "
                a href={ "#" (need.detail) } { (words::printable(words::name(&page.view.report.mechanisms, &need.detail))) }
            }
            Evidence::HardCoded => { "hard-codes " code { (words::printable(&need.detail)) } }
            Evidence::Idea => { (words::printable(&need.detail)) }
        }
    }
}
