//! The answers first: the figures, whether infrastructure is justified, what it takes; and at the end what
//! was and was not looked at.

use maud::{Markup, html};

use super::{Page, words};
use crate::analysis::{Met, Recommendation};

pub(super) fn tiles(page: &Page<'_>) -> Markup {
    let counts = &page.view.analysis.counts;
    let effort = &page.view.analysis.effort;
    let tile = |figure: String, label: &str, note: String| {
        html! {
            div.tile {
                dt { (label) }
                dd { span.figure { (figure) } span.note { (note) } }
            }
        }
    };
    html! {
        dl.tiles {
            (tile(counts.mechanisms.to_string(), "mechanisms", format!("in {}", words::counted(counts.user_models, "separate user model"))))
            (tile(counts.features.to_string(), "features", format!("{} siloed", counts.siloed_features)))
            (tile(counts.dimensions.to_string(), "dimensions of a user", format!("{} held in several silos", counts.fragmented_dimensions)))
            (tile(format!("{} %", counts.fragmentation), "fragmentation", format!("{} too many", words::counted(counts.extra_silos, "silo"))))
            (tile(format!("{}–{}", effort.low, effort.high), "team-weeks to migrate", "see the assumptions".to_owned()))
        }
    }
}

pub(super) fn section(page: &Page<'_>) -> Markup {
    let verdict = &page.view.analysis.verdict;
    let class = match verdict.recommendation {
        Recommendation::Justified => "pill good",
        Recommendation::Depends => "pill warning",
        Recommendation::NotJustified => "pill quiet",
    };
    html! {
        section #answers {
            h2 { "Is shared infrastructure justified here?" }
            p.verdict { span class=(class) { (verdict.recommendation.words()) } " " (verdict.because) "." }
            div.columns {
                div {
                    div.scroll tabindex="0" role="region" aria-label="Criteria" {
                        table {
                            thead { tr { th scope="col" { "criterion" } th scope="col" { "here" } th scope="col" { "threshold" } th scope="col" { "met" } } }
                            tbody {
                                @for criterion in &verdict.criteria {
                                    tr {
                                        th scope="row" { (criterion.name) }
                                        td { (criterion.measured) }
                                        td.quiet { (criterion.threshold) }
                                        td { (met(criterion.met)) }
                                    }
                                }
                            }
                        }
                    }
                    ul.notes { @for caveat in &verdict.caveats { li { (caveat) } } }
                }
                (effort(page))
            }
        }
    }
}

fn met(met: Met) -> Markup {
    let (mark, class) = match met {
        Met::Yes => ("✓ ", "good"),
        Met::No => ("✗ ", "quiet"),
        Met::Unknown => ("? ", "warning"),
    };
    html! { span class=(class) { (mark) (words::met(met)) } }
}

fn effort(page: &Page<'_>) -> Markup {
    let effort = &page.view.analysis.effort;
    html! {
        div {
            h3 { "Effort: " (effort.low) " to " (effort.high) " team-weeks" }
            @if !effort.parts.is_empty() {
                table {
                    thead { tr { th scope="col" { "what" } th.number scope="col" { "count" } th.number scope="col" { "weeks" } } }
                    tbody {
                        @for part in &effort.parts {
                            tr {
                                th scope="row" { (part.what) }
                                td.number { (part.count) }
                                td.number { (format!("{:.1}–{:.1}", part.low, part.high)) }
                            }
                        }
                    }
                }
            }
            ul.notes { @for assumption in &effort.assumptions { li { (assumption) } } }
        }
    }
}

pub(super) fn coverage(page: &Page<'_>) -> Markup {
    let report = page.view.report;
    let files = &report.summary.files;
    let classes = [
        ("parsed", files.parsed),
        ("without a relevant word", files.not_relevant),
        ("tests", files.test),
        ("vendored", files.vendored),
        ("generated", files.generated),
        ("minified", files.minified),
        ("translations", files.locale),
        ("other kinds", files.other),
        ("skipped", files.skipped),
    ];
    html! {
        section #coverage {
            h2 { "What was looked at" }
            dl.counts {
                @for (label, count) in classes { div { dt { (label) } dd { (count) } } }
            }
            p.quiet {
                @for (position, language) in report.summary.languages.iter().enumerate() {
                    @if position > 0 { ", " }
                    (language.language) " (" (language.files) " files, " (language.lines) " lines)"
                }
            }
            @if report.summary.unresolved_keys > 0 {
                p { (report.summary.unresolved_keys) " storage calls use a key that could not be resolved." }
            }
            (excluded(page))
            (skipped(page))
            @if !report.summary.unused_ignores.is_empty() {
                h3 { "Ignores that ignore nothing" }
                ul { @for ignore in &report.summary.unused_ignores {
                    li { code { (words::printable(&ignore.path)) ":" (ignore.line) } " " (words::printable(&ignore.text)) }
                } }
            }
        }
    }
}

fn excluded(page: &Page<'_>) -> Markup {
    let excluded = &page.view.report.excluded;
    html! {
        @if !excluded.is_empty() {
            details {
                summary { (words::counted(excluded.len(), "candidate")) " looked at and excluded" }
                div.scroll tabindex="0" role="region" aria-label="Excluded candidates" {
                    table {
                        thead { tr { th scope="col" { "candidate" } th scope="col" { "kind" } th scope="col" { "why not" } th scope="col" { "where" } } }
                        tbody { @for candidate in excluded {
                            tr {
                                th scope="row" { code { (words::printable(&candidate.name)) } }
                                td { (words::kind(candidate.kind)) }
                                td { (words::printable(&candidate.reason)) }
                                td { code { (words::printable(&candidate.path)) ":" (candidate.line) } }
                            }
                        } }
                    }
                }
            }
        }
    }
}

fn skipped(page: &Page<'_>) -> Markup {
    let skipped = &page.view.report.skipped;
    html! {
        @if !skipped.is_empty() {
            details {
                summary { (words::counted(skipped.len(), "file")) " skipped or read only in part" }
                ul { @for file in skipped {
                    li { code { (words::printable(&file.path)) } " " (words::printable(&file.reason)) }
                } }
            }
        }
    }
}
