//! Where to start: each mechanism's value over its cost, with every summand.

use maud::{Markup, html};

use super::{Page, words};
use crate::{analysis::Start, mechanism::Reason};

/// How many are open to the eye; the rest unfolds.
const SHOWN: usize = 5;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let starts = &page.view.analysis.starts;
    let (first, rest) = starts.split_at(starts.len().min(SHOWN));
    html! {
        section #start {
            h2 { "Start migrating here" }
            @if starts.is_empty() {
                p.quiet { "Nothing is left to migrate." }
            } @else {
                p { "Value over cost, in points. Value is what the rest of the product gains from it; cost is what a bridge has to deal with." }
                ol.starts { @for start in first { (entry(page, start)) } }
                @if !rest.is_empty() {
                    details {
                        summary { (words::counted(rest.len(), "more mechanism")) }
                        ol.starts start=(SHOWN + 1) { @for start in rest { (entry(page, start)) } }
                    }
                }
            }
        }
    }
}

fn entry<'a>(page: &Page<'a>, start: &'a Start) -> Markup {
    let most = start.value.max(start.cost);
    html! {
        li {
            div.title {
                a href={ "#" (start.mechanism) } { (words::printable(page.name(&start.mechanism))) }
                span.score { (format!("{:.1}", start.score)) }
            }
            (sum("value", start.value, &start.value_reasons, most))
            (sum("cost", start.cost, &start.cost_reasons, most))
        }
    }
}

fn sum(label: &str, total: u32, reasons: &[Reason], most: u32) -> Markup {
    let mut offset = 0;
    let parts: Vec<(u32, u32)> = reasons
        .iter()
        .map(|reason| {
            let from = offset;
            offset += reason.points.unsigned_abs();
            (from, offset)
        })
        .collect();
    html! {
        div class={ "sum " (label) } {
            span.label { (label) " " strong { (total) } }
            svg viewBox={ "0 0 " (most.max(1)) " 10" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                @for (position, (from, to)) in parts.iter().enumerate() {
                    rect class={ "part part-" (position % 4) } x=(from) y="0" width=(to - from) height="10" {}
                }
            }
            ul {
                @for reason in reasons { li { strong { (reason.points) } " " (words::printable(&reason.text)) } }
            }
        }
    }
}
