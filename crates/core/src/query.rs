//! The adaptation interface: which beliefs a feature is served, and why others are withheld.
//! Filters never drop silently.

use std::collections::BTreeSet;

use crate::{
    belief::{Belief, Lens, Reader, Status},
    evidence::BeliefKey,
    model::SelfModel,
    names::DimensionName,
    schema::{Context, Dimension, DimensionPattern, Kind, matches_any},
    time::Millis,
};

/// What a reader asks for. The default asks for everything that is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// A dotted prefix or a tag; what it does not match is irrelevant.
    pub focus: Option<String>,
    /// Only these dimensions; what is not selected is not counted as withheld. Empty: all.
    pub dimensions: BTreeSet<DimensionName>,
    /// Least confidence, in [0, 1].
    pub min_confidence: Option<f64>,
    /// Longest time since the newest supporting event.
    pub max_age: Option<Millis>,
    /// Least relevance, in [0, 1]; whatever it is, relevance 0 is withheld.
    pub min_relevance: Option<f64>,
    /// Most beliefs.
    pub limit: Option<usize>,
    /// Serve beliefs that rest on base rates alone.
    pub include_priors: bool,
}

/// What a reader gets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// By relevance × confidence, descending; ties in order of their keys.
    pub beliefs: Vec<Served>,
    /// What was selected but not served, in order of their keys except for what the limit cut.
    pub withheld: Vec<Withheld>,
}

/// A belief that passed all filters.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// The belief.
    pub belief: Belief,
    /// How much it matters to the asking context, in (0, 1].
    pub relevance: f64,
}

/// A belief that did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Of what.
    pub key: BeliefKey,
    /// Why.
    pub reason: Reason,
}

/// Why a belief is withheld, in the order in which the filters apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The feature may not read the dimension.
    NotPermitted,
    /// It does not matter to the context or the focus.
    Irrelevant,
    /// There is too little evidence to speak of knowledge.
    Unknown,
    /// The newest supporting event is too old.
    Stale,
    /// The confidence is too low.
    BelowConfidence,
    /// It came after the limit.
    OverLimit,
}

/// Answers `query` from `model`, for a reader who may read `reads`.
#[must_use]
pub fn run<'a>(
    model: &'a SelfModel,
    lens: Lens<'a>,
    query: &'a Query,
    reads: &[DimensionPattern],
) -> Answer {
    let mut sorter = Sorter {
        reader: Reader::new(lens),
        query,
        answer: Answer {
            beliefs: Vec::with_capacity(lens.schema.dimensions.len().min(model.beliefs.len())),
            withheld: Vec::with_capacity(lens.schema.dimensions.len()),
        },
    };
    let context = lens
        .context
        .and_then(|context| lens.schema.contexts.get(context));
    let mut selected = query.dimensions.iter().peekable();
    let mut evidenced = model.beliefs.iter().peekable();
    // Schema, selection and model are all in order of dimensions: one walk through them.
    for (name, dimension) in &lens.schema.dimensions {
        while selected.next_if(|wanted| *wanted < name).is_some() {}
        if !query.dimensions.is_empty() && selected.next_if_eq(&name).is_none() {
            continue;
        }
        let relevance = relevance(name, dimension, context, query, reads);
        let mut found = false;
        while let Some((key, of_key)) = evidenced.next_if(|(key, _)| key.dimension <= *name) {
            // What comes before belongs to dimensions that were not selected, or are no more.
            if key.dimension < *name {
                continue;
            }
            found = true;
            match relevance {
                Ok(relevance) => {
                    let belief = sorter.reader.belief(key, dimension, of_key);
                    sorter.sort(belief, relevance);
                }
                Err(reason) => sorter.withhold(key.clone(), reason),
            }
            if key.member.is_none() {
                break;
            }
        }
        if !found {
            sorter.without_evidence(name, dimension, relevance);
        }
    }
    rank(&mut sorter.answer.beliefs);
    cut(&mut sorter.answer, query.limit);
    sorter.answer
}

/// Sorts beliefs into those to serve and those to withhold.
struct Sorter<'a> {
    reader: Reader<'a>,
    query: &'a Query,
    answer: Answer,
}

impl Sorter<'_> {
    fn sort(&mut self, belief: Belief, relevance: f64) {
        let query = self.query;
        let age = belief.updated_at.map(|at| self.reader.now().since(at));
        let too_old = |limit: Millis| age.is_none_or(|age| age > limit.get());
        if belief.status == Status::Prior && !query.include_priors {
            self.withhold(belief.key, Reason::Unknown);
        } else if query.max_age.is_some_and(too_old) {
            self.withhold(belief.key, Reason::Stale);
        } else if query
            .min_confidence
            .is_some_and(|least| belief.confidence < least)
        {
            self.withhold(belief.key, Reason::BelowConfidence);
        } else {
            self.answer.beliefs.push(Served { belief, relevance });
        }
    }

    /// A set without members has no belief that base rates could speak of.
    fn without_evidence(
        &mut self,
        name: &DimensionName,
        dimension: &Dimension,
        relevance: Result<f64, Reason>,
    ) {
        let key = BeliefKey {
            dimension: name.clone(),
            member: None,
        };
        let has_prior = self.query.include_priors && !matches!(dimension.kind, Kind::Set(_));
        match relevance {
            Err(reason) => self.withhold(key, reason),
            Ok(relevance) if has_prior => {
                let belief = self.reader.prior(&key, dimension);
                self.sort(belief, relevance);
            }
            Ok(_) => self.withhold(key, Reason::Unknown),
        }
    }

    fn withhold(&mut self, key: BeliefKey, reason: Reason) {
        self.answer.withheld.push(Withheld { key, reason });
    }
}

/// Declared weight of the context, where the focus matches.
fn relevance(
    name: &DimensionName,
    dimension: &Dimension,
    context: Option<&Context>,
    query: &Query,
    reads: &[DimensionPattern],
) -> Result<f64, Reason> {
    if !matches_any(reads, name) {
        return Err(Reason::NotPermitted);
    }
    let weight = context.map_or(1.0, |context| context.relevance(name));
    let focused = query
        .focus
        .as_ref()
        .is_none_or(|focus| is_in_focus(focus, name, dimension));
    let relevant = weight > 0.0 && focused && query.min_relevance.is_none_or(|min| weight >= min);
    relevant.then_some(weight).ok_or(Reason::Irrelevant)
}

/// Whether `focus` is a tag of the dimension, its name, or a dotted prefix of it.
fn is_in_focus(focus: &str, name: &DimensionName, dimension: &Dimension) -> bool {
    let rest = name.as_str().strip_prefix(focus);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        || dimension.tags.iter().any(|tag| tag == focus)
}

/// Orders by relevance × confidence, descending. The sort is stable, so ties keep key order.
fn rank(beliefs: &mut [Served]) {
    let score = |served: &Served| served.relevance * served.belief.confidence;
    beliefs.sort_by(|left, right| score(right).total_cmp(&score(left)));
}

fn cut(answer: &mut Answer, limit: Option<usize>) {
    let limit = limit.unwrap_or(usize::MAX).min(answer.beliefs.len());
    let over = answer.beliefs.split_off(limit).into_iter();
    let withheld = over.map(|served| Withheld {
        key: served.belief.key,
        reason: Reason::OverLimit,
    });
    answer.withheld.extend(withheld);
}
