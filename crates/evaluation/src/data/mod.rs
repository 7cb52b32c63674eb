//! Data sets as the core sees them: a schema and, for each person, the log in order of time. What
//! was observed of a dimension is what the core derives from a row, so that a bench needs to know
//! nothing of columns.

pub(crate) mod assistments;
pub(crate) mod commits;
pub(crate) mod movielens;
mod record;

use std::collections::BTreeMap;

use selfmodel_core::{
    evidence::{BeliefKey, Entry, EvidenceValue, derive},
    log::LogRow,
    names::{ActionName, FeatureName, ObservationId, UserId},
    schema::{Outcomes, Schema},
    time::Timestamp,
};
use serde_json::{Map, Value};

/// People and what was observed of them.
#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) schema: Schema,
    /// In order of their ids.
    pub(crate) people: Vec<Person>,
}

/// One person.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Which half of the population: base rates come from one, figures from the other.
    pub(crate) half: Half,
    /// In order of time.
    pub(crate) rows: Vec<LogRow>,
    /// What the rows say, by belief.
    pub(crate) streams: BTreeMap<BeliefKey, Stream>,
}

/// Half of a population.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// Base rates are taken from it.
    Rates,
    /// Figures are taken from it.
    Figures,
}

/// What was observed of one dimension, in order of time.
#[derive(Debug, Default, Clone)]
pub(crate) struct Stream {
    /// The values.
    pub(crate) values: Vec<EvidenceValue>,
    /// The row of each value.
    pub(crate) rows: Vec<usize>,
}

/// A row of which a data set tells who did what, where and when, and no more.
fn observed(
    user: UserId,
    feature: FeatureName,
    (id, action): (ObservationId, ActionName),
    details: Map<String, Value>,
    at: Timestamp,
) -> LogRow {
    LogRow {
        user,
        feature,
        id,
        action,
        details,
        context: None,
        observed_at: at,
        recorded_at: at,
        release: None,
        origin: None,
        derived_from: None,
        weightless: false,
        held: false,
    }
}

impl Half {
    /// By the last character of an id, a hexadecimal or decimal digit: even ids give the rates.
    pub(crate) fn of(id: &str) -> Option<Self> {
        let digit = id.chars().next_back()?.to_digit(16)?;
        Some(if digit % 2 == 0 {
            Self::Rates
        } else {
            Self::Figures
        })
    }
}

impl Dataset {
    /// The finite outcomes of a belief, none for numbers and for members of sets.
    pub(crate) fn outcomes(&self, key: &BeliefKey) -> Option<&Outcomes> {
        if key.member.is_some() {
            return None;
        }
        self.schema.dimensions.get(&key.dimension)?.kind.outcomes()
    }

    /// The people of one half.
    pub(crate) fn half(&self, half: Half) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.half == half)
    }
}

impl Person {
    pub(crate) fn new(schema: &Schema, half: Half, rows: Vec<LogRow>) -> Self {
        let mut streams: BTreeMap<BeliefKey, Stream> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            for evidence in derive(schema, row) {
                if let Entry::Event { value, .. } = evidence.entry {
                    let stream = streams.entry(evidence.key).or_default();
                    stream.values.push(value);
                    stream.rows.push(index);
                }
            }
        }
        Self {
            half,
            rows,
            streams,
        }
    }
}

impl Stream {
    /// The values as positions of outcomes; numbers have none.
    pub(crate) fn positions(&self) -> Vec<usize> {
        let positions = self.values.iter().filter_map(|value| match value {
            EvidenceValue::Outcome(position) => Some(usize::from(*position)),
            EvidenceValue::Number(_) => None,
        });
        positions.collect()
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }
}
