//! What one of two reports knows and leaves out: neither removed nor added.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::mechanism::{Mechanism, Report};

/// A mechanism that only one of two reports is sure enough of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crossed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its confidence before, 0 to 100.
    pub confidence_before: u8,
    /// Its confidence now.
    pub confidence_now: u8,
    /// The lowest confidence reported on the side that leaves it out.
    pub threshold: u8,
}

/// A mechanism of one report that the other one excludes, for another reason than its confidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its id where it is reported.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Why the other report excludes it.
    pub reason: String,
}

impl LeftOut {
    /// The exclusion of `mechanism` in `other`: of a store with the same kind and name.
    pub(super) fn of(mechanism: &Mechanism, other: &Report) -> Option<Self> {
        let store = store_of(&mechanism.name);
        let mut excluded = other.excluded.iter();
        let known = excluded.find(|it| it.kind == mechanism.kind && store_of(&it.name) == store)?;
        Some(Self {
            id: mechanism.id.clone(),
            name: mechanism.name.clone(),
            reason: known.reason.clone(),
        })
    }
}

/// A name without the purpose that one store of several purposes has behind it.
fn store_of(name: &str) -> &str {
    name.split(": ").next().unwrap_or(name)
}

impl Crossed {
    /// The same, seen from the other report.
    pub(super) fn reversed(self) -> Self {
        Self {
            confidence_before: self.confidence_now,
            confidence_now: self.confidence_before,
            ..self
        }
    }
}

/// Takes from `here` what the `other` report, whose mechanisms are `there`, has below its threshold only.
pub(super) fn crossed(
    here: &mut BTreeMap<&str, &Mechanism>,
    there: &BTreeMap<&str, &Mechanism>,
    other: &Report,
) -> Vec<Crossed> {
    let below = other.excluded.iter();
    let below = below.filter_map(|excluded| excluded.below_confidence.as_ref());
    let below: BTreeMap<&str, u8> = below
        .filter(|below| !there.contains_key(below.id.as_str()))
        .map(|below| (below.id.as_str(), below.confidence))
        .collect();
    let crossed = below.into_iter().filter_map(|(id, confidence)| {
        let mechanism = here.remove(id)?;
        Some(Crossed {
            id: id.to_owned(),
            name: mechanism.name.clone(),
            confidence_before: mechanism.confidence,
            confidence_now: confidence,
            threshold: other.summary.min_confidence,
        })
    });
    crossed.collect()
}
