//! The report for a terminal: what was found, how fragmented it is, where to start. Fits the width, says
//! nothing by colour alone.

mod matrix;
mod style;
mod table;

pub use self::style::Paint;
pub(crate) use self::style::Style;
use self::table::table;
use unicode_width::UnicodeWidthStr as _;

use super::{View, words};
use crate::{
    analysis::{Effort, Met, Opportunity, Recommendation, Start},
    mechanism::Mechanism,
};

/// How many lines of a ranking are shown.
const SHOWN: usize = 5;
const SHOWN_SKIPPED: usize = 5;
/// Features named of one mechanism; `explain` names them all.
const FEATURES_SHOWN: usize = 3;

pub(super) fn render(view: &View<'_>, paint: Paint) -> String {
    let mut text = String::new();
    for section in [
        header(view, paint),
        mechanisms(view, paint),
        matrix::render(view, paint),
        features(view, paint),
        starts(view, paint),
        compounding(view, paint),
        verdict(view, paint),
        effort(&view.analysis.effort, paint),
        coverage(view, paint),
    ] {
        if section.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&section);
    }
    text
}

fn header(view: &View<'_>, paint: Paint) -> String {
    let counts = &view.analysis.counts;
    let title = format!("Personalization in {}", words::tree(&view.report.root));
    let line = format!(
        "{} in {} · {}, {} siloed · {}, {} fragmented ({} % of silos are extra)",
        words::counted(counts.mechanisms, "mechanism"),
        words::counted(counts.user_models, "separate user model"),
        words::counted(counts.features, "feature"),
        counts.siloed_features,
        words::counted(counts.dimensions, "dimension"),
        counts.fragmented_dimensions,
        counts.fragmentation,
    );
    paint.wrap_styled(Style::Title, &title, "", 0) + &paint.wrap(&line, 0)
}

fn mechanisms(view: &View<'_>, paint: Paint) -> String {
    if view.report.mechanisms.is_empty() {
        return String::new();
    }
    let widths = mechanism_widths(view, paint);
    let [(_, names), ..] = widths;
    let rows = view.report.mechanisms.iter().enumerate();
    let rows = rows.map(|(position, mechanism)| mechanism_row(position, mechanism, names));
    let headings = [
        "#",
        "mechanism",
        "store",
        "logic",
        "features",
        "rich",
        "conf",
    ];
    paint.heading("Mechanisms") + &table::with_least_widths(&headings, rows, paint, &widths)
}

/// Columns for the texts of a mechanism's cells: no word of store and logic is broken, names and places
/// share what is left with the features, and what they do not need goes to the store and the logic.
fn mechanism_widths(view: &View<'_>, paint: Paint) -> [(usize, usize); 4] {
    const STORE: usize = "collection".len();
    const LOGIC: usize = "observed".len();
    const FEATURES: usize = "features".len();
    const OTHERS: usize = "999 medium 99 conf".len() + 7 * table::AROUND;
    let longest = |of: &dyn Fn(&Mechanism) -> usize| {
        let mechanisms = view.report.mechanisms.iter();
        mechanisms.map(of).max().unwrap_or(0)
    };
    let left = paint.width.saturating_sub(STORE + LOGIC + OTHERS);
    let names = longest(&|it| it.name.width().max(words::place(it).width())).min(left * 2 / 3);
    let of_features = |it: &Mechanism| {
        let shown = it.features.iter().take(FEATURES_SHOWN);
        let widths = shown.map(|feature| feature.width() + ",".len());
        widths.max().unwrap_or(0)
    };
    let features = longest(&of_features).max(FEATURES).min(left / 3);
    let spare = left - names - features;
    let of_store = |it: &Mechanism| {
        let (kind, format) = (words::kind(it.kind), words::format(it.format));
        kind.width().max(format.width())
    };
    let store = longest(&of_store).clamp(STORE, STORE + spare);
    let spare = spare - (store - STORE);
    let logic = longest(&|it| words::inferences(it).width()).clamp(LOGIC, LOGIC + spare);
    [(1, names), (2, store), (3, logic), (4, features)]
}

fn mechanism_row(position: usize, mechanism: &Mechanism, width: usize) -> Vec<(String, Style)> {
    let stage = mechanism.stage.as_ref();
    let name = match stage {
        Some(stage) => format!("{} [{stage}]", mechanism.name),
        None => mechanism.name.clone(),
    };
    vec![
        ((position + 1).to_string(), Style::Quiet),
        (
            format!("{name}\n{}", style::folded(&words::place(mechanism), width)),
            Style::Name,
        ),
        (
            format!(
                "{}\n{}",
                words::kind(mechanism.kind),
                words::format(mechanism.format)
            ),
            Style::Plain,
        ),
        (words::inferences(mechanism), Style::Plain),
        (
            words::first(FEATURES_SHOWN, &mechanism.features),
            Style::Plain,
        ),
        (
            format!(
                "{} {}",
                words::richness(mechanism.richness),
                mechanism.richness_score
            ),
            Style::richness(mechanism.richness),
        ),
        (mechanism.confidence.to_string(), Style::Plain),
    ]
}

