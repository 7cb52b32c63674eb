//! Comparing a report with a baseline.

use std::collections::{BTreeMap, BTreeSet};

use super::{Excepted, Held, New, Outcome, Renamed, Stale, Violation};
use crate::{
    analysis::{Silos, understanding},
    baseline::{Baseline, Exception},
    bridged::Stage,
    identity::{Identity, field_names, renames},
    mechanism::{Mechanism, Report},
};

/// Who holds a dimension when the shared model does.
const SHARED_MODEL: &str = "the shared self-model";

/// Compares `report` with `baseline`. `shared` are dimensions that the shared model holds beside those of
/// the baseline.
#[must_use]
pub fn check(report: &Report, baseline: &Baseline, shared: &[String]) -> Outcome {
    let renamed = renamed(report, baseline);
    let checker = Checker {
        silos: Silos::of(&report.mechanisms),
        holders: understanding(&report.mechanisms),
        accepted: accepted(baseline, &renamed),
        before: before(baseline, shared),
    };
    let mut outcome = Outcome {
        violations: Vec::new(),
        excepted: Vec::new(),
        new: Vec::new(),
        stale: stale(report, baseline, &renamed),
        renamed: Vec::new(),
    };
    for mechanism in &report.mechanisms {
        let mut exceptions = baseline.exceptions.iter();
        let exception = exceptions.find(|exception| exception.id == mechanism.id);
        checker.judge(mechanism, exception, &mut outcome);
    }
    outcome.renamed = renamed;
    outcome
}

struct Checker<'a> {
    silos: Silos,
    /// Dimension to the ids that hold it now.
    holders: BTreeMap<&'a str, Vec<&'a str>>,
    /// Present id to the dimensions accepted for it.
    accepted: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Dimension to the names that held it before.
    before: BTreeMap<&'a str, Vec<&'a str>>,
}

impl Checker<'_> {
    fn judge(&self, mechanism: &Mechanism, exception: Option<&Exception>, outcome: &mut Outcome) {
        let known = self.accepted.contains_key(mechanism.id.as_str());
        let mut held = self.held(mechanism);
        let all = held.len();
        if let Some(exception) = exception {
            held.retain(|held| !exception.allows(&held.dimension));
            if held.len() < all {
                outcome.excepted.push(Excepted {
                    mechanism: mechanism.id.clone(),
                    name: mechanism.name.clone(),
                    reason: exception.reason.clone(),
                });
            }
        }
        if !held.is_empty() {
            outcome.violations.push(violation(mechanism, known, held));
        } else if !known && all == 0 {
            outcome.new.push(New {
                mechanism: mechanism.id.clone(),
                name: mechanism.name.clone(),
                place: place(mechanism),
            });
        }
    }

    /// Dimensions of which `mechanism` is a new silo.
    fn held(&self, mechanism: &Mechanism) -> Vec<Held> {
        let stage = mechanism.stage.as_deref().and_then(Stage::parse);
        if stage.is_some_and(|stage| stage >= Stage::Shadow) {
            return Vec::new();
        }
        let dimensions = mechanism.dimensions().into_iter();
        dimensions
            .filter(|dimension| !self.is_accepted(mechanism, dimension))
            .filter_map(|dimension| {
                let by = self.before.get(dimension)?;
                Some(Held {
                    dimension: dimension.to_owned(),
                    by: by.iter().map(|&name| name.to_owned()).collect(),
                })
            })
            .collect()
    }

    /// Whether `mechanism`, or one it is kept in step with, was accepted for `dimension`.
    fn is_accepted(&self, mechanism: &Mechanism, dimension: &str) -> bool {
        let holders = self.holders.get(dimension).map_or(&[][..], Vec::as_slice);
        let silos = self.silos.of_dimension(dimension, holders);
        let own = silos.iter().find(|silo| silo.contains(&mechanism.id));
        let accepted = |id: &String| {
            let accepted = self.accepted.get(id.as_str());
            accepted.is_some_and(|dimensions| dimensions.contains(dimension))
        };
        own.is_some_and(|silo| silo.iter().any(accepted))
    }
}

