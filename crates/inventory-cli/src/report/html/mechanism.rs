//! Every mechanism with all that is known of it.

use maud::{Markup, html};

use super::{Column, Page, kind_class, usage::bar, words};
use crate::mechanism::{Field, Link, Mechanism, Reason, Site};

/// How many sites are listed before the rest is counted.
const MOST_SITES: usize = 40;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let mechanisms = page.view.report.mechanisms.iter().enumerate();
    html! {
        section #mechanisms {
            h2 { "Mechanisms" }
            @if page.columns.is_empty() {
                p.quiet { "None was found." }
            } @else {
                div.controls {
                    label { "Filter " input #filter type="search" autocomplete="off" placeholder="name, field, dimension, feature, path"; }
                    button #unfold type="button" hidden { "Unfold all" }
                    span #filtered role="status" {}
                }
                @for (position, mechanism) in mechanisms {
                    (entry(page, Column { number: position + 1, mechanism }))
                }
            }
        }
    }
}

fn entry(page: &Page<'_>, column: Column<'_>) -> Markup {
    let mechanism = column.mechanism;
    html! {
        details.mechanism #(mechanism.id) {
            summary {
                span.number { (column.number) }
                span.title {
                    strong { (words::printable(&mechanism.name)) }
                    span.quiet { (words::printable(&words::place(mechanism))) }
                }
                span class=(kind_class(mechanism.kind)) { (words::kind(mechanism.kind)) }
                span.features { (words::some(&mechanism.features)) }
                span.richness title="richness" { (bar(u32::from(mechanism.richness_score), 100)) }
                @if let Some(stage) = &mechanism.stage { span.pill.good { "bridge: " (words::printable(stage)) } }
            }
            (facts(mechanism))
            (fields(&mechanism.fields))
            div.columns {
                (reasons("Confidence", u32::from(mechanism.confidence), &mechanism.reasons))
                (reasons("Richness", u32::from(mechanism.richness_score), &mechanism.richness_reasons))
            }
            (links(page, &mechanism.links))
            (sites(&mechanism.sites))
        }
    }
}

fn facts(mechanism: &Mechanism) -> Markup {
    let access = mechanism.access.iter().map(|access| {
        format!(
            "{} ({} reads, {} writes)",
            access.feature, access.reads, access.writes
        )
    });
    let access: Vec<String> = access.collect();
    let facts = [
        ("id", mechanism.id.clone()),
        ("names", mechanism.names.join(", ")),
        ("format", words::format(mechanism.format).to_owned()),
        ("values come from", words::inferences(mechanism)),
        (
            "tied to the user by",
            words::owner(mechanism.owner).to_owned(),
        ),
        ("used by", access.join(", ")),
    ];
    html! {
        dl.facts { @for (label, text) in facts {
            @if !text.is_empty() { div { dt { (label) } dd { (words::printable(&text)) } } }
        } }
    }
}

fn fields(fields: &[Field]) -> Markup {
    html! {
        @if !fields.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Fields" {
                table {
                    thead { tr {
                        th scope="col" { "field" } th scope="col" { "dimension" } th scope="col" { "type" }
                        th scope="col" { "default" } th scope="col" { "values" }
                    } }
                    tbody { @for field in fields {
                        tr {
                            th scope="row" { code { (words::printable(&field.name)) } @if field.sensitive { " " span.pill.bad { "sensitive" } } }
                            td { (text(field.dimension.as_deref())) }
                            td { code { (text(field.type_.as_deref())) } }
                            td { code { (text(field.default.as_deref())) } }
                            td { (words::printable(&field.values.join(", "))) }
                        }
                    } }
                }
            }
        }
    }
}

fn text(text: Option<&str>) -> String {
    words::printable(text.unwrap_or_default())
}

fn reasons(title: &str, total: u32, reasons: &[Reason]) -> Markup {
    html! {
        div {
            h3 { (title) " " (total) }
            ul.reasons { @for reason in reasons {
                li { strong { (format!("{:+}", reason.points)) } " " (words::printable(&reason.text)) }
            } }
        }
    }
}

fn links(page: &Page<'_>, links: &[Link]) -> Markup {
    html! {
        @if !links.is_empty() {
            h3 { "Other mechanisms" }
            ul { @for link in links {
                li {
                    a href={ "#" (link.id) } { (words::printable(words::name(&page.view.report.mechanisms, &link.id))) }
                    ": " (words::relation(link.relation))
                    @if !link.dimensions.is_empty() { " (" (words::printable(&link.dimensions.join(", "))) ")" }
                    span.quiet { " " (words::printable(&link.reason)) }
                }
            } }
        }
    }
}

fn sites(sites: &[Site]) -> Markup {
    html! {
        h3 { (words::counted(sites.len(), "site")) }
        div.scroll tabindex="0" role="region" aria-label="Sites" {
            table.sites {
                thead { tr { th scope="col" { "what" } th scope="col" { "where" } th scope="col" { "feature" } th scope="col" { "code" } } }
                tbody { @for site in sites.iter().take(MOST_SITES) {
                    tr {
                        td { (words::role(site.role)) }
                        td { code { (words::printable(&site.path)) ":" (site.line) } }
                        td { (text(site.feature.as_deref())) }
                        td { code { (text(site.code.as_deref())) } }
                    }
                } }
            }
        }
        @if sites.len() > MOST_SITES {
            p.quiet { "… and " (sites.len() - MOST_SITES) " more, in the JSON report." }
        }
    }
}