fn features(view: &View<'_>, paint: Paint) -> String {
    let rows: Vec<_> = view
        .analysis
        .features
        .iter()
        .map(|row| {
            let sharing = if row.is_siloed() {
                ("siloed".to_owned(), Style::Bad)
            } else if row.shares_with.is_empty() {
                ("uses no mechanism".to_owned(), Style::Quiet)
            } else {
                (
                    format!("shares with {}", words::some(&row.shares_with)),
                    Style::Good,
                )
            };
            vec![
                (row.feature.clone(), Style::Name),
                sharing,
                (row.writes.len().to_string(), Style::Plain),
                (row.reads.len().to_string(), Style::Plain),
                (row.captured_richness.to_string(), Style::Plain),
                (row.hard_coded.to_string(), Style::Plain),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let headings = [
        "feature",
        "sharing",
        "writes",
        "reads",
        "captures",
        "hard-codes",
    ];
    paint.heading("Features, richest captured data first")
        + &table(&headings, rows.into_iter(), paint)
}

fn starts(view: &View<'_>, paint: Paint) -> String {
    let starts = &view.analysis.starts;
    if starts.is_empty() {
        return String::new();
    }
    let mut text = paint.heading("Start migrating here (value / cost)");
    for (position, start) in starts.iter().take(SHOWN).enumerate() {
        text.push_str(&start_lines(view, position, start, paint));
    }
    text + &paint.more(starts.len(), SHOWN, "mechanism")
}

fn start_lines(view: &View<'_>, position: usize, start: &Start, paint: Paint) -> String {
    let name = words::printable(words::name(&view.report.mechanisms, &start.mechanism));
    let mut text = format!(
        "{}. {} {:.1}\n",
        position + 1,
        paint.apply(Style::Name, &name),
        start.score
    );
    for (label, total, reasons) in [
        ("value", start.value, &start.value_reasons),
        ("cost ", start.cost, &start.cost_reasons),
    ] {
        text.push_str(&paint.wrap(&format!("{label} {}", words::sum(total, reasons)), 3));
    }
    text
}

fn compounding(view: &View<'_>, paint: Paint) -> String {
    let found = &view.analysis.compounding;
    if found.is_empty() {
        return String::new();
    }
    let mut text = paint.heading("Compounding: what one feature captures and another needs");
    for opportunity in found.iter().take(2 * SHOWN) {
        text.push_str(&paint.wrap(&opportunity_line(view, opportunity), 2));
    }
    text + &paint.more(found.len(), 2 * SHOWN, "opportunity")
}

/// One opportunity as a sentence.
pub(super) fn opportunity_line(view: &View<'_>, opportunity: &Opportunity) -> String {
    let mechanisms = &view.report.mechanisms;
    let mut sources: Vec<String> = Vec::new();
    for source in &opportunity.sources {
        let name = words::name(mechanisms, &source.mechanism);
        sources.push(format!("{} in {name}", source.feature));
    }
    words::printable(&format!(
        "{} needs {} ({}), captured by {}",
        opportunity.feature,
        opportunity.dimension,
        super::need(view, opportunity),
        sources.join(", "),
    ))
}

fn verdict(view: &View<'_>, paint: Paint) -> String {
    let verdict = &view.analysis.verdict;
    let style = match verdict.recommendation {
        Recommendation::Justified => Style::Good,
        Recommendation::Depends => Style::Warning,
        Recommendation::NotJustified => Style::Quiet,
    };
    let mut text = paint.heading("Is shared infrastructure justified here?");
    let answer = format!("{}: ", verdict.recommendation.words());
    text.push_str(&paint.wrap_styled(style, &answer, &verdict.because, 2));
    let rows = verdict.criteria.iter().map(|criterion| {
        let style = match criterion.met {
            Met::Yes => Style::Good,
            Met::No => Style::Plain,
            Met::Unknown => Style::Quiet,
        };
        vec![
            (words::met(criterion.met).to_owned(), style),
            (criterion.name.clone(), Style::Plain),
            (criterion.measured.clone(), Style::Plain),
            (criterion.threshold.clone(), Style::Quiet),
        ]
    });
    text.push_str(&table(
        &["met", "criterion", "here", "threshold"],
        rows,
        paint,
    ));
    for caveat in &verdict.caveats {
        text.push_str(&paint.wrap(&format!("note: {caveat}"), 2));
    }
    text
}

fn effort(effort: &Effort, paint: Paint) -> String {
    let mut text = paint.heading(&format!(
        "Migration effort: {} to {} team-weeks",
        effort.low, effort.high
    ));
    for part in &effort.parts {
        let line = format!(
            "{} x {}: {:.1} to {:.1}",
            part.count, part.what, part.low, part.high
        );
        text.push_str(&paint.wrap(&line, 2));
    }
    for assumption in &effort.assumptions {
        text.push_str(&paint.wrap(&format!("note: {assumption}"), 2));
    }
    text
}

fn coverage(view: &View<'_>, paint: Paint) -> String {
    let report = view.report;
    let files = &report.summary.files;
    let mut text = paint.heading("What was looked at");
    let line = format!(
        "{} files parsed, {} without a relevant word; left out: {} tests, {} vendored, {} generated, {} \
         minified, {} translations, {} of other kinds, {} skipped; {} candidates looked at and excluded",
        files.parsed,
        files.not_relevant,
        files.test,
        files.vendored,
        files.generated,
        files.minified,
        files.locale,
        files.other,
        files.skipped,
        report.excluded.len(),
    );
    text.push_str(&paint.wrap(&line, 2));
    for skipped in report.skipped.iter().take(SHOWN_SKIPPED) {
        let line = format!("skipped {}: {}", skipped.path, skipped.reason);
        text.push_str(&paint.wrap(&words::printable(&line), 2));
    }
    text.push_str(&paint.more(report.skipped.len(), SHOWN_SKIPPED, "skipped file"));
    for unused in &report.summary.unused_ignores {
        let line = format!(
            "warning: {}:{} ignores nothing: {}",
            unused.path, unused.line, unused.text
        );
        text.push_str(&paint.wrap(&words::printable(&line), 2));
    }
    text
}
