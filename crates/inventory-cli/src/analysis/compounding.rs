//! Compounding: feature A captures what feature B needs, and B cannot see it.
//!
//! B needs a dimension when it keeps it in a silo of its own or hard-codes a value for it; both are in
//! the code and count. What features of B's sort usually want is an idea: listed last, never counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    feature::{reads, writes},
    silo::Silos,
};
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
        for feature in &features {
            found.extend(finder.opportunity(feature, dimension, &silos));
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

    fn opportunity(
        &self,
        feature: &str,
        dimension: &str,
        silos: &[Vec<String>],
    ) -> Option<Opportunity> {
        let mut reached: Vec<&str> = Vec::new();
        let mut beyond: Vec<&str> = Vec::new();
        for silo in silos {
            let part = if silo.iter().any(|id| self.uses(feature, id))
                && self.touches(feature, dimension)
            {
                &mut reached
            } else {
                &mut beyond
            };
            part.extend(silo.iter().map(String::as_str));
        }
        let sources = self.sources(feature, dimension, &beyond);
        if sources.is_empty() {
            return None;
        }
        Some(Opportunity {
            feature: feature.to_owned(),
            dimension: dimension.to_owned(),
            need: self.need(feature, dimension, &reached)?,
            sources,
        })
    }

    fn uses(&self, feature: &str, id: &str) -> bool {
        self.by_id
            .get(id)
            .is_some_and(|mechanism| reads(mechanism, feature) || writes(mechanism, feature))
    }

    fn need(&self, feature: &str, dimension: &str, reached: &[&str]) -> Option<Need> {
        if let Some(own) = reached.iter().find(|id| self.uses(feature, id)) {
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

    /// Features other than `feature` that write a holder and, where the scan tells, that dimension; each
    /// with the richest mechanism.
    fn sources(&self, feature: &str, dimension: &str, holders: &[&str]) -> Vec<Source> {
        let mut found = BTreeSet::new();
        for id in holders {
            let Some(mechanism) = self.by_id.get(id) else {
                continue;
            };
            for access in &mechanism.access {
                let other = access.feature != feature && access.writes > 0;
                if other && self.touches(&access.feature, dimension) {
                    let richness = u8::MAX - mechanism.richness_score;
                    let source = Source {
                        feature: access.feature.clone(),
                        mechanism: mechanism.id.clone(),
                    };
                    found.insert((richness, source));
                }
            }
        }
        let mut sources: Vec<Source> = Vec::new();
        for (_, source) in found {
            if !sources.iter().any(|known| known.feature == source.feature) {
                sources.push(source);
            }
        }
        sources
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
