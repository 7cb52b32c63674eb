//! Base rates from the log: per-user averages, so that nobody counts more for being busy, shrunk
//! towards the rates of the dimension.

use std::collections::BTreeMap;

use super::{BeliefCalibration, Calibration, Population, SourceCalibration, UserMasses};
use crate::{
    evidence::Source,
    names::ContextName,
    schema::{Outcomes, Schema},
};

/// How many users the rates shrunk towards are worth (belief-math 7).
const SHRINKAGE: f64 = 10.0;
/// No outcome is rarer than this, so that no correction divides by nothing.
const LEAST_RATE: f64 = 1e-3;

/// Base rates of every belief of `population`: overall, by context and by source. The overall
/// rates shrink towards the schema's, the others towards the overall ones.
#[must_use]
pub fn base_rates(schema: &Schema, population: &Population) -> Calibration {
    let mut calibration = Calibration::default();
    for (key, users) in &population.beliefs {
        let dimension = schema.dimensions.get(&key.dimension);
        if let Some(outcomes) = dimension.and_then(|dimension| dimension.kind.outcomes()) {
            calibration
                .beliefs
                .insert(key.clone(), of_belief(outcomes, users));
        }
    }
    calibration
}

fn of_belief(outcomes: &Outcomes, users: &[UserMasses]) -> BeliefCalibration {
    let mut all = Average::new(outcomes);
    let mut contexts: BTreeMap<&ContextName, Average> = BTreeMap::new();
    let mut sources: BTreeMap<&Source, Average> = BTreeMap::new();
    for user in users {
        all.add(user.values());
        let mut of_context: BTreeMap<&ContextName, Vec<&Vec<f64>>> = BTreeMap::new();
        for (source, masses) in user {
            sources
                .entry(source)
                .or_insert_with(|| Average::new(outcomes))
                .add([masses]);
            if let Some(context) = &source.context {
                of_context.entry(context).or_default().push(masses);
            }
        }
        for (context, masses) in of_context {
            contexts
                .entry(context)
                .or_insert_with(|| Average::new(outcomes))
                .add(masses);
        }
    }
    let overall = all.rates(&outcomes.base_rates);
    let named =
        |(context, average): (&ContextName, Average)| (context.clone(), average.rates(&overall));
    let of_source = |(source, average): (&Source, Average)| {
        let base_rates = Some(average.rates(&overall));
        (
            source.clone(),
            SourceCalibration {
                base_rates,
                ..SourceCalibration::default()
            },
        )
    };
    BeliefCalibration {
        contexts: contexts.into_iter().map(named).collect(),
        sources: sources.into_iter().map(of_source).collect(),
        base_rates: Some(overall),
    }
}

/// The mean of users' frequencies.
struct Average {
    sums: Vec<f64>,
    users: f64,
}

impl Average {
    fn new(outcomes: &Outcomes) -> Self {
        Self {
            sums: vec![0.0; outcomes.values.len()],
            users: 0.0,
        }
    }

    fn add<'a>(&mut self, masses: impl IntoIterator<Item = &'a Vec<f64>>) {
        let mut total = vec![0.0; self.sums.len()];
        for masses in masses {
            for (sum, mass) in total.iter_mut().zip(masses) {
                *sum += mass;
            }
        }
        let size: f64 = total.iter().sum();
        if size > 0.0 {
            self.users += 1.0;
            for (sum, mass) in self.sums.iter_mut().zip(&total) {
                *sum += mass / size;
            }
        }
    }

    fn rates(&self, towards: &[f64]) -> Vec<f64> {
        let shrunk = self.sums.iter().zip(towards).map(|(sum, towards)| {
            ((sum + SHRINKAGE * towards) / (self.users + SHRINKAGE)).max(LEAST_RATE)
        });
        let rates: Vec<f64> = shrunk.collect();
        let total: f64 = rates.iter().sum();
        rates.into_iter().map(|rate| rate / total).collect()
    }
}
