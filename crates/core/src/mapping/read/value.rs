//! `value`: a constant, a detail as it is, a detail looked up, or a number cut into ranges.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Declared, Target, buckets, fit, named};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    document::{Findings, Node},
    mapping::{MapTarget, OTHERWISE, ValueMapping},
    problem::{listed, quoted},
    schema::DetailType,
};

/// The target by which an entry for all others keeps what was looked up.
const AS_IS: &str = "as is";
/// Most entries of a map.
const MAX_ENTRIES: usize = 1_000;

/// Reads a value mapping. Without a target nothing is known of the dimension, and only the details
/// are checked.
pub fn value(
    node: &Node<'_>,
    declared: &Declared,
    target: Option<Target<'_>>,
    findings: &mut Findings,
) -> Option<ValueMapping> {
    if !node.is_table() {
        return constant(node, target, findings).map(ValueMapping::Constant);
    }
    let mut table = node.table("`{ from = \"detail\" }`", findings)?;
    let from = table.require("from", "\"name of a detail\"");
    let (map, buckets) = (table.get("map"), table.get("buckets"));
    table.finish(findings);
    let from = from?;
    let (field, detail) = named(&from, declared, findings)?;
    let field = field.to_owned();
    let kind = detail.map(|detail| &detail.kind);
    match (map, buckets) {
        (None, None) => {
            let mistake = kind
                .zip(target)
                .and_then(|(kind, target)| fit::detail(kind, from.place(), target));
            refused(mistake, findings)?;
            Some(ValueMapping::Field(field))
        }
        (Some(map), None) => {
            let map = Lookup { kind, target }.read(&map, &from, findings)?;
            Some(ValueMapping::Map { field, map })
        }
        (None, Some(buckets)) => {
            let buckets = buckets::read(&buckets, kind, &from, target, findings)?;
            Some(ValueMapping::Buckets { field, buckets })
        }
        (Some(_), Some(buckets)) => {
            let message = "`map` and `buckets` exclude each other";
            findings.push(Diagnostic::error(Code::Duplicate, buckets.place(), message));
            None
        }
    }
}

pub(super) fn constant(
    node: &Node<'_>,
    target: Option<Target<'_>>,
    findings: &mut Findings,
) -> Option<Value> {
    let constant = node.scalar(findings)?;
    let mistake = target.and_then(|target| fit::constant(&constant, node.place(), target));
    refused(mistake, findings)?;
    Some(constant)
}

/// Reports the mistake, if there is one, and then gives none.
fn refused(mistake: Option<Diagnostic>, findings: &mut Findings) -> Option<()> {
    let accepted = mistake.is_none();
    findings.extend(mistake);
    accepted.then_some(())
}

/// The scalar type that is looked up: of a list, its items.
pub(super) fn scalar(kind: &DetailType) -> &DetailType {
    match kind {
        DetailType::List { items, .. } => items,
        other => other,
    }
}

/// Refuses a list where one value is wanted.
pub(super) fn one_value(
    kind: &DetailType,
    from: &Node<'_>,
    target: Option<Target<'_>>,
    findings: &mut Findings,
) -> Option<()> {
    let takes_lists = target.is_none_or(|target| target.takes_lists);
    let mistake = (matches!(kind, DetailType::List { .. }) && !takes_lists).then(|| {
        let message = "the detail is a list, and one statement or level has one value";
        Diagnostic::error(Code::DetailType, from.place(), message)
            .help("a list can be taken to a set, or be an event")
    });
    refused(mistake, findings)
}

/// A map against the detail that is looked up and the dimension it leads to.
struct Lookup<'a> {
    kind: Option<&'a DetailType>,
    target: Option<Target<'a>>,
}

