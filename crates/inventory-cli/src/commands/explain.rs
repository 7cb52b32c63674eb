//! `explain ID PATH…`: why a mechanism was found, linked and scored so.

use clap::Args;

use super::{output::write_output, source};
use crate::{
    Error, Exit,
    cli::TreeArguments,
    mechanism::{DEFAULT_CONFIDENCE, Mechanism, Reason, Report, Site},
    report::printable,
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
    let parts = [
        identity(mechanism),
        confidence(mechanism, report),
        richness(mechanism),
        fields(mechanism),
        sites(mechanism),
        links(mechanism, report),
    ];
    let parts = parts.iter().filter(|lines| !lines.is_empty());
    let parts = parts.map(|lines| {
        // What is scanned must not steer the terminal.
        let lines = lines.iter().map(|line| printable(line) + "\n");
        lines.collect::<String>()
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn identity(mechanism: &Mechanism) -> Vec<String> {
    let inference: Vec<String> = mechanism.inference.iter().map(word).collect();
    vec![
        format!("{}  {}", mechanism.id, mechanism.name),
        format!(
            "  kind {}, format {}, inference {}, owner {}",
            word(&mechanism.kind),
            word(&mechanism.format),
            inference.join(" and "),
            word(&mechanism.owner)
        ),
        format!("  features: {}", or_none(&mechanism.features)),
    ]
}

fn confidence(mechanism: &Mechanism, report: &Report) -> Vec<String> {
    let mut lines = vec![format!("confidence {}", mechanism.confidence)];
    lines.extend(mechanism.reasons.iter().map(reason));
    let least = report.summary.min_confidence.max(DEFAULT_CONFIDENCE);
    if mechanism.confidence < least {
        lines.push(
            "        below the default confidence: `scan` lists it under excluded".to_owned(),
        );
    }
    lines
}

fn richness(mechanism: &Mechanism) -> Vec<String> {
    let (richness, score) = (word(&mechanism.richness), mechanism.richness_score);
    let mut lines = vec![format!("richness {richness} ({score})")];
    lines.extend(mechanism.richness_reasons.iter().map(reason));
    lines
}

fn fields(mechanism: &Mechanism) -> Vec<String> {
    let mut lines = vec!["fields".to_owned()];
    lines.extend(mechanism.fields.iter().map(|field| {
        let type_ = field.type_.as_deref().unwrap_or("");
        let dimension = field.dimension.as_deref().unwrap_or("no dimension");
        format!("  {:<32} {type_:<16} {dimension}", field.name)
    }));
    lines
}

fn sites(mechanism: &Mechanism) -> Vec<String> {
    let mut lines = vec!["sites".to_owned()];
    lines.extend(mechanism.sites.iter().map(|site| {
        let (role, code) = (word(&site.role), site.code.as_deref().unwrap_or(""));
        let Site {
            path, line, rule, ..
        } = site;
        format!("  {role:<8} {path}:{line}  [{rule}]  {code}")
    }));
    lines
}

fn links(mechanism: &Mechanism, report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for link in &mechanism.links {
        if lines.is_empty() {
            lines.push("linked".to_owned());
        }
        let other = report.mechanisms.iter().find(|it| it.id == link.id);
        let name = other.map_or("", |it| it.name.as_str());
        let (relation, id, reason) = (word(&link.relation), &link.id, &link.reason);
        lines.push(format!("  {relation:<10} {id} {name}: {reason}"));
    }
    lines
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn what_is_scanned_cannot_steer_the_terminal() {
        let report = fixture::hostile();
        for mechanism in &report.mechanisms {
            let text = explain(mechanism, &report);
            assert!(text.contains("\nsites\n"), "{text}");
            let steers = |it: char| it.is_control() && it != '\n';
            assert!(!text.contains(steers), "{text:?}");
        }
    }
}
