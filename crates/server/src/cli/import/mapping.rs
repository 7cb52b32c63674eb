//! The mapping file: how a row becomes observations.

use std::{collections::BTreeMap, path::Path};

use selfmodel_core::{
    diagnostic::{Code, Diagnostic, Report},
    document::{self, Findings, Node, Table},
    mapping::{
        Condition, ValueMapping,
        read::{Declared, conditions, value},
    },
    time::Timestamp,
};
use serde_json::{Map, Value};

use super::column::Column;
use crate::cli::{CliError, output};

/// How a row becomes observations.
#[derive(Debug)]
pub(super) struct Mapping {
    /// What the columns hold, by name.
    pub(super) columns: BTreeMap<String, Column>,
    templates: Vec<Template>,
}

/// How a row becomes one observation.
#[derive(Debug)]
struct Template {
    when: Vec<Condition>,
    /// Fields of the observation that are texts, by name.
    texts: Vec<(&'static str, ValueMapping)>,
    observed_at: Option<(ValueMapping, Unit)>,
    details: Vec<(String, ValueMapping)>,
}

/// What a time is written in.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Text,
    Seconds,
    Milliseconds,
}

const REQUIRED: [&str; 3] = ["user", "feature", "action"];
const OPTIONAL: [&str; 4] = ["id", "context", "release", "origin"];
const UNITS: [(&str, Unit); 2] = [
    ("seconds", Unit::Seconds),
    ("milliseconds", Unit::Milliseconds),
];

impl Mapping {
    /// Reads the file at `path`, or shows every mistake in it.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| CliError::failed(format!("cannot read {name}"), error))?;
        Self::parse(&name, &text).map_err(|report| {
            output::note(&report.render(output::notes_are_colored()));
            CliError::Usage(format!("the mapping {name} has mistakes"))
        })
    }

    fn parse(name: &str, text: &str) -> Result<Self, Report> {
        let mut findings = Findings::new();
        match document::read(text, &mut findings, mapping) {
            Some(mapping) if findings.is_empty() => Ok(mapping),
            _ => Err(Report::new(name, text, findings)),
        }
    }

    /// The observations that a row gives. `identity` is its id where the mapping names none.
    pub(super) fn observations(
        &self,
        row: &Map<String, Value>,
        identity: &str,
    ) -> Result<Vec<Value>, String> {
        let templates = self.templates.iter().enumerate();
        let chosen = templates.filter(|(_, template)| {
            let mut conditions = template.when.iter();
            conditions.all(|condition| condition.holds(row))
        });
        chosen
            .map(|(index, template)| {
                let identity = match self.templates.len() {
                    1 => identity.to_owned(),
                    _ => format!("{identity}-{index}"),
                };
                template.observation(row, identity)
            })
            .collect()
    }
}

impl Template {
    fn observation(&self, row: &Map<String, Value>, identity: String) -> Result<Value, String> {
        let mut observation = Map::new();
        observation.insert("id".to_owned(), identity.into());
        for (name, mapping) in &self.texts {
            match (mapping.values(row).next(), REQUIRED.contains(name)) {
                (Some(value), _) => {
                    observation.insert((*name).to_owned(), text(value));
                }
                (None, true) => return Err(format!("the row gives no {name}")),
                (None, false) => {}
            }
        }
        if let Some((mapping, unit)) = &self.observed_at {
            let value = mapping.values(row).next();
            let value = value.ok_or("the row gives no observed_at")?;
            observation.insert("observed_at".to_owned(), unit.instant(value)?);
        }
        let details = self.details.iter().filter_map(|(name, mapping)| {
            let value = match mapping {
                ValueMapping::Field(field) => row.get(field).cloned(),
                other => other.values(row).next().cloned(),
            };
            Some((name.clone(), value?))
        });
        observation.insert("details".to_owned(), details.collect::<Map<_, _>>().into());
        Ok(observation.into())
    }
}

impl Unit {
    fn instant(self, value: &Value) -> Result<Value, String> {
        let factor = match self {
            Self::Text => return Ok(value.clone()),
            Self::Seconds => 1000,
            Self::Milliseconds => 1,
        };
        let millis = value.as_i64().and_then(|number| number.checked_mul(factor));
        let millis = millis.ok_or_else(|| format!("{value} is not a time"))?;
        Ok(Timestamp::from_millis(millis).to_string().into())
    }
}

fn text(value: &Value) -> Value {
    match value {
        Value::String(_) => value.clone(),
        other => other.to_string().into(),
    }
}

