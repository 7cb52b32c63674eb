//! Writing a baseline anew: what holds nothing twice is taken in, new silos only with a reason.

use std::collections::BTreeSet;

use super::{Accepted, BASELINE_VERSION, Baseline, Exception};
use crate::{
    Error,
    check::{Violation, check},
    mechanism::Report,
};

/// A baseline written anew, and what that changed.
#[derive(Debug)]
pub struct Renewal {
    /// The new baseline.
    pub baseline: Baseline,
    /// Names of mechanisms taken in.
    pub added: Vec<String>,
    /// Names of entries that no mechanism answers to any more.
    pub dropped: Vec<String>,
    /// Names of silos let in for the reason given.
    pub excepted: Vec<String>,
}

/// The baseline of `report`. Where a `previous` one is given, its exceptions stay as long as their
/// mechanisms do, and silos new since need a `reason`.
///
/// # Errors
/// [`Error::Usage`]: there are new silos and no reason.
pub fn renew(
    report: &Report,
    previous: Option<&Baseline>,
    reason: Option<&str>,
) -> Result<Renewal, Error> {
    let nothing = Baseline {
        version: BASELINE_VERSION,
        mechanisms: Vec::new(),
        exceptions: Vec::new(),
    };
    let previous = previous.unwrap_or(&nothing);
    let violations = check(report, previous, &[]).violations;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if !violations.is_empty() && reason.is_none() {
        let names: Vec<&str> = violations.iter().map(|found| found.name.as_str()).collect();
        return Err(Error::Usage(format!(
            "cannot accept new silos without a reason: {}; give --reason, or bridge them to the shared model",
            names.join(", ")
        )));
    }
    let exceptions = exceptions(report, previous, &violations, reason.unwrap_or_default());
    Ok(Renewal {
        excepted: violations.into_iter().map(|found| found.name).collect(),
        ..merge(report, previous, exceptions)
    })
}

/// The exceptions of `previous` whose mechanisms are still there, and one per violation.
fn exceptions(
    report: &Report,
    previous: &Baseline,
    violations: &[Violation],
    reason: &str,
) -> Vec<Exception> {
    let present: BTreeSet<&str> = report.mechanisms.iter().map(|m| m.id.as_str()).collect();
    let kept = previous.exceptions.iter();
    let kept = kept.filter(|exception| present.contains(exception.id.as_str()));
    let mut exceptions: Vec<Exception> = kept.cloned().collect();
    for violation in violations {
        let dimensions = violation.held.iter().map(|held| held.dimension.clone());
        match exceptions
            .iter_mut()
            .find(|known| known.id == violation.mechanism)
        {
            Some(known) => {
                known.dimensions.extend(dimensions);
                known.reason = format!("{}; {reason}", known.reason);
            }
            None => exceptions.push(Exception {
                id: violation.mechanism.clone(),
                name: violation.name.clone(),
                dimensions: dimensions.collect(),
                reason: reason.to_owned(),
            }),
        }
    }
    exceptions.sort_by(|left, right| (&left.name, &left.id).cmp(&(&right.name, &right.id)));
    exceptions
}

/// Mechanisms are accepted with all they hold but what an exception lets in: that stays an exception.
fn merge(report: &Report, previous: &Baseline, exceptions: Vec<Exception>) -> Renewal {
    let known = |id: &str| {
        let mut accepted = previous.mechanisms.iter();
        accepted.any(|accepted| accepted.id == id)
    };
    let mut mechanisms: Vec<Accepted> = Vec::new();
    for mechanism in &report.mechanisms {
        let mut accepted = Accepted::of(mechanism);
        let exception = exceptions
            .iter()
            .find(|exception| exception.id == mechanism.id);
        if let Some(exception) = exception {
            accepted
                .dimensions
                .retain(|dimension| !exception.allows(dimension));
        }
        if exception.is_none() || known(&mechanism.id) {
            mechanisms.push(accepted);
        }
    }
    mechanisms.sort_by(|left, right| (&left.name, &left.id).cmp(&(&right.name, &right.id)));
    let gone = |id: &str| report.mechanisms.iter().all(|mechanism| mechanism.id != id);
    let entries = previous
        .mechanisms
        .iter()
        .map(|entry| (&entry.id, &entry.name));
    let excepted = previous
        .exceptions
        .iter()
        .map(|entry| (&entry.id, &entry.name));
    let dropped = entries.chain(excepted).filter(|(id, _)| gone(id));
    let added = mechanisms.iter().filter(|accepted| !known(&accepted.id));
    Renewal {
        added: added.map(|accepted| accepted.name.clone()).collect(),
        dropped: dropped.map(|(_, name)| name.clone()).collect(),
        excepted: Vec::new(),
        baseline: Baseline {
            version: BASELINE_VERSION,
            mechanisms,
            exceptions,
        },
    }
}
