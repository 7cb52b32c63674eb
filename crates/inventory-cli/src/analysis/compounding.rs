//! Compounding: feature A captures what feature B needs, and B cannot see it.
//!
//! B needs a dimension when it keeps it in a silo of its own or hard-codes a value for it; both are in
//! the code and count. What features of B's sort usually want is an idea: listed last, never counted.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::Serialize;

use super::silo::Silos;
use crate::{
    feature::SHARED,
    mechanism::{Mechanism, Report},
};

/// What one feature needs of a dimension and others capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opportunity {
    /// The feature that would gain.
    pub feature: String,
    /// The dimension it needs.
    pub dimension: String,
    /// Why it is said to need it.
    pub need: Need,
    /// Who captures it, richest first.
    pub sources: Vec<Source>,
}

impl Opportunity {
    /// Whether the need is in the code, so that it counts.
    #[must_use]
    pub fn is_evident(&self) -> bool {
        self.need.evidence != Evidence::Idea
    }
}

/// Why a feature is said to need a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Need {
    /// How well founded it is.
    pub evidence: Evidence,
    /// The silo (a mechanism id), or where and what it hard-codes.
    pub detail: String,
}

/// How well founded a need is, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The feature keeps the dimension in a silo of its own.
    OwnSilo,
    /// The feature fixes a value in code.
    HardCoded,
    /// Features of its sort usually want it: an idea, not a finding.
    Idea,
}

/// A feature that captures a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Source {
    /// The feature.
    pub feature: String,
    /// Id of the mechanism it writes.
    pub mechanism: String,
}

/// What features of a sort, told by their name, usually want to know.
const ARCHETYPES: [(&[&str], &[&str]); 5] = [
    (
        &["chat", "assistant", "copilot", "conversation"],
        &["communication.", "knowledge.", "locale.language", "memory."],
    ),
    (
        &["search", "explore", "discover"],
        &["interests.", "behaviour.", "behavior.", "locale.language"],
    ),
    (
        &["feed", "home", "timeline", "recommend"],
        &["interests.", "behaviour.", "behavior.", "content."],
    ),
    (
        &["docs", "document", "editor", "compose"],
        &["communication.", "knowledge.", "locale.language"],
    ),
    (
        &["notification", "mail", "digest"],
        &["notification.", "locale.timezone", "locale.language"],
    ),
];

/// Sources listed of one opportunity, the richest.
const MOST_SOURCES: usize = 200;

/// Who reaches what holds a dimension, and who writes it.
#[derive(Default)]
struct Held<'a> {
    /// By feature, silos and the mechanisms of them that it uses.
    reached: BTreeMap<&'a str, Vec<(usize, &'a str)>>,
    /// Richness, feature, mechanism and silo; the richest first.
    written: Vec<(Reverse<u8>, &'a str, &'a str, usize)>,
}

struct Finder<'a> {
    report: &'a Report,
    by_id: BTreeMap<&'a str, &'a Mechanism>,
    /// The dimensions that the scan saw each feature use.
    seen: BTreeMap<&'a str, &'a BTreeMap<String, u32>>,
}

pub(super) fn opportunities(report: &Report, silos: &Silos) -> Vec<Opportunity> {
    let finder = Finder {
        report,
        by_id: report
            .mechanisms
            .iter()
            .map(|mechanism| (mechanism.id.as_str(), mechanism))
            .collect(),
        seen: report
            .summary
            .features
            .iter()
            .map(|feature| (feature.name.as_str(), &feature.dimensions))
            .collect(),
    };
    let held = super::silo::understanding(&report.mechanisms);
    let mut found = Vec::new();
    let features = finder.features();
    for (dimension, holders) in &held {
        let silos = silos.of_dimension(dimension, holders);
        let held = finder.held(dimension, &silos);
        for feature in &features {
            found.extend(finder.opportunity(feature, dimension, &held));
        }
    }
    found.sort_by(|left, right| {
        let rank = |opportunity: &Opportunity| {
            let sources = usize::MAX - opportunity.sources.len();
            (opportunity.need.evidence, sources)
        };
        rank(left)
            .cmp(&rank(right))
            .then_with(|| left.dimension.cmp(&right.dimension))
            .then_with(|| left.feature.cmp(&right.feature))
    });
    found
}

