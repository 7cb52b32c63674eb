//! `rules`: list the rules, or run the samples they carry.

use clap::Args;

use super::output::write_output;
use crate::{
    Error, Exit,
    rule::{Rules, test_all},
};

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArguments {
    /// Run every sample: exit code 1 when one does not do what it should
    #[arg(long)]
    pub test: bool,
}

pub(super) fn run(arguments: &RulesArguments) -> Result<Exit, Error> {
    if arguments.test { test() } else { list() }
}

fn list() -> Result<Exit, Error> {
    let mut lines: Vec<String> = Vec::new();
    for rule in Rules::get().all() {
        let kind = serde_json::to_value(rule.kind).ok();
        let kind = kind.as_ref().and_then(|it| it.as_str()).unwrap_or_default();
        let languages: Vec<String> = rule
            .languages
            .iter()
            .map(|it| format!("{it:?}").to_lowercase())
            .collect();
        let languages = if languages.is_empty() {
            "any language".to_owned()
        } else {
            languages.join(", ")
        };
        lines.push(format!("{:<34} {kind:<20} {languages}\n", rule.id));
    }
    write_output(None, &lines.concat())?;
    Ok(Exit::Clean)
}

fn test() -> Result<Exit, Error> {
    let (count, failures) = test_all(Rules::get());
    let mut lines: Vec<String> = Vec::new();
    for failure in &failures {
        lines.push(format!(
            "{}: expected {} in\n  {}\n",
            failure.rule,
            failure.expected,
            failure.code.replace('\n', "\n  ")
        ));
    }
    lines.push(format!("{count} samples, {} failed\n", failures.len()));
    write_output(None, &lines.concat())?;
    Ok(if failures.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}
