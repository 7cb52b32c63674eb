//! `[[actions.….evidence]]`: one evidence rule.

use super::{Dimensions, action::Word};
use crate::{
    diagnostic::{Code, Diagnostic, Spelling},
    document::{Findings, Node, Table},
    mapping::{
        WeightMapping,
        read::{Declared, Target, conditions, value, weight},
    },
    names::DimensionName,
    problem::quoted,
    schema::{Dimension, Kind, Rule},
};

/// What the rules of one action are checked against.
pub(super) struct Rules<'a> {
    pub(super) mode: Option<Word>,
    pub(super) declared: &'a Declared,
    pub(super) dimensions: &'a Dimensions,
}

impl Rules<'_> {
    pub(super) fn rule(&self, node: &Node<'_>, findings: &mut Findings) -> Option<Rule> {
        let mut table = node.table("`dimension = \"…\"` and `value = …`", findings)?;
        let when = table.get("when");
        let dimension = table.require("dimension", "\"…\"");
        let value_node = table.require("value", "\"…\"");
        let dimension = dimension.and_then(|node| self.dimension(&node, findings));
        let kind = dimension.and_then(|(_, dimension)| dimension.map(|found| &found.kind));
        let polarity = polarity(&mut table, kind, findings);
        let weight_node = table.get("weight");
        table.finish(findings);

        let target = dimension.zip(kind).map(|((name, _), kind)| Target {
            name,
            kind,
            takes_lists: kind.is_set() || self.mode == Some(Word::Event),
        });
        let when = match when {
            Some(node) => conditions(&node, self.declared, findings),
            None => Some(Vec::new()),
        };
        let value = value_node.and_then(|node| value(&node, self.declared, target, findings));
        let weight = self.weight(weight_node, findings);
        Some(Rule {
            when: when?,
            dimension: dimension?.0.clone(),
            value: value?,
            polarity: polarity?,
            weight: weight?,
        })
    }

    fn dimension(
        &self,
        node: &Node<'_>,
        findings: &mut Findings,
    ) -> Option<(&DimensionName, Option<&Dimension>)> {
        let text = node.text(findings)?;
        let Some((name, dimension)) = self.dimensions.get_key_value(text) else {
            let message = format!("there is no dimension {}", quoted(text));
            let wrong = Diagnostic::error(Code::UnknownDimension, node.place(), message);
            findings.push(if self.dimensions.is_empty() {
                wrong.help(format!("declare it: `[dimensions.\"{text}\"]`"))
            } else {
                let names = || self.dimensions.keys().map(DimensionName::as_str);
                wrong.suggest(
                    text,
                    node.place(),
                    Spelling::Value,
                    "the dimensions are",
                    names,
                )
            });
            return None;
        };
        let kind = dimension.as_ref().map(|dimension| &dimension.kind);
        if let (Some(Kind::Number(_)), Some(Word::Level)) = (kind, self.mode) {
            let message = format!(
                "a level holds masses of values, and {} is a number",
                quoted(text)
            );
            let wrong = Diagnostic::error(Code::WrongMode, node.place(), message);
            findings.push(wrong.help("take a number to it by an event or a statement"));
        }
        Some((name, dimension.as_ref()))
    }

    fn weight(&self, node: Option<Node<'_>>, findings: &mut Findings) -> Option<WeightMapping> {
        let Some(node) = node else {
            return Some(WeightMapping::Constant(1.0));
        };
        if self.mode == Some(Word::Statement) {
            let message = "a statement has no weight of its own";
            let wrong = Diagnostic::error(Code::WrongMode, node.place(), message);
            findings.push(
                wrong
                    .note("what someone said counts alike, whoever asked")
                    .help("leave `weight` out"),
            );
            return None;
        }
        weight(&node, self.declared, findings)
    }
}

fn polarity(table: &mut Table<'_>, kind: Option<&Kind>, findings: &mut Findings) -> Option<bool> {
    let Some(node) = table.get("polarity") else {
        return Some(true);
    };
    if let Some(kind) = kind.filter(|kind| !kind.is_set()) {
        let message = format!(
            "only sets have a polarity, and the dimension is of kind {}",
            kind.word()
        );
        let wrong = Diagnostic::error(Code::WrongKind, node.place(), message);
        findings.push(match kind {
            Kind::Boolean(_) => wrong.help("write `value = false` for evidence against"),
            _ => {
                wrong.help("leave it out: evidence for another value is evidence against this one")
            }
        });
        return None;
    }
    node.boolean(findings)
}
