//! The report as Markdown, of a size that fits a comment on a pull request.

use std::fmt::{self, Write as _};

use super::{View, need, words};
use crate::{
    analysis::{DimensionRow, Usage},
    mechanism::Mechanism,
};

/// Comments on the large forges end at 65,536 characters.
const MOST_CHARACTERS: usize = 60_000;
/// Above this many mechanisms the matrix has a column per kind of store.
const MOST_COLUMNS: usize = 20;
const SHOWN: usize = 10;

pub(super) fn render(view: &View<'_>) -> String {
    let mut text = String::new();
    let _: fmt::Result = write_report(&mut text, view); // a String takes all that is written
    shorten(text)
}

fn write_report(out: &mut String, view: &View<'_>) -> fmt::Result {
    header(out, view)?;
    verdict(out, view)?;
    starts(out, view)?;
    matrix(out, view)?;
    compounding(out, view)?;
    features(out, view)?;
    mechanisms(out, view)
}

fn header(out: &mut String, view: &View<'_>) -> fmt::Result {
    let counts = &view.analysis.counts;
    writeln!(
        out,
        "# Personalization in {}\n",
        escape(&words::tree(&view.report.root))
    )?;
    writeln!(
        out,
        "**{}** in {}, used by {} ({} siloed). {}, **{} fragmented**: {} % of the silos are extra.\n",
        words::counted(counts.mechanisms, "mechanism"),
        words::counted(counts.user_models, "separate user model"),
        words::counted(counts.features, "feature"),
        counts.siloed_features,
        words::counted(counts.dimensions, "dimension"),
        counts.fragmented_dimensions,
        counts.fragmentation,
    )
}

fn verdict(out: &mut String, view: &View<'_>) -> fmt::Result {
    let verdict = &view.analysis.verdict;
    let effort = &view.analysis.effort;
    writeln!(out, "## Is shared infrastructure justified here?\n")?;
    writeln!(
        out,
        "**{}**: {}.\n",
        verdict.recommendation.words(),
        escape(&verdict.because)
    )?;
    writeln!(
        out,
        "| criterion | here | threshold | met |\n|---|---|---|---|"
    )?;
    for criterion in &verdict.criteria {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            criterion.name,
            criterion.measured,
            criterion.threshold,
            words::met(criterion.met)
        )?;
    }
    writeln!(out)?;
    for caveat in &verdict.caveats {
        writeln!(out, "- {}", escape(caveat))?;
    }
    writeln!(
        out,
        "\n**Effort**: {} to {} team-weeks.\n",
        effort.low, effort.high
    )?;
    for part in &effort.parts {
        writeln!(
            out,
            "- {} × {}: {:.1} to {:.1}",
            part.count, part.what, part.low, part.high
        )?;
    }
    for assumption in &effort.assumptions {
        writeln!(out, "- {}", escape(assumption))?;
    }
    writeln!(out)
}

fn starts(out: &mut String, view: &View<'_>) -> fmt::Result {
    let starts = &view.analysis.starts;
    if starts.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Start migrating here\n")?;
    writeln!(
        out,
        "| mechanism | value / cost | value | cost |\n|---|---:|---|---|"
    )?;
    for start in starts.iter().take(SHOWN) {
        writeln!(
            out,
            "| {} | {:.1} | {} | {} |",
            code(words::name(&view.report.mechanisms, &start.mechanism)),
            start.score,
            escape(&words::sum(start.value, &start.value_reasons)),
            escape(&words::sum(start.cost, &start.cost_reasons)),
        )?;
    }
    more(out, starts.len(), SHOWN)
}

fn matrix(out: &mut String, view: &View<'_>) -> fmt::Result {
    let rows = &view.analysis.dimensions;
    let mechanisms = &view.report.mechanisms;
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Fragmentation: which store holds which dimension\n")?;
    if mechanisms.len() > MOST_COLUMNS {
        writeln!(out, "| dimension | silos | held by |\n|---|---:|---|")?;
        for row in rows {
            let held = row
                .cells
                .iter()
                .map(|cell| code(words::name(mechanisms, &cell.mechanism)));
            let held: Vec<String> = held.collect();
            writeln!(
                out,
                "| {} | {} | {} |",
                label(row),
                row.silos.len(),
                held.join(", ")
            )?;
        }
    } else {
        let numbers: Vec<String> = (1..=mechanisms.len())
            .map(|number| number.to_string())
            .collect();
        writeln!(out, "| dimension | {} | silos |", numbers.join(" | "))?;
        writeln!(out, "|---|{}---:|", ":-:|".repeat(mechanisms.len()))?;
        for row in rows {
            let cells = mechanisms.iter().map(|mechanism| mark(row, mechanism));
            let cells: Vec<&str> = cells.collect();
            writeln!(
                out,
                "| {} | {} | {} |",
                label(row),
                cells.join(" | "),
                row.silos.len()
            )?;
        }
        writeln!(
            out,
            "\nrw read and written, r only read, w only written, d no use seen."
        )?;
    }
    writeln!(out)?;
    for row in rows {
        for conflict in &row.conflicts {
            writeln!(out, "- {}: {}", code(&row.dimension), escape(conflict))?;
        }
    }
    writeln!(out)
}

