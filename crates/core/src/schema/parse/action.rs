//! `[actions.…]`: the mode, the details, and what the action says.

use super::{Dimensions, detail::details, rule::Rules};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Findings, Key, Node, Table},
    mapping::read::{Declared, named},
    names::SlotName,
    problem::{listed, quoted},
    schema::{Action, DetailType, LEVEL, Mode, Rule, STATED, SlotRule, WITHDRAWN},
};

/// Most rules of an action.
const MAX_RULES: usize = 64;
/// Most slots of a level action.
const MAX_SLOTS: usize = 32;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Word {
    Event,
    Statement,
    Level,
}

const MODES: [(&str, Word); 3] = [
    ("event", Word::Event),
    ("statement", Word::Statement),
    ("level", Word::Level),
];

pub(super) fn action(
    key: &Key<'_>,
    node: &Node<'_>,
    dimensions: &Dimensions,
    findings: &mut Findings,
) -> Option<Action> {
    if [STATED, WITHDRAWN, LEVEL].contains(&key.text) {
        let message = format!("{} is built in and cannot be declared", quoted(key.text));
        let reserved = Diagnostic::error(Code::ReservedName, &key.place, message);
        findings.push(reserved.help("use it as it is, or choose another name"));
    }
    let mut table = node.table("`mode = \"event\"`", findings)?;
    let word = match table.get("mode") {
        Some(node) => node.word(&MODES, findings),
        None => Some(Word::Event),
    };
    let declared = details(table.get("details"), findings);
    let mode = mode(&mut table, word, &declared, findings);
    let rules = table.get("evidence");
    table.finish(findings);
    let reader = Rules {
        mode: word,
        declared: &declared,
        dimensions,
    };
    let evidence = evidence(key, rules, &reader, findings);
    let details = declared
        .into_iter()
        .map(|(name, field)| Some((name, field?)));
    Some(Action {
        mode: mode?,
        details: details.collect::<Option<_>>()?,
        evidence: evidence?,
    })
}

fn evidence(
    action: &Key<'_>,
    node: Option<Node<'_>>,
    reader: &Rules<'_>,
    findings: &mut Findings,
) -> Option<Vec<Rule>> {
    let rules = node
        .and_then(|node| node.items(findings))
        .unwrap_or_default();
    if rules.is_empty() {
        let name = action.text;
        let message = format!("action {} says nothing of the user", quoted(name));
        let warning = Diagnostic::warning(Code::NoEvidence, &action.place, message);
        findings.push(warning.help(format!("add a rule: `[[actions.{name}.evidence]]`")));
    }
    if let Some(rule) = rules.get(MAX_RULES) {
        let message = format!("there are {} rules, the limit is {MAX_RULES}", rules.len());
        findings.push(Diagnostic::error(Code::TooMany, rule.place(), message));
    }
    let rules = rules
        .iter()
        .take(MAX_RULES)
        .map(|rule| reader.rule(rule, findings));
    // All are read before one with a mistake makes the whole fail.
    let rules: Vec<_> = rules.collect();
    rules.into_iter().collect()
}

fn mode(
    table: &mut Table<'_>,
    word: Option<Word>,
    declared: &Declared,
    findings: &mut Findings,
) -> Option<Mode> {
    let (dedupe, slot) = (table.get("dedupe"), table.get("slot"));
    if let (Some(node), Some(Word::Statement | Word::Level)) = (&dedupe, word) {
        let message = "only events have `dedupe`";
        let wrong = Diagnostic::error(Code::WrongMode, node.place(), message);
        findings.push(wrong.note("of statements and levels the newest replaces the older anyway"));
    }
    if let (Some(node), Some(Word::Statement | Word::Event)) = (&slot, word) {
        let message = "only levels have a `slot`";
        let wrong = Diagnostic::error(Code::WrongMode, node.place(), message);
        findings.push(wrong.help("write `mode = \"level\"`, or leave `slot` out"));
    }
    match word? {
        Word::Statement => Some(Mode::Statement),
        Word::Event => {
            let dedupe = match dedupe {
                Some(node) => Some(node.length(findings)?),
                None => None,
            };
            Some(Mode::Event { dedupe })
        }
        Word::Level => {
            let slot = match slot {
                Some(node) => slot_rule(&node, declared, findings)?,
                None => SlotRule::Single,
            };
            Some(Mode::Level { slot })
        }
    }
}

fn slot_rule(node: &Node<'_>, declared: &Declared, findings: &mut Findings) -> Option<SlotRule> {
    let mut table = node.table("`{ from = \"detail\" }`", findings)?;
    let from = table.require("from", "\"name of a detail\"");
    table.finish(findings);
    let from = from?;
    let (field, detail) = named(&from, declared, findings)?;
    let rule = SlotRule::From {
        field: field.into(),
    };
    let Some(detail) = detail else {
        return Some(rule);
    };
    let mistake = match &detail.kind {
        DetailType::Enum { values } if values.len() > MAX_SLOTS => Some(format!(
            "it has {} values, the limit is {MAX_SLOTS}",
            values.len()
        )),
        DetailType::Enum { values } => {
            let invalid = values.iter().map(String::as_str);
            let invalid: Vec<_> = invalid
                .filter(|value| SlotName::new(value).is_err())
                .collect();
            (!invalid.is_empty()).then(|| {
                format!(
                    "{} cannot name a slot: letters, digits and _ - . / : @ can",
                    listed(invalid)
                )
            })
        }
        _ => Some("it is no enum, and slots are known beforehand".into()),
    };
    let mistake = mistake.or_else(|| detail.optional.then(|| "it is optional".into()));
    if let Some(mistake) = mistake {
        let message = format!("{} cannot say which slot: {mistake}", quoted(field));
        findings.push(Diagnostic::error(Code::DetailType, from.place(), message));
        return None;
    }
    Some(rule)
}