impl<'a> Finder<'a> {
    fn features(&self) -> BTreeSet<&'a str> {
        let used = self.report.mechanisms.iter().flat_map(|m| &m.features);
        let fixed = self.report.summary.hard_coded.iter().map(|h| &h.feature);
        let all = used.chain(fixed).map(String::as_str);
        // What serves all features needs nothing by itself.
        all.filter(|feature| *feature != SHARED).collect()
    }

    /// Where a dimension is held: the silos that each feature reaches, and everything that is written there.
    fn held<'h>(&'h self, dimension: &str, silos: &'h [Vec<String>]) -> Held<'h> {
        let mut held = Held::default();
        for (silo, members) in silos.iter().enumerate() {
            for mechanism in members.iter().filter_map(|id| self.by_id.get(id.as_str())) {
                let used = mechanism.access.iter();
                for access in used.filter(|it| it.reads > 0 || it.writes > 0) {
                    let reached = held.reached.entry(&access.feature).or_default();
                    reached.push((silo, &mechanism.id));
                    if access.writes > 0 && self.touches(&access.feature, dimension) {
                        let richness = Reverse(mechanism.richness_score);
                        let (feature, id) = (access.feature.as_str(), mechanism.id.as_str());
                        held.written.push((richness, feature, id, silo));
                    }
                }
            }
        }
        held.written.sort_unstable();
        held
    }

    fn opportunity(&self, feature: &str, dimension: &str, held: &Held<'_>) -> Option<Opportunity> {
        let touches = self.touches(feature, dimension);
        let reached = held.reached.get(feature).filter(|_| touches);
        let reached = reached.map_or(&[][..], Vec::as_slice);
        let need = self.need(feature, dimension, reached)?;
        let reached: BTreeSet<usize> = reached.iter().map(|it| it.0).collect();
        let mut features = BTreeSet::new();
        let beyond = held.written.iter().filter(|(_, other, _, silo)| {
            *other != feature && !reached.contains(silo) && features.insert(*other)
        });
        let sources = beyond.take(MOST_SOURCES).map(|(_, feature, id, _)| Source {
            feature: (*feature).to_owned(),
            mechanism: (*id).to_owned(),
        });
        let sources: Vec<Source> = sources.collect();
        (!sources.is_empty()).then(|| Opportunity {
            feature: feature.to_owned(),
            dimension: dimension.to_owned(),
            need,
            sources,
        })
    }

    fn need(&self, feature: &str, dimension: &str, reached: &[(usize, &str)]) -> Option<Need> {
        if let Some((_, own)) = reached.first() {
            return Some(Need {
                evidence: Evidence::OwnSilo,
                detail: (*own).to_owned(),
            });
        }
        let literals = &self.report.summary.hard_coded;
        let literal = literals
            .iter()
            .find(|literal| literal.feature == feature && literal.dimension == dimension);
        if let Some(literal) = literal {
            return Some(Need {
                evidence: Evidence::HardCoded,
                detail: format!(
                    "{} = {} at {}:{}",
                    literal.name, literal.value, literal.path, literal.line
                ),
            });
        }
        archetype(feature, dimension).map(|word| Need {
            evidence: Evidence::Idea,
            detail: format!("features named like “{word}” usually want it"),
        })
    }

    /// Whether the scan saw `feature` use `dimension`; a feature it knows no dimension of may.
    fn touches(&self, feature: &str, dimension: &str) -> bool {
        let seen = self.seen.get(feature).filter(|seen| !seen.is_empty());
        seen.is_none_or(|seen| seen.contains_key(dimension))
    }
}

fn archetype(feature: &str, dimension: &str) -> Option<&'static str> {
    let feature = feature.to_ascii_lowercase();
    ARCHETYPES.iter().find_map(|(words, wanted)| {
        let word = words.iter().find(|word| feature.contains(**word))?;
        let wants = wanted.iter().any(|prefix| dimension.starts_with(prefix));
        wants.then_some(*word)
    })
}
