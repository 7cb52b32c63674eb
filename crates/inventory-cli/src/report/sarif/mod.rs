//! SARIF 2.1.0: one rule per kind of store, one result per mechanism at its declaration, its other sites as
//! related locations, its identity as fingerprint. Within the limits of the large code hosts.

mod model;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use self::model::{
    ArtifactLocation, Configuration, Driver, Invocation, Location, Log, Message, Notification,
    PhysicalLocation, Properties, Region, ResultObject, Rule, Run, Suppression, Tags, Tool,
    UriBase,
};
pub(crate) use self::model::{BaselineState, Level};
use super::{json::to_json, words};
use crate::{
    Error,
    mechanism::{Kind, Mechanism, Report, Site},
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const FINGERPRINT: &str = "mechanismId/v1";
/// Everything but the unreserved characters of a URI and the slash.
const UNSAFE_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');
const ROOT: &str = "%SRCROOT%";
/// Code hosts show 100 locations of a result.
const MOST_RELATED: usize = 100;
/// Code hosts refuse runs with more than 25,000 results.
const MOST_RESULTS: usize = 25_000;

/// What a check says of one mechanism; a plain report says nothing.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// How much it matters.
    pub(crate) level: Level,
    /// How it relates to the baseline.
    pub(crate) state: Option<BaselineState>,
    /// Why it is let through.
    pub(crate) justification: Option<String>,
    /// What is wrong with it, in a sentence.
    pub(crate) complaint: Option<String>,
}

impl Mark {
    /// An inventory entry.
    pub(crate) const NOTE: Self = Self {
        level: Level::Note,
        state: None,
        justification: None,
        complaint: None,
    };
}

/// The log of `report`, with what a check says of each mechanism.
pub(crate) fn render(report: &Report, mark: impl Fn(&Mechanism) -> Mark) -> Result<String, Error> {
    let kinds: BTreeSet<Kind> = report.mechanisms.iter().map(|m| m.kind).collect();
    let kinds: Vec<Kind> = kinds.into_iter().collect();
    let results = report
        .mechanisms
        .iter()
        .take(MOST_RESULTS)
        .map(|mechanism| {
            let rule = kinds.iter().position(|kind| *kind == mechanism.kind);
            result(report, mechanism, rule.unwrap_or_default(), mark(mechanism))
        });
    to_json(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool {
                driver: Driver {
                    name: "selfmodel-inventory",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: kinds.iter().map(|kind| rule(*kind)).collect(),
                },
            },
            invocations: vec![invocation(report)],
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                UriBase {
                    description: message("the root of the scanned tree"),
                },
            )]),
            results: results.collect(),
        }],
    })
}

fn rule(kind: Kind) -> Rule {
    let store = words::kind(kind);
    Rule {
        id: rule_id(kind),
        name: format!("Personalization in {store}"),
        short_description: message(&format!("What a user is like, kept in: {store}")),
        full_description: message(&format!(
            "A personalization mechanism ({store}): one store with one purpose that holds or uses what the \
             product knows of a user."
        )),
        help: message(
            "Where other mechanisms hold the same dimension, features know different things of the same \
             user. Bridge the mechanism to the shared self-model, or accept it with a reason in the baseline.",
        ),
        default_configuration: Configuration { level: Level::Note },
        properties: Tags {
            tags: vec!["personalization", "architecture"],
        },
    }
}

fn rule_id(kind: Kind) -> String {
    format!("personalization/{}", words::kind_id(kind))
}

fn invocation(report: &Report) -> Invocation {
    let notifications = report.skipped.iter().map(|skipped| Notification {
        level: Level::Warning,
        message: message(&format!("not looked at: {}", skipped.reason)),
        locations: vec![Location {
            id: None,
            physical_location: physical(&skipped.path, None),
            message: None,
        }],
    });
    Invocation {
        execution_successful: true,
        tool_execution_notifications: notifications.collect(),
    }
}

fn result(report: &Report, mechanism: &Mechanism, rule_index: usize, mark: Mark) -> ResultObject {
    let related = mechanism
        .sites
        .iter()
        .skip(1)
        .take(MOST_RELATED)
        .enumerate();
    let related = related.map(|(position, site)| Location {
        id: Some(position + 1),
        physical_location: physical_site(site),
        message: Some(message(words::role(site.role))),
    });
    let suppressions = mark
        .justification
        .into_iter()
        .map(|justification| Suppression {
            kind: "external",
            justification,
        });
    ResultObject {
        rule_id: rule_id(mechanism.kind),
        rule_index,
        level: mark.level,
        message: message(&describe(report, mechanism, mark.complaint.as_deref())),
        locations: mechanism
            .declaration()
            .map(|site| Location {
                id: None,
                physical_location: physical_site(site),
                message: None,
            })
            .into_iter()
            .collect(),
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, mechanism.id.clone())]),
        baseline_state: mark.state,
        suppressions: suppressions.collect(),
        properties: Properties {
            name: mechanism.name.clone(),
            dimensions: mechanism
                .dimensions()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            features: mechanism.features.clone(),
            richness: words::richness(mechanism.richness),
            confidence: mechanism.confidence,
            linked: mechanism.linked.clone(),
            stage: mechanism.stage.clone(),
        },
    }
}

fn describe(report: &Report, mechanism: &Mechanism, complaint: Option<&str>) -> String {
    let complaint = complaint.map_or_else(String::new, |complaint| format!("{complaint}. "));
    let dimensions = mechanism.dimensions();
    let holds = if dimensions.is_empty() {
        "fields of unknown meaning".to_owned()
    } else {
        dimensions.join(", ")
    };
    let others = mechanism.linked.iter();
    let others: Vec<&str> = others
        .map(|id| words::name(&report.mechanisms, id))
        .collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(" See also {}.", others.join(", "))
    };
    format!(
        "{complaint}{} ({}, {}) holds {holds}; used by {}.{others}",
        mechanism.name,
        words::kind(mechanism.kind),
        words::inferences(mechanism),
        if mechanism.features.is_empty() {
            "no known feature".to_owned()
        } else {
            mechanism.features.join(", ")
        },
    )
}

/// A message in plain text: brackets would make it a link, braces a placeholder.
fn message(text: &str) -> Message {
    let mut plain = String::with_capacity(text.len());
    for character in words::printable(text).chars() {
        match character {
            '[' | ']' | '\\' => {
                plain.push('\\');
                plain.push(character);
            }
            '{' | '}' => {
                plain.push(character);
                plain.push(character);
            }
            _ => plain.push(character),
        }
    }
    Message { text: plain }
}

fn physical_site(site: &Site) -> PhysicalLocation {
    physical(
        &site.path,
        Some(Region {
            start_line: site.line.max(1),
            end_line: site.end_line.filter(|end| *end >= site.line),
            snippet: site
                .code
                .as_ref()
                .map(|code| Message { text: code.clone() }),
        }),
    )
}

fn physical(path: &str, region: Option<Region>) -> PhysicalLocation {
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: percent_encoded(path),
            uri_base_id: ROOT,
        },
        region,
    }
}

/// A relative path as a URI reference.
fn percent_encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, UNSAFE_IN_PATHS).to_string()
}
