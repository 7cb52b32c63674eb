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
fn lines(diff: &Diff) -> Vec<(&'static str, Style, String)> {
    let mut lines = Vec::new();
    for entry in &diff.added {
        lines.push(("added", Style::Warning, named(entry)));
    }
    for entry in &diff.removed {
        lines.push(("removed", Style::Good, named(entry)));
    }
    for crossed in &diff.fell_below {
        lines.push(("less sure", Style::Warning, below(crossed, "now")));
    }
    for crossed in &diff.rose_above {
        lines.push(("surer", Style::Quiet, below(crossed, "before")));
    }
    for known in &diff.left_out {
        let line = format!("{}: known, and excluded now: {}", known.name, known.reason);
        lines.push(("left out", Style::Quiet, line));
    }
    for known in &diff.taken_in {
        let line = format!("{}: excluded before: {}", known.name, known.reason);
        lines.push(("taken in", Style::Quiet, line));
    }
    for migrated in &diff.migrated {
        let from = migrated.from.as_deref().unwrap_or("no bridge");
        lines.push((
            "migrated",
            Style::Good,
            format!("{}: {from} to {}", migrated.name, migrated.to),
        ));
    }
    for renamed in &diff.renamed {
        lines.push((
            "renamed",
            Style::Quiet,
            format!("{} is {} now", renamed.old_name, renamed.new_name),
        ));
    }
    for changed in &diff.changed {
        let gained = changed.gained.iter().map(|what| format!("+{what}"));
        let lost = changed.lost.iter().map(|what| format!("-{what}"));
        let all: Vec<String> = gained.chain(lost).collect();
        lines.push((
            "changed",
            Style::Plain,
            format!("{}: {}", changed.name, all.join(", ")),
        ));
    }
    for change in &diff.silos {
        let style = if change.after > change.before {
            Style::Bad
        } else {
            Style::Good
        };
        lines.push((
            "silos",
            style,
            format!(
                "{}: {} to {}",
                change.dimension, change.before, change.after
            ),
        ));
    }
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
