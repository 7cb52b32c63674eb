//! B7: numbers. The truth is the mean of the next ten; the belief is read as in B1. The schema's
//! prior is taken from the other half: mean of the means, mean of the variances within a person,
//! and their ratio to the variance between people as the prior's strength, over first windows.

use selfmodel_core::{
    belief::{BeliefValue, Lens, Reader},
    calibration::Calibration,
    evidence::{BeliefKey, EvidenceValue, NUMBER_STEPS},
    schema::{Kind, NumberDomain, Schema},
};

use super::prediction::due;
use crate::{
    data::{Dataset, Half, Person, Stream},
    protocol::HORIZON,
    replay::Replay,
    report::{Comparison, Measurement, Section, Target},
    statistics::{Sums, estimate},
};

/// Sums of one person: absolute errors of the belief, of the mean of all and of the newest ten,
/// of the newest, and of the population's mean.
#[derive(Debug, Clone, Copy, Default)]
struct Errors {
    count: f64,
    belief: f64,
    mean: f64,
    window: f64,
    last: f64,
    population: f64,
    covered: f64,
}

impl Sums for Errors {
    fn add_all(&mut self, other: &Self) {
        self.count += other.count;
        self.belief += other.belief;
        self.mean += other.mean;
        self.window += other.window;
        self.last += other.last;
        self.population += other.population;
        self.covered += other.covered;
    }
}

/// Measures B7.
pub(crate) fn number(id: &str, title: &str, dataset: &Dataset) -> Section {
    let mut schema = dataset.schema.clone();
    let people: Vec<&Person> = dataset.half(Half::Rates).collect();
    for (name, dimension) in &mut schema.dimensions {
        if let Kind::Number(domain) = &mut dimension.kind {
            let key = BeliefKey {
                dimension: name.clone(),
                member: None,
            };
            set_prior(
                domain,
                people.iter().filter_map(|person| person.streams.get(&key)),
            );
        }
    }
    let people: Vec<Errors> = dataset
        .half(Half::Figures)
        .map(|person| of_person(&schema, person))
        .collect();
    let mut total = Errors::default();
    for person in &people {
        total.add_all(person);
    }
    let against_window = estimate(&people, |sums| sums.belief / sums.window - 1.0);
    let coverage = estimate(&people, |sums| sums.covered / sums.count);
    Section {
        measurements: vec![
            Measurement::new(id, "mae_vs_window10", against_window, Target::AtMost(-0.15)),
            Measurement::new(
                id,
                "interval_coverage",
                coverage,
                Target::Within(0.75, 0.85),
            ),
        ],
        comparison: Some(comparison(title, &total)),
        diagram: None,
    }
}

fn of_person(schema: &Schema, person: &Person) -> Errors {
    let calibration = Calibration::default();
    let mut errors = Errors::default();
    let mut replay = Replay::new(schema, &person.rows);
    for (row, queries) in due(person) {
        for (key, seen) in queries {
            let kind = schema
                .dimensions
                .get(&key.dimension)
                .map(|found| &found.kind);
            let (Some(Kind::Number(domain)), Some(stream)) = (kind, person.streams.get(key)) else {
                continue;
            };
            let lens = Lens {
                schema,
                calibration: &calibration,
                context: None,
                now: person.rows[row].observed_at,
            };
            let reading = Reader::new(lens).read(replay.up_to(row), key);
            let belief = reading.map(|reading| reading.belief);
            let value = belief
                .as_ref()
                .map(|belief| (&belief.value, belief.interval));
            if let Some((BeliefValue::Number(value), Some(interval))) = value {
                errors.add(&numbers(stream, domain), seen, *value, interval, domain);
            }
        }
    }
    errors
}

impl Errors {
    fn add(
        &mut self,
        all: &[f64],
        seen: usize,
        believed: f64,
        (low, high): (f64, f64),
        domain: &NumberDomain,
    ) {
        let truth = mean(&all[seen..seen + HORIZON]);
        let error = |guess: f64| (guess - truth).abs();
        let seen = &all[..seen];
        self.count += 1.0;
        self.belief += error(believed);
        self.mean += error(mean(seen));
        self.window += error(mean(&seen[seen.len().saturating_sub(HORIZON)..]));
        self.last += error(seen.last().copied().unwrap_or(0.0));
        self.population += error(domain.prior_mean);
        self.covered += f64::from(u8::from((low..=high).contains(&truth)));
    }
}

/// The prior that the first windows of people speak for.
fn set_prior<'a>(domain: &mut NumberDomain, people: impl Iterator<Item = &'a Stream>) {
    let windows: Vec<Vec<f64>> = people
        .map(|stream| {
            let mut window = numbers(stream, domain);
            window.truncate(HORIZON);
            window
        })
        .filter(|window| window.len() > 1)
        .collect();
    let means: Vec<f64> = windows.iter().map(|window| mean(window)).collect();
    let variances: Vec<f64> = windows.iter().map(|window| variance(window)).collect();
    let (within, between) = (mean(&variances), variance(&means));
    if windows.len() > 1 && within > 0.0 && between > 0.0 {
        domain.prior_mean = mean(&means);
        domain.prior_variance = within;
        domain.prior_strength = within / between;
    }
}

fn numbers(stream: &Stream, domain: &NumberDomain) -> Vec<f64> {
    let number = |value: &EvidenceValue| match value {
        EvidenceValue::Number(steps) => {
            let share = f64::from(*steps) / f64::from(NUMBER_STEPS);
            Some(domain.low + share * (domain.high - domain.low))
        }
        EvidenceValue::Outcome(_) => None,
    };
    stream.values.iter().filter_map(number).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of observations")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// With Bessel's correction.
#[expect(clippy::cast_precision_loss, reason = "a count of observations")]
fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares = values.iter().map(|value| (value - mean) * (value - mean));
    squares.sum::<f64>() / (values.len() as f64 - 1.0)
}

fn comparison(title: &str, total: &Errors) -> Comparison {
    let errors = [
        ("beliefs", total.belief),
        ("mean", total.mean),
        ("mean of 10", total.window),
        ("last", total.last),
        ("mean of the population", total.population),
    ];
    let rows = errors.map(|(name, error)| (name.to_owned(), vec![error / total.count]));
    Comparison {
        title: format!("{title}, {} queries", total.count),
        columns: vec!["MAE".into()],
        rows: rows.into(),
    }
}
