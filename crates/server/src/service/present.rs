//! Beliefs as they go over the wire.

use selfmodel_api_types as wire;
use selfmodel_core::{
    belief::{Belief, BeliefValue, Status},
    log::LogRow,
    query::{Reason, Served, Withheld},
};

/// Rounds to 1e-6, as far as a belief is meant.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

pub(super) fn value(value: BeliefValue) -> wire::BeliefValue {
    match value {
        BeliefValue::Truth(truth) => wire::BeliefValue::Boolean(truth),
        BeliefValue::Outcome(outcome) => wire::BeliefValue::Text(outcome),
        BeliefValue::Number(number) => wire::BeliefValue::Number(rounded(number)),
    }
}

pub(super) const fn status(status: Status) -> wire::BeliefStatus {
    match status {
        Status::Known => wire::BeliefStatus::Known,
        Status::Prior => wire::BeliefStatus::Prior,
    }
}

pub(super) fn belief(belief: Belief, relevance: f64, shows_interval: bool) -> wire::Belief {
    let interval = belief.interval.filter(|_| shows_interval);
    wire::Belief {
        dimension: belief.key.dimension,
        member: belief.key.member,
        value: value(belief.value),
        announced: belief.announced,
        confidence: rounded(belief.confidence),
        interval: interval.map(|(low, high)| wire::Interval {
            low: rounded(low),
            high: rounded(high),
        }),
        status: status(belief.status),
        conflict: rounded(belief.conflict),
        change: rounded(belief.change),
        relevance: rounded(relevance),
        evidence: rounded(belief.evidence),
        updated_at: belief.updated_at,
        features: belief.features.to_vec(),
    }
}

pub(super) fn served(served: Vec<Served>, shows_interval: bool) -> Vec<wire::Belief> {
    let served = served.into_iter();
    served
        .map(|served| belief(served.belief, served.relevance, shows_interval))
        .collect()
}

/// How many were withheld for each reason.
pub(super) fn withheld_counts(withheld: &[Withheld], limited: bool) -> wire::Withheld {
    let mut counts = wire::Withheld {
        over_limit: limited.then_some(0),
        ..wire::Withheld::default()
    };
    for withheld in withheld {
        let count = match withheld.reason {
            Reason::NotPermitted => &mut counts.not_permitted,
            Reason::Irrelevant => &mut counts.irrelevant,
            Reason::Unknown => &mut counts.unknown,
            Reason::Stale => &mut counts.stale,
            Reason::BelowConfidence => &mut counts.below_confidence,
            Reason::OverLimit => counts.over_limit.get_or_insert(0),
        };
        *count += 1;
    }
    counts
}

pub(super) fn withheld_dimensions(withheld: Vec<Withheld>) -> Vec<wire::WithheldDimension> {
    let withheld = withheld.into_iter();
    withheld
        .map(|withheld| wire::WithheldDimension {
            dimension: withheld.key.dimension,
            member: withheld.key.member,
            reason: match withheld.reason {
                Reason::NotPermitted => wire::WithheldReason::NotPermitted,
                Reason::Irrelevant => wire::WithheldReason::Irrelevant,
                Reason::Unknown => wire::WithheldReason::Unknown,
                Reason::Stale => wire::WithheldReason::Stale,
                Reason::BelowConfidence => wire::WithheldReason::BelowConfidence,
                Reason::OverLimit => wire::WithheldReason::OverLimit,
            },
        })
        .collect()
}

/// A row of the log without when it was received, which says nothing of the user.
pub(super) fn logged(row: LogRow) -> wire::LoggedObservation {
    wire::LoggedObservation {
        id: row.id,
        feature: row.feature,
        action: row.action,
        details: row.details,
        context: row.context,
        observed_at: row.observed_at,
        release: row.release,
        origin: row.origin,
        weightless: row.weightless,
    }
}
