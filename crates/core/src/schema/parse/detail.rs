//! `details = { … }`: the typed details of an action.

use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Findings, Key, Node, Table},
    mapping::read::Declared,
    names::{Member, SlotName},
    problem::{listed, quoted},
    schema::{DetailField, DetailType},
};

/// Most details of an action.
const MAX_DETAILS: usize = 64;
/// Most values of an enum.
const MAX_VALUES: usize = 256;
/// Most items of a list, unless said otherwise and at all.
const MAX_ITEMS: (usize, i64) = (64, 1_024);
/// Most bytes of a string, unless said otherwise and at all.
const MAX_LENGTH: (usize, i64) = (1_024, 16_384);

const EXAMPLE: &str = "`{ type = \"number\", min = 0, max = 1 }`";

/// The keys that only some types have.
const OF_TYPE: [(&str, &[&str]); 6] = [
    ("min", &["number", "integer"]),
    ("max", &["number", "integer"]),
    ("max_length", &["string"]),
    ("values", &["enum"]),
    ("items", &["list"]),
    ("max_items", &["list"]),
];

#[derive(Clone, Copy, PartialEq)]
enum Word {
    String,
    Number,
    Integer,
    Boolean,
    Enum,
    List,
}

const WORDS: [(&str, Word); 6] = [
    ("string", Word::String),
    ("number", Word::Number),
    ("integer", Word::Integer),
    ("boolean", Word::Boolean),
    ("enum", Word::Enum),
    ("list", Word::List),
];

/// Reads the declared details; one with a mistake stays as declared.
pub(super) fn details(node: Option<Node<'_>>, findings: &mut Findings) -> Declared {
    let table = node.and_then(|node| node.table("`{ ratio = { type = \"number\" } }`", findings));
    let entries = table.map(|table| table.entries()).unwrap_or_default();
    if let Some((key, _)) = entries.get(MAX_DETAILS) {
        let message = format!(
            "there are {} details, the limit is {MAX_DETAILS}",
            entries.len()
        );
        findings.push(Diagnostic::error(Code::TooMany, &key.place, message));
    }
    let mut details = Declared::new();
    for (key, node) in entries.into_iter().take(MAX_DETAILS) {
        // A detail is named like a slot.
        let name: Option<SlotName> = key.name("a detail", findings);
        let field = field(&node, findings);
        if name.is_some() {
            details.insert(key.text.into(), field);
        }
    }
    details
}

fn field(node: &Node<'_>, findings: &mut Findings) -> Option<DetailField> {
    if let Some(word) = node
        .as_text()
        .filter(|text| WORDS.iter().any(|(word, _)| word == text))
    {
        let wrong = node.not("a table");
        findings.push(wrong.fix(
            node.place(),
            "write it as a table",
            format!("{{ type = \"{word}\" }}"),
        ));
        return None;
    }
    let before = findings.len();
    let mut table = node.table(EXAMPLE, findings)?;
    let optional = table
        .get("optional")
        .and_then(|node| node.boolean(findings));
    let kind = kind(table, true, findings);
    (findings.len() == before).then_some(())?;
    Some(DetailField {
        kind: kind?,
        optional: optional.unwrap_or(false),
    })
}

fn kind(mut table: Table<'_>, lists: bool, findings: &mut Findings) -> Option<DetailType> {
    let node = table.require("type", "\"string\"");
    let word = node.as_ref().and_then(|node| node.word(&WORDS, findings));
    let Some(word) = word else {
        for (key, _) in OF_TYPE {
            table.get(key);
        }
        table.finish(findings);
        return None;
    };
    if word == Word::List && !lists {
        let place = node.as_ref().map_or(table.place(), Node::place);
        let message = "the items of a list cannot be lists";
        findings.push(Diagnostic::error(Code::DetailType, place, message));
    }
    let kind = match word {
        Word::String => string(&mut table, findings),
        Word::Number => Some(number(&mut table, findings)),
        Word::Integer => Some(integer(&mut table, findings)),
        Word::Boolean => Some(DetailType::Boolean),
        Word::Enum => values(&mut table, findings),
        Word::List => list(&mut table, lists, findings),
    };
    let name = node.as_ref().and_then(Node::as_text).unwrap_or_default();
    table.finish_with(findings, |key| of_another_type(key, name, node.as_ref()));
    kind
}