impl Lookup<'_> {
    fn read(
        &self,
        node: &Node<'_>,
        from: &Node<'_>,
        findings: &mut Findings,
    ) -> Option<BTreeMap<String, MapTarget>> {
        self.check_type(from, findings)?;
        let table = node.table("`{ brief = \"concise\" }`", findings)?;
        let entries = table.entries();
        if entries.is_empty() || entries.len() > MAX_ENTRIES {
            findings.push(size(node.place(), entries.len(), MAX_ENTRIES, "entries"));
            return None;
        }
        let before = findings.len();
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            self.check_key(key.text, &key.place, findings);
            if let Some(target) = self.entry(key.text, &value, findings) {
                map.insert(key.text.to_owned(), target);
            }
        }
        if findings.len() > before {
            return None;
        }
        self.check_rest(&map, table.place(), findings);
        Some(map)
    }

    fn entry(&self, key: &str, value: &Node<'_>, findings: &mut Findings) -> Option<MapTarget> {
        if value.as_text() == Some(AS_IS) && key == OTHERWISE {
            return Some(MapTarget::AsIs);
        }
        constant(value, self.target, findings).map(MapTarget::Value)
    }

    fn check_type(&self, from: &Node<'_>, findings: &mut Findings) -> Option<()> {
        let Some(kind) = self.kind else {
            return Some(());
        };
        one_value(kind, from, self.target, findings)?;
        let mistake = matches!(scalar(kind), DetailType::Number { .. }).then(|| {
            let message = "a number with fractions cannot be looked up in a map";
            Diagnostic::error(Code::DetailType, from.place(), message)
                .help("cut it into ranges with `buckets = [{ to = …, value = … }, …]`")
        });
        refused(mistake, findings)
    }

    fn check_key(&self, key: &str, place: &Place, findings: &mut Findings) {
        let Some(kind) = self.kind.map(scalar).filter(|_| key != OTHERWISE) else {
            return;
        };
        let message = format!("the detail can never be {}", quoted(key));
        let mistake = Diagnostic::error(Code::UnknownValue, place, message);
        match kind {
            DetailType::Enum { values } if !values.iter().any(|value| value == key) => {
                let names = || values.iter().map(String::as_str);
                findings.push(mistake.suggest(key, place, Spelling::Key, "its values are", names));
            }
            DetailType::Boolean if !["true", "false"].contains(&key) => {
                findings.push(mistake.label("it is true or false"));
            }
            // The one spelling that a whole number has when it is looked up.
            DetailType::Integer { .. }
                if key
                    .parse::<i64>()
                    .ok()
                    .is_none_or(|whole| whole.to_string() != key) =>
            {
                findings.push(mistake.label("it is an integer"));
            }
            _ => {}
        }
    }

    /// Checks what the entries leave to the entry for all others, or to none.
    fn check_rest(
        &self,
        map: &BTreeMap<String, MapTarget>,
        place: &Place,
        findings: &mut Findings,
    ) {
        let Some(kind) = self.kind.map(scalar) else {
            return;
        };
        let rest: Vec<String> = match kind {
            DetailType::Enum { values } => values.clone(),
            DetailType::Boolean => vec!["true".into(), "false".into()],
            _ => Vec::new(),
        };
        let rest: Vec<_> = rest
            .into_iter()
            .filter(|value| !map.contains_key(value))
            .collect();
        match (map.get(OTHERWISE), self.target) {
            (Some(MapTarget::AsIs), Some(target)) => {
                let left = match kind {
                    DetailType::Enum { .. } => &DetailType::Enum { values: rest },
                    other => other,
                };
                findings.extend(fit::detail(left, place, target));
            }
            (None, _) if !rest.is_empty() => {
                let names = listed(rest.iter().map(String::as_str));
                let message = format!("the map says nothing of {names}");
                let warning = Diagnostic::warning(Code::IncompleteMap, place, message);
                findings.push(
                    warning
                        .note("an observation with such a value gives no evidence")
                        .help("map every value, or add an entry `\"*\"` for all others"),
                );
            }
            _ => {}
        }
    }
}

pub(super) fn size(place: &Place, actual: usize, limit: usize, what: &str) -> Diagnostic {
    if actual == 0 {
        return Diagnostic::error(Code::TooFew, place, format!("there are no {what}"));
    }
    let message = format!("there are {actual} {what}, the limit is {limit}");
    Diagnostic::error(Code::TooMany, place, message)
}