fn violation(mechanism: &Mechanism, grown: bool, held: Vec<Held>) -> Violation {
    Violation {
        mechanism: mechanism.id.clone(),
        name: mechanism.name.clone(),
        place: place(mechanism),
        features: mechanism.features.clone(),
        grown,
        held,
    }
}

fn place(mechanism: &Mechanism) -> String {
    let declared = mechanism.declaration();
    declared.map_or_else(String::new, |site| format!("{}:{}", site.path, site.line))
}

fn renamed(report: &Report, baseline: &Baseline) -> Vec<Renamed> {
    let present: BTreeSet<&str> = report.mechanisms.iter().map(|m| m.id.as_str()).collect();
    let entries = baseline.mechanisms.iter().map(|entry| entry.id.as_str());
    let exceptions = baseline.exceptions.iter().map(|entry| entry.id.as_str());
    let known: BTreeSet<&str> = entries.chain(exceptions).collect();
    let gone = baseline.mechanisms.iter();
    let gone = gone.filter(|accepted| !present.contains(accepted.id.as_str()));
    let gone: Vec<Identity<'_>> = gone.map(|accepted| accepted.identity()).collect();
    let come = report.mechanisms.iter();
    let come = come.filter(|mechanism| !known.contains(mechanism.id.as_str()));
    let come: Vec<(&Mechanism, Vec<String>)> = come.map(|new| (new, field_names(new))).collect();
    let come = come.iter().map(|(mechanism, fields)| Identity {
        id: &mechanism.id,
        kind: mechanism.kind,
        fields,
    });
    let come: Vec<Identity<'_>> = come.collect();
    let name = |id: &str| {
        let mut mechanisms = report.mechanisms.iter();
        let found = mechanisms.find(|mechanism| mechanism.id == id);
        found.map_or_else(String::new, |mechanism| mechanism.name.clone())
    };
    let pairs = renames(&gone, &come).into_iter().map(|(from, to)| Renamed {
        from: from.to_owned(),
        to: to.to_owned(),
        name: name(to),
    });
    pairs.collect()
}

fn accepted<'a>(
    baseline: &'a Baseline,
    renamed: &'a [Renamed],
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut accepted = BTreeMap::new();
    for entry in &baseline.mechanisms {
        let new = renamed.iter().find(|renamed| renamed.from == entry.id);
        let id = new.map_or(entry.id.as_str(), |renamed| &renamed.to);
        let dimensions = entry.dimensions.iter().map(String::as_str);
        accepted.insert(id, dimensions.collect());
    }
    accepted
}

fn before<'a>(baseline: &'a Baseline, shared: &'a [String]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut before: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for dimension in shared {
        before.entry(dimension).or_default().push(SHARED_MODEL);
    }
    for entry in &baseline.mechanisms {
        for dimension in &entry.dimensions {
            before.entry(dimension).or_default().push(&entry.name);
        }
    }
    before
}

fn stale(report: &Report, baseline: &Baseline, renamed: &[Renamed]) -> Vec<Stale> {
    let gone = |id: &str| report.mechanisms.iter().all(|mechanism| mechanism.id != id);
    let entries = baseline.mechanisms.iter().filter(|entry| gone(&entry.id));
    let entries = entries.map(|entry| {
        let new = renamed.iter().find(|renamed| renamed.from == entry.id);
        Stale {
            id: entry.id.clone(),
            name: entry.name.clone(),
            exception: false,
            because: new.map_or_else(
                || "it is gone".to_owned(),
                |renamed| format!("it is {} ({}) now", renamed.to, renamed.name),
            ),
        }
    });
    let exceptions = baseline.exceptions.iter().filter(|entry| gone(&entry.id));
    let exceptions = exceptions.map(|exception| Stale {
        id: exception.id.clone(),
        name: exception.name.clone(),
        exception: true,
        because: "the mechanism it lets in is gone: remove the exception".to_owned(),
    });
    entries.chain(exceptions).collect()
}
