//! From the text of a schema to a checked one. Everything wrong is found in one pass: a part with a
//! mistake counts as declared, so that a mistake is reported once, where it was made.

mod action;
mod detail;
mod dimension;
mod grant;
mod kind;
mod rule;

use std::{collections::BTreeMap, error::Error, fmt};

use self::{dimension::dimension, grant::Patterns};
use super::{Dimension, Schema};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Report, Severity},
    document::{self, Findings, Key, Node, Table, is_enough},
    names::{DimensionName, InvalidName},
    observation::Problem,
};

/// Most bytes of a schema's text.
pub const MAX_BYTES: usize = 1 << 20;
/// Most dimensions, contexts, features or actions, each.
const MAX_ENTRIES: usize = 1_000;
/// Most bytes of a description.
const MAX_DESCRIPTION: usize = 4_096;

/// A schema that checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The schema.
    pub schema: Schema,
    /// What probably was not meant.
    pub warnings: Report,
}

/// A schema that did not check: its errors, and its warnings beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected(pub Report);

impl Rejected {
    /// The text that a compiler would print.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        self.0.render(color)
    }

    /// The errors as problems with JSON pointers.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        self.0.problems()
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.0.errors();
        let plural = if errors == 1 { "" } else { "s" };
        write!(formatter, "the schema has {errors} error{plural}")
    }
}

impl Error for Rejected {}

/// Parses and checks the text of a schema, which people know as `file`.
pub fn parse(file: &str, text: &str) -> Result<Parsed, Rejected> {
    let mut findings = Findings::new();
    let schema = if text.len() > MAX_BYTES {
        let message = format!(
            "the schema has {} bytes, the limit is {MAX_BYTES}",
            text.len()
        );
        findings.push(Diagnostic::error(Code::TooLarge, Place::default(), message));
        None
    } else {
        document::read(text, &mut findings, schema)
    };
    let refused = findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    let report = Report::new(file, text, findings);
    match schema {
        Some(schema) if !refused => Ok(Parsed {
            schema,
            warnings: report,
        }),
        _ => Err(Rejected(report)),
    }
}

/// Declared dimensions; none for one that has a mistake of its own.
type Dimensions = BTreeMap<DimensionName, Option<Dimension>>;

fn schema(mut root: Table<'_>, findings: &mut Findings) -> Option<Schema> {
    let version = root.require("version", "1");
    let version = version.and_then(|node| node.count_within(1, u32::MAX.into(), findings));
    let dimensions = root.get("dimensions");
    let contexts = root.get("contexts");
    let features = root.get("features");
    let actions = root.get("actions");
    root.finish(findings);

    let unquoted = dimension::unquoted(dimensions.as_ref());
    let mut dimensions: Dimensions =
        section(dimensions, "a dimension", findings, |_, node, findings| {
            dimension(node, findings)
        });
    for (name, mistake) in unquoted {
        dimensions.extend(name.map(|name| (name, None)));
        findings.push(mistake);
    }
    let patterns = Patterns::new(&dimensions);
    let contexts = section(contexts, "a context", findings, |_, node, findings| {
        grant::context(node, &patterns, findings)
    });
    let features = section(features, "a feature", findings, |key, node, findings| {
        grant::feature(key, node, &patterns, &contexts, findings)
    });
    let actions = section(actions, "an action", findings, |key, node, findings| {
        action::action(key, node, &dimensions, findings)
    });
    Some(Schema {
        version: version?,
        dimensions: sound(dimensions)?,
        contexts: sound(contexts)?,
        features: sound(features)?,
        actions: sound(actions)?,
    })
}

/// Reads a table of named entries; an entry with a mistake stays as declared.
fn section<N, T>(
    node: Option<Node<'_>>,
    what: &str,
    findings: &mut Findings,
    read: impl Fn(&Key<'_>, &Node<'_>, &mut Findings) -> Option<T>,
) -> BTreeMap<N, Option<T>>
where
    N: Ord + TryFrom<String, Error = InvalidName>,
{
    let table = node.and_then(|node| node.table("a table of named entries", findings));
    let entries = table.map(|table| table.entries()).unwrap_or_default();
    if let Some((key, _)) = entries.get(MAX_ENTRIES) {
        let message = format!(
            "there are {} entries, the limit is {MAX_ENTRIES}",
            entries.len()
        );
        findings.push(Diagnostic::error(Code::TooMany, &key.place, message));
    }
    let mut read_entries = BTreeMap::new();
    for (key, node) in entries.into_iter().take(MAX_ENTRIES) {
        if is_enough(findings) {
            let message = "so many mistakes are enough: from here on nothing was looked at";
            findings.push(Diagnostic::error(Code::TooMany, &key.place, message));
            break;
        }
        let name = key.name(what, findings);
        let entry = read(&key, &node, findings);
        if let Some(name) = name {
            read_entries.insert(name, entry);
        }
    }
    read_entries
}

/// The entries, when each of them is free of mistakes.
fn sound<N: Ord, T>(entries: BTreeMap<N, Option<T>>) -> Option<BTreeMap<N, T>> {
    let entries = entries.into_iter();
    entries.map(|(name, entry)| Some((name, entry?))).collect()
}

fn description(node: Option<Node<'_>>, findings: &mut Findings) -> String {
    let Some(node) = node else {
        return String::new();
    };
    let text = node.text(findings).unwrap_or_default();
    if text.len() > MAX_DESCRIPTION {
        let message = format!("the description has {} bytes", text.len());
        let too_large = Diagnostic::error(Code::TooLarge, node.place(), message);
        findings.push(too_large.label(format!("the limit is {MAX_DESCRIPTION}")));
    }
    text.into()
}

/// A list of names, each once, at most `limit`; those with a mistake are left out.
fn names<T: Ord + Clone + TryFrom<String, Error = InvalidName>>(
    node: &Node<'_>,
    what: &str,
    limit: usize,
    findings: &mut Findings,
) -> Option<Vec<T>> {
    let items = node.items(findings)?;
    if items.len() > limit {
        let message = format!("there are {} entries, the limit is {limit}", items.len());
        findings.push(Diagnostic::error(Code::TooMany, node.place(), message));
        return None;
    }
    let mut first: BTreeMap<T, Place> = BTreeMap::new();
    let mut names = Vec::new();
    for item in items {
        let Some(name) = item.name::<T>(what, findings) else {
            continue;
        };
        if let Some(place) = first.get(&name) {
            let text = item.as_text().unwrap_or_default();
            findings.push(twice(text, item.place(), place));
        } else {
            first.insert(name.clone(), item.place().clone());
            names.push(name);
        }
    }
    Some(names)
}

fn twice(text: &str, place: &Place, first: &Place) -> Diagnostic {
    let message = format!("{} stands twice", crate::problem::quoted(text));
    Diagnostic::error(Code::Duplicate, place, message)
        .label("again here")
        .related(first, "first here")
}
