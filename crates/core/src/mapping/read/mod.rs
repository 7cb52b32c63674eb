//! Mappings as written in a document, checked against the declared details they look at and the
//! dimension they lead to. What is accepted here cannot fail for details of the declared types,
//! except by a text or a number that only the observation shows.

mod buckets;
mod condition;
mod fit;
mod value;
mod weight;

use std::collections::BTreeMap;

pub use self::{condition::conditions, value::value, weight::weight};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    document::{Findings, Node},
    names::DimensionName,
    problem::quoted,
    schema::{DetailField, DetailType, Kind},
};

/// The details that mappings may look at. None for one that is declared with a mistake: it is known,
/// but nothing can be checked against it.
pub type Declared = BTreeMap<String, Option<DetailField>>;

/// The dimension that a mapping leads to.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Its name.
    pub name: &'a DimensionName,
    /// What values it takes.
    pub kind: &'a Kind,
    /// Whether several values at once make sense, as they do for events and for sets.
    pub takes_lists: bool,
}

/// The detail that `node` names: none with a diagnostic where there is no such detail, and an inner
/// none where the detail itself has a mistake.
pub(crate) fn named<'a, 'd>(
    node: &Node<'d>,
    declared: &'a Declared,
    findings: &mut Findings,
) -> Option<(&'d str, Option<&'a DetailField>)> {
    let field = node.text(findings)?;
    let detail = declared.get(field);
    if detail.is_none() {
        findings.push(unknown(field, node.place(), Spelling::Value, declared));
    }
    Some((field, detail?.as_ref()))
}

fn unknown(field: &str, place: &Place, spelling: Spelling, declared: &Declared) -> Diagnostic {
    let message = format!("the action has no detail {}", quoted(field));
    let unknown = Diagnostic::error(Code::UnknownDetail, place, message);
    if declared.is_empty() {
        return unknown.help("it declares none; add `details = { … }` to the action");
    }
    let names = || declared.keys().map(String::as_str);
    unknown.suggest(field, place, spelling, "its details are", names)
}

/// A type in a message, with its article.
const fn words(kind: &DetailType) -> &'static str {
    match kind {
        DetailType::String { .. } => "a string",
        DetailType::Number { .. } => "a number",
        DetailType::Integer { .. } => "an integer",
        DetailType::Boolean => "a boolean",
        DetailType::Enum { .. } => "an enum",
        DetailType::List { .. } => "a list",
    }
}