fn mapping(mut table: Table<'_>, findings: &mut Findings) -> Option<Mapping> {
    let columns = table.require("columns", "{ author = \"text\" }");
    let observations = table.require("observations", "[{ user = { from = \"author\" }, … }]");
    table.finish(findings);
    let columns = columns?.table("`{ author = \"text\" }`", findings)?;
    let mut declared = Declared::new();
    let mut known = BTreeMap::new();
    for (key, node) in columns.entries() {
        let column = Column::read(&node, findings);
        declared.insert(key.text.to_owned(), column.as_ref().map(Column::detail));
        known.extend(column.map(|column| (key.text.to_owned(), column)));
    }
    let observations = observations?;
    let items = observations.items(findings)?;
    if items.is_empty() {
        let message = "a mapping gives at least one observation a row";
        let place = observations.place();
        findings.push(Diagnostic::error(Code::MissingKey, place, message));
    }
    let templates = items
        .iter()
        .filter_map(|item| template(item, &declared, findings))
        .collect();
    Some(Mapping {
        columns: known,
        templates,
    })
}

fn template(node: &Node<'_>, declared: &Declared, findings: &mut Findings) -> Option<Template> {
    let mut table = node.table("`user = { from = \"author\" }` and so on", findings)?;
    let when = table.get("when");
    let required = REQUIRED.map(|name| (name, table.require(name, "{ from = \"column\" }")));
    let optional = OPTIONAL.map(|name| (name, table.get(name)));
    let observed_at = table.get("observed_at");
    let unit = table.get("observed_at_unit");
    let details = table.get("details");
    table.finish(findings);

    let when = when.map(|node| conditions(&node, declared, findings));
    let mut texts = Vec::new();
    for (name, node) in required.into_iter().chain(optional) {
        let mapping = node.and_then(|node| value(&node, declared, None, findings));
        texts.extend(mapping.map(|mapping| (name, mapping)));
    }
    let unit = unit.and_then(|node| node.word(&UNITS, findings));
    let observed_at = observed_at.and_then(|node| value(&node, declared, None, findings));
    let mut fields = Vec::new();
    if let Some(node) = details {
        let table = node.table("`{ length = { from = \"words\" } }`", findings)?;
        for (key, node) in table.entries() {
            let mapping = value(&node, declared, None, findings);
            fields.extend(mapping.map(|mapping| (key.text.to_owned(), mapping)));
        }
    }
    Some(Template {
        when: when.flatten().unwrap_or_default(),
        texts,
        observed_at: observed_at.map(|mapping| (mapping, unit.unwrap_or(Unit::Text))),
        details: fields,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const COMMITS: &str = r#"
        [columns]
        author = "text"
        date = "integer"
        words = "integer"
        topics = { list = "|" }

        [[observations]]
        when = { words = { gt = 0 } }
        user = { from = "author" }
        feature = "docs"
        action = "written"
        observed_at = { from = "date" }
        observed_at_unit = "seconds"
        details.length = { from = "words", buckets = [{ to = 100, value = "short" }, { value = "long" }] }
        details.topics = { from = "topics" }
    "#;

    #[test]
    fn a_row_becomes_an_observation() {
        let mapping = Mapping::parse("import.toml", COMMITS).unwrap();
        let row = json!({"author": "u1", "date": 86400, "words": 12, "topics": ["a", "b"]});
        let given = mapping
            .observations(row.as_object().unwrap(), "x-0")
            .unwrap();
        let expected = json!({
            "id": "x-0", "user": "u1", "feature": "docs", "action": "written",
            "observed_at": "1970-01-02T00:00:00.000Z",
            "details": {"length": "short", "topics": ["a", "b"]},
        });
        assert_eq!(given, [expected]);
        let none = json!({"author": "u1", "date": 86400, "words": 0});
        let given = mapping.observations(none.as_object().unwrap(), "x-1");
        assert_eq!(given, Ok(Vec::new()));
        let nobody = json!({"date": 86400, "words": 1});
        let given = mapping.observations(nobody.as_object().unwrap(), "x-2");
        assert_eq!(given, Err("the row gives no user".to_owned()));
    }

    #[test]
    fn every_mistake_is_shown_at_once() {
        let wrong = COMMITS
            .replace("from = \"author\"", "from = \"autor\"")
            .replace(
                "observed_at_unit = \"seconds\"",
                "observed_at_unit = \"hours\"",
            )
            .replace("words = \"integer\"", "words = \"int\"")
            .replace("action = \"written\"", "");
        let report = Mapping::parse("import.toml", &wrong).unwrap_err();
        insta::assert_snapshot!(report.render(false));
    }
}
