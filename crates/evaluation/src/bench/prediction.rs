//! B1: is the believed value right as often as the confidence says? (protocol P1)
//!
//! For every person of one half and every dimension, the belief is read after 1, 2, 3, 5, … 600
//! observations, at the time of the next one; the truth is what prevails in the next ten. Base
//! rates are those of the other half. A query exists where ten more observations do.

use std::collections::BTreeMap;

use selfmodel_core::{belief::Lens, calibration::Calibration, evidence::BeliefKey};

use crate::{
    baselines::Baseline,
    data::{Dataset, Half, Person},
    protocol::{CHECKPOINTS, HORIZON, Truth},
    rates,
    replay::{Replay, top},
    report::{Comparison, Diagram, Measurement, Section, Target},
    statistics::{Sums, Tally, estimate},
};

/// What B1 must reach on a data set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) reported_accuracy: f64,
    pub(crate) coverage: f64,
}

/// Tallies of one person: the beliefs', then those of [`Baseline::ALL`].
type Tallies = [Tally; 5];
const BELIEF: usize = 0;
const FREQUENCY: usize = 2;
const WITH_PRIOR: usize = 4;

/// Measures B1.
pub(crate) fn prediction(id: &str, title: &str, dataset: &Dataset, bounds: Bounds) -> Section {
    let windows = dataset
        .half(Half::Rates)
        .map(|person| rates::first_windows(dataset, person));
    let windows: Vec<_> = windows.collect();
    let calibration = rates::overall(rates::calibration(dataset, windows.iter()));
    let people: Vec<Tallies> = dataset
        .half(Half::Figures)
        .map(|person| of_person(dataset, person, &calibration))
        .collect();
    let mut total = Tallies::default();
    for person in &people {
        total.add_all(person);
    }
    Section {
        measurements: measurements(id, &people, bounds),
        comparison: Some(comparison(title, &total)),
        diagram: Some(Diagram::new(title, total[BELIEF].bins())),
    }
}

fn of_person(dataset: &Dataset, person: &Person, calibration: &Calibration) -> Tallies {
    let mut tallies = Tallies::default();
    let mut replay = Replay::new(&dataset.schema, &person.rows);
    for (row, queries) in due(person) {
        let model = replay.up_to(row);
        let lens = Lens {
            schema: &dataset.schema,
            calibration,
            context: None,
            now: person.rows[row].observed_at,
        };
        for (key, seen) in queries {
            let Some((outcomes, stream)) = dataset.outcomes(key).zip(person.streams.get(key))
            else {
                continue;
            };
            let Some((value, confidence)) = top(model, lens, key, outcomes) else {
                continue;
            };
            let positions = stream.positions();
            let truth = Truth::of(&positions[seen..seen + HORIZON], outcomes.values.len());
            tallies[BELIEF].add(confidence, truth.credit(value));
            let base_rates = calibration.reader_base_rates(key, None, outcomes);
            for (tally, baseline) in tallies[1..].iter_mut().zip(Baseline::ALL) {
                let (guess, confidence) = baseline.guess(&positions[..seen], base_rates);
                tally.add(confidence, truth.credit(guess));
            }
        }
    }
    tallies
}

/// Which beliefs to read just before which row, and how many observations came before.
pub(crate) fn due(person: &Person) -> BTreeMap<usize, Vec<(&BeliefKey, usize)>> {
    let mut due: BTreeMap<usize, Vec<(&BeliefKey, usize)>> = BTreeMap::new();
    for (key, stream) in &person.streams {
        let reached = CHECKPOINTS
            .into_iter()
            .filter(|seen| seen + HORIZON <= stream.len());
        for seen in reached {
            due.entry(stream.rows[seen]).or_default().push((key, seen));
        }
    }
    due
}

fn measurements(id: &str, people: &[Tallies], bounds: Bounds) -> Vec<Measurement> {
    let measure = |metric: &str, target, figure: fn(&Tallies) -> f64| {
        Measurement::new(id, metric, estimate(people, figure), target)
    };
    vec![
        measure("ece", Target::AtMost(0.03), |sums| {
            sums[BELIEF].calibration_error()
        }),
        measure(
            "accuracy_at_0.7",
            Target::AtLeast(bounds.reported_accuracy),
            |sums| sums[BELIEF].reported_accuracy(),
        ),
        measure(
            "coverage_at_0.7",
            Target::AtLeast(bounds.coverage),
            |sums| sums[BELIEF].coverage(),
        ),
        measure("brier", Target::None, |sums| sums[BELIEF].brier()),
        measure("brier_vs_raw", Target::AtMost(-0.22), |sums| {
            sums[BELIEF].brier() / sums[FREQUENCY].brier() - 1.0
        }),
        measure("brier_vs_prior", Target::AtMost(-0.025), |sums| {
            sums[BELIEF].brier() / sums[WITH_PRIOR].brier() - 1.0
        }),
    ]
}

fn comparison(title: &str, total: &Tallies) -> Comparison {
    let names = std::iter::once("beliefs").chain(Baseline::ALL.map(Baseline::name));
    let rows = names.zip(total).map(|(name, tally)| {
        let figures = [
            tally.accuracy(),
            tally.coverage(),
            tally.reported_accuracy(),
            tally.brier(),
            tally.calibration_error(),
        ];
        (name.to_owned(), figures.to_vec())
    });
    Comparison {
        title: format!("{title}, {} queries", total[BELIEF].count()),
        columns: ["accuracy", "cov ≥ .7", "acc ≥ .7", "Brier", "ECE"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}
