//! How long the migration takes: an honest range, with its parts.
//!
//! The anchor is a figure from practice, four to eight weeks of a team for five to ten mechanisms. The
//! parts below are set so that an ordinary code base of that size falls around that range; nothing here was
//! measured on the scanned product, and the report says so.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    silo::{Silos, is_siloed},
    start::{cost_points, is_done},
    verdict::counted,
};
use crate::{
    bridged::Stage,
    mechanism::{Mechanism, Report},
};

/// A range in team-weeks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Effort {
    /// When all goes well, in team-weeks, rounded to halves.
    pub low: f64,
    /// When it does not, in team-weeks, rounded to halves.
    pub high: f64,
    /// What the range is made of.
    pub parts: Vec<EffortPart>,
    /// What it does not know.
    pub assumptions: Vec<String>,
}

/// One summand of the range.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EffortPart {
    /// What is done.
    pub what: String,
    /// How many of them.
    pub count: usize,
    /// Team-weeks for all of them when all goes well.
    pub low: f64,
    /// Team-weeks for all of them when it does not.
    pub high: f64,
}

/// Tenths of a team-week, low and high.
type Tenths = (u32, u32);

const SCHEMA_AND_PIPELINE: Tenths = (10, 20);
/// Up to this many cost points a bridge is small, up to the next one medium.
const SMALL_COST: u32 = 20;
const MEDIUM_COST: u32 = 50;
const SMALL: (&str, Tenths) = ("small bridges", (3, 6));
const MEDIUM: (&str, Tenths) = ("medium bridges", (4, 8));
const LARGE: (&str, Tenths) = ("large bridges", (6, 14));
const SAME_STORE: (&str, Tenths) = ("further purposes of a store already bridged", (1, 3));
const STARTED: (&str, Tenths) = ("bridges already running, to be taken to native", (1, 4));

pub(super) fn estimate(report: &Report, silos: &Silos) -> Effort {
    let open: Vec<&Mechanism> = report
        .mechanisms
        .iter()
        .filter(|mechanism| !is_done(mechanism))
        .collect();
    if open.is_empty() {
        return Effort {
            low: 0.0,
            high: 0.0,
            parts: Vec::new(),
            assumptions: vec!["nothing is left to migrate".to_owned()],
        };
    }
    let mut parts = Vec::new();
    if report
        .mechanisms
        .iter()
        .all(|mechanism| mechanism.stage.is_none())
    {
        parts.push(("schema, pipeline and governance", 1, SCHEMA_AND_PIPELINE));
    }
    let sizes = sizes(&open, silos);
    for (what, each) in [SMALL, MEDIUM, LARGE, SAME_STORE, STARTED] {
        let count = sizes.iter().filter(|size| **size == what).count();
        if count > 0 {
            parts.push((what, count, each));
        }
    }
    let sum = |side: fn(&Tenths) -> u32| -> u32 {
        let all = parts
            .iter()
            .map(|(_, count, each)| tenths(*count, side(each)));
        all.fold(0, u32::saturating_add)
    };
    Effort {
        low: halves(sum(|each| each.0)),
        high: halves(sum(|each| each.1)),
        parts: parts.iter().map(part).collect(),
        assumptions: assumptions(report, open.len()),
    }
}

fn sizes(open: &[&Mechanism], silos: &Silos) -> Vec<&'static str> {
    let mut stores: BTreeSet<&str> = BTreeSet::new();
    let sizes = open.iter().map(|mechanism| {
        let known = is_siloed(mechanism) && !stores.insert(silos.store_of(&mechanism.id));
        let stage = mechanism.stage.as_deref().and_then(Stage::parse);
        if stage.is_some_and(|stage| stage > Stage::Off) {
            STARTED.0
        } else if known {
            SAME_STORE.0
        } else {
            size(cost_points(mechanism))
        }
    });
    sizes.collect()
}

fn size(cost: u32) -> &'static str {
    if cost <= SMALL_COST {
        SMALL.0
    } else if cost <= MEDIUM_COST {
        MEDIUM.0
    } else {
        LARGE.0
    }
}

fn assumptions(report: &Report, open: usize) -> Vec<String> {
    let mut assumptions = vec![
        "team-weeks of a small team that knows the code; one bridge after the other".to_owned(),
        "sized from figures of practice (4 to 8 weeks for 5 to 10 mechanisms), not measured here"
            .to_owned(),
    ];
    if open > 10 {
        assumptions.push(format!(
            "{} is beyond what those figures cover: migrate the best starting points first and \
             estimate again",
            counted(open, "mechanism")
        ));
    }
    if report.summary.unresolved_keys > 0 {
        assumptions.push("mechanisms behind unresolved keys are not in it".to_owned());
    }
    assumptions
}

fn part((what, count, each): &(&'static str, usize, Tenths)) -> EffortPart {
    EffortPart {
        what: (*what).to_owned(),
        count: *count,
        low: f64::from(tenths(*count, each.0)) / 10.0,
        high: f64::from(tenths(*count, each.1)) / 10.0,
    }
}

fn tenths(count: usize, each: u32) -> u32 {
    u32::try_from(count)
        .unwrap_or(u32::MAX)
        .saturating_mul(each)
}

/// Tenths of a week to weeks, rounded up to halves: a finer figure would claim too much.
fn halves(tenths: u32) -> f64 {
    f64::from(tenths.div_ceil(5)) / 2.0
}
