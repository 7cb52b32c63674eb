//! `[dimensions."…"]`: what is common to all kinds; the rest is in `kind`.

use super::{description, kind::kind, names};
use crate::{
    diagnostic::{Code, Diagnostic, Place},
    document::{Findings, Key, Node, Table},
    names::{DimensionName, InvalidName, Release, SlotName},
    problem::quoted,
    schema::{Dimension, MAX_MASS, Scope, SlotRule},
    time::Millis,
};

const MAX_SLOTS: usize = 32;
const MAX_TAGS: usize = 32;

/// The tables that a dimension itself may have.
const OWN_TABLES: [&str; 2] = ["base_rates", "prior"];

const HALF_LIFE: Millis = Millis::days(180);
const FAST_HALF_LIFE: Millis = Millis::days(14);
const STATEMENT_HALF_LIFE: Millis = Millis::days(365);

pub(super) fn dimension(node: &Node<'_>, findings: &mut Findings) -> Option<Dimension> {
    if !within_unquoted(node).is_empty() {
        // Reported as what is meant.
        return None;
    }
    let mut table = node.table("`kind = \"…\"` and so on", findings)?;
    let before = findings.len();
    let description = description(table.get("description"), findings);
    let (half_life, fast_half_life) = half_lives(&mut table, findings);
    let statement_half_life = length(&mut table, "statement_half_life", findings);
    let scope = table.get("scope").and_then(|node| {
        node.word(
            &[("user", Scope::User), ("context", Scope::Context)],
            findings,
        )
    });
    let max_mass = table.get("max_mass").and_then(|node| {
        let range = "above 0 and at most 1000";
        node.number_within(range, |mass| (1e-6..=1_000.0).contains(&mass), findings)
    });
    let tags = tags(&mut table, findings);
    let slots = slots(&mut table, findings);
    let kind = kind(table, findings);
    if findings.len() > before {
        return None;
    }
    Some(Dimension {
        description,
        kind: kind?,
        tags,
        half_life,
        fast_half_life,
        statement_half_life: statement_half_life.unwrap_or(STATEMENT_HALF_LIFE),
        scope: scope.unwrap_or(Scope::User),
        slots,
        max_mass: max_mass.unwrap_or(MAX_MASS),
    })
}

/// `[dimensions.a.b]` makes a table `a` with a table `b`; what is meant is `[dimensions."a.b"]`.
/// Gives the mistakes, each with the dimension that is meant if it can be one.
pub(super) fn unquoted(section: Option<&Node<'_>>) -> Vec<(Option<DimensionName>, Diagnostic)> {
    let table = section.and_then(|node| node.table("", &mut Findings::new()));
    let entries = table.map(|table| table.entries()).unwrap_or_default();
    let mut meant = Vec::new();
    // An outer key that is no name itself is a mistake of its own.
    let named = entries
        .into_iter()
        .filter(|(outer, _)| DimensionName::new(outer.text).is_ok());
    for (outer, node) in named {
        for inner in within_unquoted(&node) {
            let dotted = format!("{}.{}", outer.text, inner.text);
            match DimensionName::new(&dotted) {
                Ok(name) => meant.push((Some(name), quotes_needed(&outer, &inner, &dotted))),
                Err(invalid) => meant.push((None, no_name(&inner, &dotted, &invalid))),
            }
        }
    }
    meant
}

fn no_name(inner: &Key<'_>, dotted: &str, invalid: &InvalidName) -> Diagnostic {
    let message = format!(
        "{} cannot be the name of a dimension: it {invalid}",
        quoted(dotted)
    );
    Diagnostic::error(Code::InvalidName, &inner.place, message)
        .note("a table within a dimension is taken for a dotted name without its quotes")
}

/// The tables of what is no dimension, but a step on the way to some.
fn within_unquoted<'d>(node: &Node<'d>) -> Vec<Key<'d>> {
    let entries = node
        .table("", &mut Findings::new())
        .map(|table| table.entries());
    let entries = entries.unwrap_or_default();
    if entries
        .iter()
        .any(|(key, node)| !node.is_table() || OWN_TABLES.contains(&key.text))
    {
        return Vec::new();
    }
    entries.into_iter().map(|(key, _)| key).collect()
}

fn quotes_needed(outer: &Key<'_>, inner: &Key<'_>, dotted: &str) -> Diagnostic {
    let message = format!("the dotted name `{dotted}` needs quotes");
    let mistake = Diagnostic::error(Code::InvalidName, &inner.place, message)
        .note("without them TOML takes the dot as a step into a table");
    let (start, end) = (outer.place.span.start, inner.place.span.end);
    if outer.place.span.end + 1 != inner.place.span.start {
        return mistake.help(format!("write `[dimensions.\"{dotted}\"]`"));
    }
    let header = Place {
        pointer: inner.place.pointer.clone(),
        span: start..end,
    };
    mistake.fix(&header, "put it in quotes", format!("\"{dotted}\""))
}

fn length(table: &mut Table<'_>, key: &'static str, findings: &mut Findings) -> Option<Millis> {
    table.get(key).and_then(|node| node.length(findings))
}

fn half_lives(table: &mut Table<'_>, findings: &mut Findings) -> (Millis, Millis) {
    let before = findings.len();
    let slow_node = table.get("half_life");
    let fast_node = table.get("fast_half_life");
    let slow = slow_node
        .as_ref()
        .and_then(|node| node.length(findings))
        .unwrap_or(HALF_LIFE);
    let fast = fast_node
        .as_ref()
        .and_then(|node| node.length(findings))
        .unwrap_or(FAST_HALF_LIFE);
    if fast >= slow && findings.len() == before {
        let node = fast_node.as_ref().or(slow_node.as_ref());
        let place = node.map_or(table.place(), Node::place);
        let message =
            format!("the fast half-life, {fast}, is not shorter than the half-life, {slow}");
        let mut mistake = Diagnostic::error(Code::HalfLives, place, message)
            .note("the fast scale is the one on which a change of mind shows");
        if fast_node.is_none() {
            mistake = mistake.note(format!(
                "`fast_half_life` is {FAST_HALF_LIFE} unless said otherwise"
            ));
        }
        findings.push(mistake.help("give `fast_half_life` about a tenth of `half_life`"));
    }
    (slow, fast)
}

fn tags(table: &mut Table<'_>, findings: &mut Findings) -> Vec<String> {
    // A tag may be written as freely as a release.
    let node = table.get("tags");
    let tags = node.and_then(|node| names::<Release>(&node, "a tag", MAX_TAGS, findings));
    tags.unwrap_or_default()
        .into_iter()
        .map(String::from)
        .collect()
}

fn slots(table: &mut Table<'_>, findings: &mut Findings) -> Vec<SlotName> {
    let Some(node) = table.get("slots") else {
        return vec![SlotRule::single()];
    };
    let slots = names(&node, "a slot", MAX_SLOTS, findings).unwrap_or_default();
    if slots.is_empty() {
        let message = format!("{} needs at least one slot", quoted("slots"));
        let empty = Diagnostic::error(Code::TooFew, node.place(), message);
        findings.push(empty.help("leave the key out for a single slot, `default`"));
    }
    slots
}
