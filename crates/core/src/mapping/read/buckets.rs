//! `buckets`: a number cut into ranges, ascending, the last without an end.

use super::{
    Target,
    value::{constant, one_value, scalar, size},
    words,
};
use crate::{
    diagnostic::{Code, Diagnostic, Place},
    document::{Findings, Node},
    mapping::Bucket,
    schema::DetailType,
};

/// Most buckets.
const MAX_BUCKETS: usize = 256;

pub(super) fn read(
    node: &Node<'_>,
    kind: Option<&DetailType>,
    from: &Node<'_>,
    target: Option<Target<'_>>,
    findings: &mut Findings,
) -> Option<Vec<Bucket>> {
    if let Some(kind) = kind {
        one_value(kind, from, target, findings)?;
        if scalar(kind).bounds().is_none() {
            let message = format!("buckets cut numbers, and the detail is {}", words(kind));
            let wrong = Diagnostic::error(Code::DetailType, from.place(), message);
            findings.push(wrong.help("use `map = { … }` for other types"));
            return None;
        }
    }
    let items = node.items(findings)?;
    if items.is_empty() || items.len() > MAX_BUCKETS {
        findings.push(size(node.place(), items.len(), MAX_BUCKETS, "buckets"));
        return None;
    }
    let before = findings.len();
    let mut buckets: Vec<Bucket> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let lower = buckets.last().and_then(|bucket| bucket.to);
        let is_last = index + 1 == items.len();
        buckets.extend(bucket(item, lower, is_last, target, findings));
    }
    (findings.len() == before).then_some(buckets)
}

fn bucket(
    node: &Node<'_>,
    lower: Option<f64>,
    is_last: bool,
    target: Option<Target<'_>>,
    findings: &mut Findings,
) -> Option<Bucket> {
    let mut table = node.table("`{ to = 13, value = \"small\" }`", findings)?;
    let to = table.get("to");
    let value = table.require("value", "\"…\"");
    let mut place = table.place().clone();
    table.finish(findings);
    let value = value.and_then(|value| constant(&value, target, findings));
    if let Some(to) = &to {
        place = to.place().clone();
    }
    let to = match to {
        Some(to) => Some(to.number(findings)?),
        None => None,
    };
    findings.extend(misplaced(to, lower, is_last, &place));
    Some(Bucket { to, value: value? })
}

/// The mistake of a bucket that ends where it should not.
fn misplaced(
    to: Option<f64>,
    lower: Option<f64>,
    is_last: bool,
    place: &Place,
) -> Option<Diagnostic> {
    let mistake = |message: String| Diagnostic::error(Code::Buckets, place, message);
    match (to, is_last) {
        (Some(_), true) => {
            let mistake = mistake("the last bucket has no upper end".into());
            Some(mistake.help("it takes everything above the one before; leave out `to`"))
        }
        (None, false) => {
            let mistake = mistake("only the last bucket has no upper end".into());
            Some(mistake.help("write `to = …`, the greatest number that belongs to it"))
        }
        (Some(to), false) => lower
            .filter(|lower| to <= *lower)
            .map(|lower| mistake(format!("buckets must ascend: {to} is not above {lower}"))),
        (None, true) => None,
    }
}