fn label(row: &DimensionRow) -> String {
    let name = code(&row.dimension);
    if row.is_fragmented() {
        format!("**{name}**")
    } else {
        name
    }
}

fn mark(row: &DimensionRow, mechanism: &Mechanism) -> &'static str {
    match row.cell(&mechanism.id).map(|cell| cell.usage) {
        Some(Usage::ReadWrite) => "rw",
        Some(Usage::Read) => "r",
        Some(Usage::Write) => "w",
        Some(Usage::Declared) => "d",
        None => "",
    }
}

fn compounding(out: &mut String, view: &View<'_>) -> fmt::Result {
    let found = &view.analysis.compounding;
    if found.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "## Compounding: what one feature captures and another needs\n"
    )?;
    writeln!(
        out,
        "| feature | needs | because it | captured by |\n|---|---|---|---|"
    )?;
    for opportunity in found.iter().take(2 * SHOWN) {
        let mut sources = Vec::new();
        for source in &opportunity.sources {
            let name = words::name(&view.report.mechanisms, &source.mechanism);
            sources.push(format!("{} in {}", escape(&source.feature), code(name)));
        }
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            escape(&opportunity.feature),
            code(&opportunity.dimension),
            escape(&need(view, opportunity)),
            sources.join(", ")
        )?;
    }
    more(out, found.len(), 2 * SHOWN)
}

fn features(out: &mut String, view: &View<'_>) -> fmt::Result {
    let rows = &view.analysis.features;
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Features\n")?;
    writeln!(
        out,
        "| feature | shares with | writes | reads | captured richness | hard-codes |\n\
         |---|---|---:|---:|---:|---:|"
    )?;
    for row in rows {
        let sharing = if row.is_siloed() {
            "**siloed**".to_owned()
        } else {
            escape(&words::some(&row.shares_with))
        };
        writeln!(
            out,
            "| {} | {sharing} | {} | {} | {} | {} |",
            escape(&row.feature),
            row.writes.len(),
            row.reads.len(),
            row.captured_richness,
            row.hard_coded
        )?;
    }
    writeln!(out)
}

fn mechanisms(out: &mut String, view: &View<'_>) -> fmt::Result {
    let mechanisms = &view.report.mechanisms;
    if mechanisms.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Mechanisms\n")?;
    writeln!(
        out,
        "| # | mechanism | store | format | logic | features | richness | confidence | declared at |\n\
         |---:|---|---|---|---|---|---:|---:|---|"
    )?;
    for (position, mechanism) in mechanisms.iter().enumerate() {
        let stage = mechanism.stage.as_ref();
        let stage = stage.map_or_else(String::new, |stage| format!(" (bridge: {})", escape(stage)));
        writeln!(
            out,
            "| {} | {}{stage} | {} | {} | {} | {} | {} {} | {} | {} |",
            position + 1,
            code(&mechanism.name),
            words::kind(mechanism.kind),
            words::format(mechanism.format),
            words::inferences(mechanism),
            escape(&words::some(&mechanism.features)),
            words::richness(mechanism.richness),
            mechanism.richness_score,
            mechanism.confidence,
            code(&words::place(mechanism)),
        )?;
    }
    Ok(())
}

fn more(out: &mut String, all: usize, shown: usize) -> fmt::Result {
    match all.checked_sub(shown) {
        Some(rest @ 1..) => writeln!(out, "\n… and {rest} more.\n"),
        _ => writeln!(out),
    }
}

/// `text` so that Markdown shows it and HTML inside Markdown does not run.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in words::printable(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// `text` as inline code that holds in a table cell: an entity for what would end cell or code.
pub(crate) fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    if text.contains(['`', '|', '\\']) {
        // A code span cannot hold these safely in every dialect of Markdown.
        return escape(text);
    }
    format!("`{}`", words::printable(text))
}

/// Cuts at a line end, and says so.
fn shorten(mut text: String) -> String {
    if text.len() <= MOST_CHARACTERS {
        return text;
    }
    let most = text.floor_char_boundary(MOST_CHARACTERS);
    let cut = text[..most].rfind('\n').map_or(0, |position| position + 1);
    text.truncate(cut);
    text + "\n… cut here; the whole report: --format html or json\n"
}
