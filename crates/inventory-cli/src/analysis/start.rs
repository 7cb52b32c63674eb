//! Where to start migrating: value over cost, both as sums one can read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    compounding::Opportunity,
    silo::{Silos, understanding},
    verdict::counted,
};
use crate::{
    bridged::Stage,
    mechanism::{Format, Inference, Kind, Mechanism, Reason, Report, SiteRole},
};

/// One mechanism as a place to start.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Start {
    /// Id of the mechanism.
    pub mechanism: String,
    /// `value / cost`, to one decimal.
    pub score: f64,
    /// Sum of `value_reasons`.
    pub value: u32,
    /// Sum of `cost_reasons`.
    pub cost: u32,
    /// How the value adds up.
    pub value_reasons: Vec<Reason>,
    /// How the cost adds up.
    pub cost_reasons: Vec<Reason>,
}

const PER_FRAGMENTED_DIMENSION: usize = 15;
const MOST_FRAGMENTED: usize = 5;
const PER_FEATURE_THAT_GAINS: usize = 10;
const MOST_FEATURES: usize = 5;

pub(super) fn rank(report: &Report, silos: &Silos, compounding: &[Opportunity]) -> Vec<Start> {
    let held = understanding(&report.mechanisms);
    let fragmented: BTreeSet<&str> = held
        .iter()
        .filter(|(dimension, holders)| silos.of_dimension(dimension, holders).len() > 1)
        .map(|(dimension, _)| *dimension)
        .collect();
    // Features that would gain by the bridge of a mechanism.
    let mut gaining: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for opportunity in compounding.iter().filter(|it| it.is_evident()) {
        for source in &opportunity.sources {
            let features = gaining.entry(&source.mechanism).or_default();
            features.insert(&opportunity.feature);
        }
    }
    let mut starts: Vec<Start> = report
        .mechanisms
        .iter()
        .filter(|mechanism| !is_done(mechanism))
        .map(|mechanism| {
            let gaining = gaining.get(mechanism.id.as_str());
            let gaining = gaining.map_or(0, BTreeSet::len);
            let value_reasons = value(mechanism, &fragmented, gaining);
            let cost_reasons = cost(mechanism);
            let (value, cost) = (total(&value_reasons), total(&cost_reasons).max(1));
            Start {
                mechanism: mechanism.id.clone(),
                score: f64::from(value * 10 / cost) / 10.0,
                value,
                cost,
                value_reasons,
                cost_reasons,
            }
        })
        .collect();
    starts.sort_by(|left, right| {
        // Compared crosswise, exactly: the printed score is rounded.
        (right.value * left.cost)
            .cmp(&(left.value * right.cost))
            .then_with(|| right.value.cmp(&left.value))
            .then_with(|| left.mechanism.cmp(&right.mechanism))
    });
    starts
}

/// What `mechanism` costs to bridge, in points.
pub(super) fn cost_points(mechanism: &Mechanism) -> u32 {
    total(&cost(mechanism))
}

/// Whether nothing is left to migrate.
pub(super) fn is_done(mechanism: &Mechanism) -> bool {
    let stage = mechanism.stage.as_deref().and_then(Stage::parse);
    stage.is_some_and(|stage| stage >= Stage::Native)
}

fn value(mechanism: &Mechanism, fragmented: &BTreeSet<&str>, gaining: usize) -> Vec<Reason> {
    let mut reasons = vec![reason(
        usize::from(mechanism.richness_score),
        "richness of what it holds".to_owned(),
    )];
    let silos = mechanism
        .dimensions()
        .iter()
        .filter(|dimension| fragmented.contains(*dimension))
        .count();
    if silos > 0 {
        reasons.push(reason(
            silos.min(MOST_FRAGMENTED) * PER_FRAGMENTED_DIMENSION,
            format!("{} also held in other silos", counted(silos, "dimension")),
        ));
    }
    if gaining > 0 {
        reasons.push(reason(
            gaining.min(MOST_FEATURES) * PER_FEATURE_THAT_GAINS,
            format!("what {} would gain", counted(gaining, "other feature")),
        ));
    }
    reasons
}

fn cost(mechanism: &Mechanism) -> Vec<Reason> {
    let mut reasons = vec![reason(10, "one bridge".to_owned())];
    let mut add = |points: usize, text: String| {
        if points > 0 {
            reasons.push(reason(points, text));
        }
    };
    let sites = |role| {
        mechanism
            .sites
            .iter()
            .filter(|site| site.role == role)
            .count()
    };
    let (writes, reads) = (sites(SiteRole::Write), sites(SiteRole::Read));
    add(
        2 * writes,
        format!("{}, 2 each", counted(writes, "write site")),
    );
    add(reads, format!("{}, 1 each", counted(reads, "read site")));
    let (points, text) = access_cost(mechanism.kind);
    add(points, text.to_owned());
    let (points, text) = format_cost(mechanism.format);
    add(points, text.to_owned());
    if mechanism.inference.first() == Some(&Inference::Unknown) {
        add(
            10,
            "no writer found: its meaning must be asked for".to_owned(),
        );
    }
    let sensitive = mechanism
        .fields
        .iter()
        .filter(|field| field.sensitive)
        .count();
    add(
        5 * sensitive,
        format!("{}, 5 each", counted(sensitive, "sensitive field")),
    );
    reasons
}

fn access_cost(kind: Kind) -> (usize, &'static str) {
    match kind {
        Kind::BrowserStorage | Kind::DeviceStorage => (10, "lives on the user's device"),
        Kind::RemoteSdk => (15, "held by somebody else's service"),
        Kind::InMemorySession => (10, "not durable: bridged in process"),
        Kind::Prompt => (10, "assembled in code: bridged in process"),
        Kind::VectorLlmMemory => (10, "needs a store adapter of its own"),
        Kind::ConfigFile => (5, "files instead of a database"),
        Kind::SqlTable | Kind::OrmModel | Kind::DocumentCollection | Kind::Redis => (0, ""),
    }
}

fn format_cost(format: Format) -> (usize, &'static str) {
    match format {
        Format::FreeText => (15, "free text must be turned into values"),
        Format::Embedding => (20, "a vector has no values to map"),
        Format::EventLog => (5, "events need rules that say what they mean"),
        Format::JsonBlob => (3, "a JSON document to take apart"),
        Format::KeyValue | Format::TypedColumns | Format::Relation => (0, ""),
    }
}

fn reason(points: usize, text: String) -> Reason {
    Reason {
        points: i32::try_from(points).unwrap_or(i32::MAX),
        text,
    }
}

fn total(reasons: &[Reason]) -> u32 {
    let points = reasons.iter().map(|reason| reason.points.unsigned_abs());
    points.fold(0, u32::saturating_add)
}