fn of_another_type(key: &Key<'_>, name: &str, node: Option<&Node<'_>>) -> Option<Diagnostic> {
    let (_, types) = OF_TYPE.iter().find(|(word, _)| *word == key.text)?;
    let types = listed(types.iter().copied());
    let message = format!("{} belongs to details of type {types}", quoted(key.text));
    let wrong = Diagnostic::error(Code::DetailType, &key.place, message);
    Some(match node {
        Some(node) => wrong.related(node.place(), format!("this one is a {name}")),
        None => wrong,
    })
}

fn string(table: &mut Table<'_>, findings: &mut Findings) -> Option<DetailType> {
    let max_length = match table.get("max_length") {
        Some(node) => node.count_within(1, MAX_LENGTH.1, findings)?,
        None => MAX_LENGTH.0,
    };
    Some(DetailType::String { max_length })
}

fn number(table: &mut Table<'_>, findings: &mut Findings) -> DetailType {
    let (min, max) = (table.get("min"), table.get("max"));
    let bound = |node: &Option<Node<'_>>, findings: &mut Findings| {
        node.as_ref().and_then(|node| node.number(findings))
    };
    let (least, most) = (bound(&min, findings), bound(&max, findings));
    ordered(least, most, max.as_ref(), findings);
    DetailType::Number {
        min: least,
        max: most,
    }
}

fn integer(table: &mut Table<'_>, findings: &mut Findings) -> DetailType {
    let (min, max) = (table.get("min"), table.get("max"));
    let bound = |node: &Option<Node<'_>>, findings: &mut Findings| {
        node.as_ref().and_then(|node| node.integer(findings))
    };
    let (least, most) = (bound(&min, findings), bound(&max, findings));
    ordered(least, most, max.as_ref(), findings);
    DetailType::Integer {
        min: least,
        max: most,
    }
}

fn ordered<T: PartialOrd + std::fmt::Display>(
    min: Option<T>,
    max: Option<T>,
    node: Option<&Node<'_>>,
    findings: &mut Findings,
) {
    if let (Some(min), Some(max), Some(node)) = (min, max, node)
        && min > max
    {
        let message = format!("`max`, {max}, is below `min`, {min}");
        findings.push(Diagnostic::error(Code::OutOfRange, node.place(), message));
    }
}

fn values(table: &mut Table<'_>, findings: &mut Findings) -> Option<DetailType> {
    let node = table.require("values", "[\"…\", \"…\"]")?;
    // A value may be written as freely as a member of a set.
    let values: Vec<Member> = super::names(&node, "a value", MAX_VALUES, findings)?;
    if values.is_empty() {
        let message = "an enum needs at least one value";
        findings.push(Diagnostic::error(Code::TooFew, node.place(), message));
    }
    Some(DetailType::Enum {
        values: values.into_iter().map(String::from).collect(),
    })
}

fn list(table: &mut Table<'_>, lists: bool, findings: &mut Findings) -> Option<DetailType> {
    let items = table.require("items", "{ type = \"string\" }");
    let max_items = match table.get("max_items") {
        Some(node) => node.count_within(1, MAX_ITEMS.1, findings)?,
        None => MAX_ITEMS.0,
    };
    // Lists of lists were refused already; going on would follow the nesting down.
    let items = items
        .filter(|_| lists)?
        .table("`{ type = \"string\" }`", findings)?;
    Some(DetailType::List {
        items: Box::new(kind(items, false, findings)?),
        max_items,
    })
}
