//! A diff for a terminal, as Markdown or as JSON.

use clap::ValueEnum;

use super::{Crossed, Diff, Entry};
use crate::{
    Error,
    report::{Paint, Style, escape, to_json},
};

/// An output format of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For reading here, coloured on a terminal
    Terminal,
    /// The diff as JSON
    Json,
    /// For release notes and pull requests
    Markdown,
}

/// Renders `diff`.
///
/// # Errors
/// It does not serialise.
pub fn render(format: DiffFormat, diff: &Diff, paint: Paint) -> Result<String, Error> {
    match format {
        DiffFormat::Json => to_json(diff),
        DiffFormat::Terminal => Ok(terminal(diff, paint)),
        DiffFormat::Markdown => Ok(markdown(diff)),
    }
}

/// One change: its word, how it is meant, and the rest of the line.
type Line = (&'static str, Style, String);

fn lines(diff: &Diff) -> Vec<Line> {
    let mut lines = found(diff);
    lines.extend(diff.migrated.iter().map(|migrated| {
        let from = migrated.from.as_deref().unwrap_or("no bridge");
        let line = format!("{}: {from} to {}", migrated.name, migrated.to);
        ("migrated", Style::Good, line)
    }));
    lines.extend(diff.renamed.iter().map(|renamed| {
        let line = format!("{} is {} now", renamed.old_name, renamed.new_name);
        ("renamed", Style::Quiet, line)
    }));
    lines.extend(diff.changed.iter().map(|changed| {
        let gained = changed.gained.iter().map(|what| format!("+{what}"));
        let lost = changed.lost.iter().map(|what| format!("-{what}"));
        let all: Vec<String> = gained.chain(lost).collect();
        let line = format!("{}: {}", changed.name, all.join(", "));
        ("changed", Style::Plain, line)
    }));
    lines.extend(diff.silos.iter().map(|change| {
        let (before, after) = (change.before, change.after);
        let style = if after > before {
            Style::Bad
        } else {
            Style::Good
        };
        let line = format!("{}: {before} to {after}", change.dimension);
        ("silos", style, line)
    }));
    lines
}

/// What is found now and was not, and what is found no more.
fn found(diff: &Diff) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let added = diff.added.iter();
    lines.extend(added.map(|it| ("added", Style::Warning, named(it))));
    let removed = diff.removed.iter();
    lines.extend(removed.map(|it| ("removed", Style::Good, named(it))));
    let fell = diff.fell_below.iter();
    lines.extend(fell.map(|it| ("less sure", Style::Warning, below(it, "now"))));
    let rose = diff.rose_above.iter();
    lines.extend(rose.map(|it| ("surer", Style::Quiet, below(it, "before"))));
    lines.extend(diff.left_out.iter().map(|known| {
        let line = format!("{}: known, and excluded now: {}", known.name, known.reason);
        ("left out", Style::Quiet, line)
    }));
    lines.extend(diff.taken_in.iter().map(|known| {
        let line = format!("{}: excluded before: {}", known.name, known.reason);
        ("taken in", Style::Quiet, line)
    }));
    lines
}

/// `theme: below the threshold of 50 now; confidence 55 before, 45 now`
fn below(crossed: &Crossed, when: &str) -> String {
    format!(
        "{}: below the threshold of {} {when}; confidence {} before, {} now",
        crossed.name, crossed.threshold, crossed.confidence_before, crossed.confidence_now
    )
}

fn named(entry: &Entry) -> String {
    if entry.dimensions.is_empty() {
        entry.name.clone()
    } else {
        format!("{} ({})", entry.name, entry.dimensions.join(", "))
    }
}

fn summary(diff: &Diff) -> (Style, String) {
    let (style, how) = match diff.debt_after.cmp(&diff.debt_before) {
        std::cmp::Ordering::Less => (Style::Good, "went down"),
        std::cmp::Ordering::Equal => (Style::Plain, "stayed"),
        std::cmp::Ordering::Greater => (Style::Bad, "went up"),
    };
    let text = format!(
        "the debt {how}: {} silos too many before, {} after",
        diff.debt_before, diff.debt_after
    );
    (style, text)
}

fn terminal(diff: &Diff, paint: Paint) -> String {
    let mut text = String::new();
    for (word, style, line) in lines(diff) {
        text.push_str(&paint.wrap_styled(style, word, &line, 0));
    }
    let (style, line) = summary(diff);
    text + &paint.wrap_styled(style, &line, "", 0)
}

fn markdown(diff: &Diff) -> String {
    let (_, line) = summary(diff);
    let mut text = format!("## Personalization: {line}\n\n");
    for (word, _, line) in lines(diff) {
        text = text + "- **" + word + "** " + &escape(&line) + "\n";
    }
    text
}
