//! The outcome of a check: for a terminal, as JSON, Markdown or SARIF.

use clap::ValueEnum;
use serde::Serialize;

use super::{Outcome, Violation};
use crate::{
    Error,
    analysis::counted,
    mechanism::{Mechanism, Report},
    report::{BaselineState, Level, Mark, Paint, Style, code, escape, printable, sarif, to_json},
};

/// An output format of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For reading here, coloured on a terminal
    Terminal,
    /// The outcome as JSON
    Json,
    /// For a comment on a pull request
    Markdown,
    /// SARIF 2.1.0 of all mechanisms, new silos as errors
    Sarif,
}

#[derive(Serialize)]
struct Verdict<'a> {
    version: u32,
    passed: bool,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

/// Renders `outcome`, the check of `report`.
///
/// # Errors
/// It does not serialise.
pub fn render(
    format: CheckFormat,
    report: &Report,
    outcome: &Outcome,
    paint: Paint,
) -> Result<String, Error> {
    match format {
        CheckFormat::Terminal => Ok(terminal(outcome, paint)),
        CheckFormat::Markdown => Ok(markdown(outcome)),
        CheckFormat::Json => to_json(&Verdict {
            version: 1,
            passed: outcome.passed(),
            outcome,
        }),
        CheckFormat::Sarif => sarif(report, |mechanism| mark(outcome, mechanism)),
    }
}

fn terminal(outcome: &Outcome, paint: Paint) -> String {
    let mut text = String::new();
    for found in &outcome.violations {
        text.push_str(&violation(found, paint));
    }
    for excepted in &outcome.excepted {
        let line = format!(
            "{} [{}]: {}",
            excepted.name, excepted.mechanism, excepted.reason
        );
        text.push_str(&paint.wrap_styled(Style::Quiet, "let in", &line, 0));
    }
    for stale in &outcome.stale {
        let what = if stale.exception {
            "exception"
        } else {
            "entry"
        };
        let line = format!("{what} {} ({}): {}", stale.id, stale.name, stale.because);
        text.push_str(&paint.wrap_styled(Style::Warning, "stale", &line, 0));
    }
    for new in &outcome.new {
        let line = format!(
            "{} ({}) holds nothing that is held already [{}]",
            new.name, new.place, new.mechanism
        );
        text.push_str(&paint.wrap_styled(Style::Quiet, "new", &line, 0));
    }
    let (style, verdict) = if outcome.passed() {
        (Style::Good, "passed:")
    } else {
        (Style::Bad, "failed:")
    };
    text + &paint.wrap_styled(style, verdict, &summary(outcome), 0)
}

fn violation(found: &Violation, paint: Paint) -> String {
    let mut text = paint.wrap_styled(Style::Bad, "new silo", &heading(found), 0);
    for held in &found.held {
        let by = held.by.join(", ");
        let line = format!("{} is already held by {by}", held.dimension);
        text.push_str(&paint.wrap(&line, 2));
    }
    text
}

fn heading(violation: &Violation) -> String {
    let what = if violation.grown { "took up" } else { "holds" };
    let dimensions: Vec<&str> = violation
        .held
        .iter()
        .map(|held| held.dimension.as_str())
        .collect();
    let features = if violation.features.is_empty() {
        String::new()
    } else {
        format!(", used by {}", violation.features.join(", "))
    };
    format!(
        "{} ({}) {what} {}{features} [{}]",
        violation.name,
        violation.place,
        dimensions.join(", "),
        violation.mechanism
    )
}

fn summary(outcome: &Outcome) -> String {
    let advice = match (outcome.passed(), outcome.stale.is_empty()) {
        (true, true) => "",
        (true, false) => "; write the baseline anew to drop what is stale",
        (false, _) => {
            "; read from the shared model instead, bridge the store, or add an exception with a reason to \
             the baseline"
        }
    };
    format!(
        "{}, {} let in, {}, {} renamed, {} stale{advice}",
        counted(outcome.violations.len(), "new silo"),
        outcome.excepted.len(),
        counted(outcome.new.len(), "other new mechanism"),
        outcome.renamed.len(),
        outcome.stale.len(),
    )
}

fn markdown(outcome: &Outcome) -> String {
    let verdict = if outcome.passed() { "passed" } else { "failed" };
    let mut text = format!(
        "## Personalization check {verdict}\n\n{}.\n",
        summary(outcome)
    );
    if !outcome.violations.is_empty() {
        text.push_str(
            "\n| new silo | at | features | holds | already held by |\n|---|---|---|---|---|\n",
        );
    }
    let rows = outcome.violations.iter().flat_map(|violation| {
        violation.held.iter().map(move |held| {
            [
                code(&violation.name),
                code(&violation.place),
                escape(&violation.features.join(", ")),
                code(&held.dimension),
                escape(&held.by.join(", ")),
            ]
        })
    });
    for row in rows {
        text = text + "| " + &row.join(" | ") + " |\n";
    }
    for stale in &outcome.stale {
        text = text + "\n- stale: " + &code(&stale.id) + " (" + &escape(&stale.because) + ")";
    }
    text + "\n"
}

/// What the check says of one mechanism, for SARIF.
fn mark(outcome: &Outcome, mechanism: &Mechanism) -> Mark {
    let id = &mechanism.id;
    let violation = outcome
        .violations
        .iter()
        .find(|found| found.mechanism == *id);
    if let Some(violation) = violation {
        return Mark {
            level: Level::Error,
            state: Some(if violation.grown {
                BaselineState::Updated
            } else {
                BaselineState::New
            }),
            justification: None,
            complaint: Some(printable(&format!("New silo: {}", heading(violation)))),
        };
    }
    let excepted = outcome.excepted.iter().find(|found| found.mechanism == *id);
    let new = excepted.is_some() || outcome.new.iter().any(|new| new.mechanism == *id);
    Mark {
        state: Some(if new {
            BaselineState::New
        } else {
            BaselineState::Unchanged
        }),
        justification: excepted.map(|excepted| excepted.reason.clone()),
        ..Mark::NOTE
    }
}
