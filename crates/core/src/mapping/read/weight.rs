//! `weight`: a constant, or a number detail, scaled where it is no weight by itself.

use super::{Declared, named, words};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Findings, Node},
    mapping::{Scale, WeightMapping},
    problem::quoted,
};

/// Greatest weight of one piece of evidence, in events.
const MAX: f64 = 1_000.0;

/// Reads a weight mapping.
pub fn weight(
    node: &Node<'_>,
    declared: &Declared,
    findings: &mut Findings,
) -> Option<WeightMapping> {
    if !node.is_table() {
        // A weight counts in millionths: what rounds to none is none.
        let range = "above 0 (at least 0.000001) and at most 1000";
        let weight = node.number_within(range, |weight| (1e-6..=MAX).contains(&weight), findings);
        return weight.map(WeightMapping::Constant);
    }
    let mut table = node.table("`{ from = \"detail\" }`", findings)?;
    let from = table.require("from", "\"name of a detail\"");
    let scale_node = table.get("scale");
    table.finish(findings);
    let scale = scale_node.as_ref().map(|node| scale(node, findings));
    let from = from?;
    let (field, detail) = named(&from, declared, findings)?;
    if let Some(detail) = detail {
        let Some(limits) = detail.kind.bounds() else {
            let message = format!(
                "a weight is a number, and the detail is {}",
                words(&detail.kind)
            );
            findings.push(Diagnostic::error(Code::DetailType, from.place(), message));
            return None;
        };
        if scale_node.is_none() {
            check_limits(limits, field, &from, findings)?;
        }
    }
    let scale = match scale {
        Some(scale) => Some(scale?),
        None => None,
    };
    Some(WeightMapping::Field {
        field: field.into(),
        scale,
    })
}

/// Without a scale the detail itself must be a weight.
fn check_limits(
    (min, max): (Option<f64>, Option<f64>),
    field: &str,
    from: &Node<'_>,
    findings: &mut Findings,
) -> Option<()> {
    let is_weight = min.is_some_and(|min| min >= 0.0) && max.is_some_and(|max| max <= MAX);
    if !is_weight {
        let message = format!(
            "{} may lie outside 0 to 1000, where weights do",
            quoted(field)
        );
        let wrong = Diagnostic::error(Code::OutOfRange, from.place(), message);
        findings.push(
            wrong
                .help("bound the detail with `min = 0, max = 1000` or less")
                .help("or map it: `scale = { from = [least, greatest], to = [0, 1] }`"),
        );
    }
    is_weight.then_some(())
}

fn scale(node: &Node<'_>, findings: &mut Findings) -> Option<Scale> {
    let mut table = node.table("`{ from = [0, 1], to = [1, 0] }`", findings)?;
    let from = table.require("from", "[least, greatest]");
    let to = table.require("to", "[0, 1]");
    table.finish(findings);
    let (from, to) = (from?, to?);
    let (source, target) = (ends(&from, findings), ends(&to, findings));
    let (source, target) = (source?, target?);
    let length = source.1 - source.0;
    let is_weight = |end: f64| (0.0..=MAX).contains(&end);
    let (node, message, help) = if length == 0.0 || !length.is_finite() {
        let message = "the ends of `from` are the same, or too far apart to tell";
        (
            from,
            message,
            "give the least and the greatest value of the detail",
        )
    } else if !is_weight(target.0) || !is_weight(target.1) {
        let message = "`to` leaves the range of weights, 0 to 1000";
        (
            to,
            message,
            "a weight of 0 gives no evidence, 1 is one event",
        )
    } else if target.0.max(target.1) < 1e-6 {
        (to, "every weight would be 0", "give `to` an end above 0")
    } else {
        return Some(Scale {
            from: source,
            to: target,
        });
    };
    findings.push(Diagnostic::error(Code::Scale, node.place(), message).help(help));
    None
}

fn ends(node: &Node<'_>, findings: &mut Findings) -> Option<(f64, f64)> {
    let items = node.items(findings)?;
    let [first, second] = items.as_slice() else {
        let message = format!("expected two numbers, found {}", items.len());
        findings.push(Diagnostic::error(Code::Scale, node.place(), message));
        return None;
    };
    let (first, second) = (first.number(findings), second.number(findings));
    first.zip(second)
}
