//! `explain ID PATH…`: why a mechanism was found, linked and scored so.

use clap::Args;

use super::{scan::write_output, source};
use crate::{
    Error, Exit,
    cli::TreeArguments,
    mechanism::{Mechanism, Reason, Report},
    scan::scan,
};

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Id (`pm_…`, a beginning will do), name, or `path:line` of a site
    pub id: String,
    /// What to scan and how.
    #[command(flatten)]
    pub tree: TreeArguments,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Error> {
    let report = if arguments.tree.from.is_some() {
        source::load(&arguments.tree)?
    } else {
        let mut options = arguments.tree.options();
        options.min_confidence = 0;
        scan(&options)?
    };
    let found: Vec<&Mechanism> = report
        .mechanisms
        .iter()
        .filter(|mechanism| is_meant(mechanism, &arguments.id))
        .collect();
    if found.is_empty() {
        return Err(unknown(&report, &arguments.id));
    }
    let text: Vec<String> = found
        .into_iter()
        .map(|mechanism| explain(mechanism, &report))
        .collect();
    write_output(None, &text.join("\n"))?;
    Ok(Exit::Clean)
}

fn is_meant(mechanism: &Mechanism, wanted: &str) -> bool {
    let by_id = wanted.len() >= 5 && wanted.starts_with("pm_") && mechanism.id.starts_with(wanted);
    by_id
        || mechanism.name == wanted
        || mechanism.names.iter().any(|name| name == wanted)
        || wanted.rsplit_once(':').is_some_and(|(path, line)| {
            let line: Option<u32> = line.parse().ok();
            mechanism
                .sites
                .iter()
                .any(|site| site.path == path && Some(site.line) == line)
        })
}

fn unknown(report: &Report, wanted: &str) -> Error {
    let excluded = report
        .excluded
        .iter()
        .find(|it| it.name == wanted || format!("{}:{}", it.path, it.line) == wanted);
    let hint = match excluded {
        Some(excluded) => format!("; it was left out: {}", excluded.reason),
        None => nearest(report, wanted)
            .map_or_else(String::new, |name| format!("; did you mean `{name}`?")),
    };
    Error::UnknownMechanism {
        id: wanted.to_owned(),
        hint,
    }
}

/// The name that shares the longest beginning with what was asked for.
fn nearest<'a>(report: &'a Report, wanted: &str) -> Option<&'a str> {
    report
        .mechanisms
        .iter()
        .flat_map(|mechanism| [mechanism.id.as_str(), mechanism.name.as_str()])
        .map(|name| {
            (
                name.chars()
                    .zip(wanted.chars())
                    .take_while(|(one, other)| one == other)
                    .count(),
                name,
            )
        })
        .filter(|(shared, name)| *shared >= 3 && !(name.starts_with("pm_") && *shared < 5))
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, name)| name)
}

fn explain(mechanism: &Mechanism, report: &Report) -> String {
    let mut lines = vec![
        format!("{}  {}", mechanism.id, mechanism.name),
        format!(
            "  kind {}, format {}, inference {}, owner {}",
            word(&mechanism.kind),
            word(&mechanism.format),
            mechanism
                .inference
                .iter()
                .map(word)
                .collect::<Vec<_>>()
                .join(" and "),
            word(&mechanism.owner)
        ),
        format!("  features: {}", or_none(&mechanism.features)),
        format!("\nconfidence {}", mechanism.confidence),
    ];
    lines.extend(mechanism.reasons.iter().map(reason));
    if mechanism.confidence
        < report
            .summary
            .min_confidence
            .max(crate::mechanism::DEFAULT_CONFIDENCE)
    {
        lines.push(
            "        below the default confidence: `scan` lists it under excluded".to_owned(),
        );
    }
    lines.push(format!(
        "\nrichness {} ({})",
        word(&mechanism.richness),
        mechanism.richness_score
    ));
    lines.extend(mechanism.richness_reasons.iter().map(reason));
    lines.push("\nfields".to_owned());
    for field in &mechanism.fields {
        let type_ = field.type_.as_deref().unwrap_or("");
        let dimension = field.dimension.as_deref().unwrap_or("no dimension");
        lines.push(format!("  {:<32} {:<16} {dimension}", field.name, type_));
    }
    lines.push("\nsites".to_owned());
    for site in &mechanism.sites {
        let code = site.code.as_deref().unwrap_or("");
        lines.push(format!(
            "  {:<8} {}:{}  [{}]  {}",
            word(&site.role),
            site.path,
            site.line,
            site.rule,
            printable(code)
        ));
    }
    if !mechanism.links.is_empty() {
        lines.push("\nlinked".to_owned());
        for link in &mechanism.links {
            let other = report.mechanisms.iter().find(|it| it.id == link.id);
            let name = other.map_or("", |it| it.name.as_str());
            lines.push(format!(
                "  {:<10} {} {name}: {}",
                word(&link.relation),
                link.id,
                link.reason
            ));
        }
    }
    lines.join("\n") + "\n"
}

/// Scanned text must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect()
}

fn reason(reason: &Reason) -> String {
    format!("  {:>+5}  {}", reason.points, reason.text)
}

fn or_none(list: &[String]) -> String {
    if list.is_empty() {
        "none".to_owned()
    } else {
        list.join(", ")
    }
}

fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|it| it.as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}
