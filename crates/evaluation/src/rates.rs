//! Base rates from the first observations of people, through the core's own computation.

use selfmodel_core::{
    calibration::{Calibration, Population, UserMasses, base_rates},
    evidence::{BeliefKey, source},
};

use crate::{
    data::{Dataset, Person, Stream},
    protocol::{HORIZON, counts},
};

/// What one person adds to base rates: how often each value occurs among the first observations of
/// each source.
pub(crate) type FirstWindows = Vec<(BeliefKey, UserMasses)>;

/// The first windows of a person.
pub(crate) fn first_windows(dataset: &Dataset, person: &Person) -> FirstWindows {
    let streams = person.streams.iter();
    streams
        .filter_map(|(key, stream)| {
            let width = dataset.outcomes(key)?.values.len();
            Some((key.clone(), of_stream(dataset, person, stream, width)))
        })
        .collect()
}

/// Base rates over people: overall, by context and by source.
pub(crate) fn calibration<'a>(
    dataset: &Dataset,
    people: impl Iterator<Item = &'a FirstWindows>,
) -> Calibration {
    let mut population = Population::default();
    for windows in people {
        for (key, masses) in windows {
            let users = population.beliefs.entry(key.clone()).or_default();
            users.push(masses.clone());
        }
    }
    base_rates(&dataset.schema, &population)
}

/// The same without what is known of sources and contexts: a reader that knows the population only.
pub(crate) fn overall(mut calibration: Calibration) -> Calibration {
    for belief in calibration.beliefs.values_mut() {
        belief.contexts.clear();
        belief.sources.clear();
    }
    calibration
}

#[expect(clippy::cast_precision_loss, reason = "a count of at most ten")]
fn of_stream(dataset: &Dataset, person: &Person, stream: &Stream, width: usize) -> UserMasses {
    let mut windows: std::collections::BTreeMap<_, Vec<usize>> = UserWindows::new();
    for (position, row) in stream.positions().into_iter().zip(&stream.rows) {
        if let Some(row) = person.rows.get(*row) {
            let window = windows.entry(source(&dataset.schema, row)).or_default();
            if window.len() < HORIZON {
                window.push(position);
            }
        }
    }
    let masses = windows.into_iter().map(|(source, window)| {
        let counts = counts(&window, width);
        (
            source,
            counts.into_iter().map(|count| count as f64).collect(),
        )
    });
    masses.collect()
}

type UserWindows = std::collections::BTreeMap<selfmodel_core::evidence::Source, Vec<usize>>;
