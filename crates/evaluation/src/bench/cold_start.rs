//! B2: does what other features know help a feature that knows little yet? (protocol P2)
//!
//! Feature B of a person is read before its observation n+1 of a dimension, at that observation's
//! time, for B's context. *Silo* is B's own n observations; *shared* adds what other features had
//! observed strictly before that instant; *naive* pools the same observations as if they were B's,
//! with the base rates of the population. A pair (person, B) takes part where others had observed
//! the dimension at least five times before B's first. Base rates, B's own among them, are taken
//! from all other people. The truth is what prevails in B's next ten.

use std::{borrow::Cow, collections::BTreeMap};

use selfmodel_core::{
    belief::Lens,
    calibration::Calibration,
    evidence::{BeliefKey, source},
    log::LogRow,
    names::{ContextName, FeatureName},
    time::{Millis, Timestamp},
};

use crate::{
    data::{Dataset, Person},
    protocol::{HORIZON, Truth},
    rates::{self, FirstWindows},
    replay::{Replay, fold, top},
    report::{Comparison, Measurement, Section, Target},
    statistics::{Sums, Tally, estimate},
};

/// How many own observations there are when the belief is read.
const OWN: [usize; 5] = [0, 1, 2, 5, 10];
/// Other features know something from this many observations on.
const LEAST_FOREIGN: usize = 5;
const SEED: u64 = 2;

/// By [`OWN`]: what the silo, the shared model and naive pooling believed.
type Tallies = [[Tally; 3]; OWN.len()];
const SILO: usize = 0;
const SHARED: usize = 1;
const NAIVE: usize = 2;

/// What B2 must reach: the relative change of the Brier score against the silo, by [`OWN`].
pub(crate) type Bounds = [Target; OWN.len()];

/// How a person's life is told to a feature that is about to be read.
pub(crate) type Arrange<'a> = &'a dyn for<'p> Fn(&'p Person, &FeatureName) -> Cow<'p, Person>;

/// Everybody used all other features before the one that is read: their observations come first,
/// then its own in an order drawn at random, all of one day. For data whose order in time says
/// little, such as films rated in one sitting.
pub(crate) fn one_after_the_other(
    dataset: &Dataset,
) -> impl for<'p> Fn(&'p Person, &FeatureName) -> Cow<'p, Person> + '_ {
    |person, feature| {
        let (mut own, others): (Vec<LogRow>, Vec<LogRow>) = person
            .rows
            .iter()
            .cloned()
            .partition(|row| row.feature == *feature);
        fastrand::Rng::with_seed(SEED).shuffle(&mut own);
        let last = person.rows.iter().map(|row| row.observed_at).max();
        let last = last.unwrap_or(Timestamp::EPOCH);
        let dated = |at: Timestamp| {
            move |row: LogRow| LogRow {
                observed_at: at,
                ..row
            }
        };
        let rows = others.into_iter().map(dated(last));
        let rows = rows.chain(own.into_iter().map(dated(last.plus(Millis::minutes(1)))));
        Cow::Owned(Person::new(&dataset.schema, person.half, rows.collect()))
    }
}

/// Measures B2.
pub(crate) fn cold_start(
    id: &str,
    title: &str,
    dataset: &Dataset,
    bounds: Bounds,
    arrange: Arrange<'_>,
) -> Section {
    let windows: Vec<FirstWindows> = dataset
        .people
        .iter()
        .map(|person| rates::first_windows(dataset, person))
        .collect();
    let people = dataset
        .people
        .iter()
        .enumerate()
        .filter_map(|(index, person)| {
            let others = || {
                windows
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
            };
            let calibration = || rates::calibration(dataset, others().map(|(_, windows)| windows));
            of_person(dataset, person, arrange, &calibration)
        });
    let people: Vec<Tallies> = people.collect();
    let mut total = Tallies::default();
    for person in &people {
        total.add_all(person);
    }
    Section {
        measurements: measurements(id, &people, bounds),
        comparison: Some(comparison(title, &total)),
        diagram: None,
    }
}

/// None where no feature of the person starts late enough.
fn of_person(
    dataset: &Dataset,
    person: &Person,
    arrange: Arrange<'_>,
    calibration: &dyn Fn() -> Calibration,
) -> Option<Tallies> {
    let mut features: Vec<&FeatureName> = person.rows.iter().map(|row| &row.feature).collect();
    features.sort_unstable();
    features.dedup();
    let mut tallies = None;
    let mut rates: Option<Rates> = None;
    for feature in features {
        let arranged = arrange(person, feature);
        let due = due(&arranged, feature);
        if due.is_empty() {
            continue;
        }
        let rates = rates.get_or_insert_with(|| Rates::new(calibration()));
        let start = Start {
            dataset,
            person: &arranged,
            feature,
            rates,
        };
        start.read(&due, tallies.get_or_insert_with(Tallies::default));
    }
    tallies
}

/// What is known of the population without the person.
struct Rates {
    by_source: Calibration,
    overall: Calibration,
}

impl Rates {
    fn new(by_source: Calibration) -> Self {
        Self {
            overall: rates::overall(by_source.clone()),
            by_source,
        }
    }
}

/// A belief to read: after how many own observations, and what followed.
struct Query<'a> {
    key: &'a BeliefKey,
    /// Position in [`OWN`].
    step: usize,
    next: Vec<usize>,
}

/// Which beliefs of `feature` to read just before which row.
fn due<'a>(person: &'a Person, feature: &FeatureName) -> BTreeMap<usize, Vec<Query<'a>>> {
    let mut due: BTreeMap<usize, Vec<Query<'a>>> = BTreeMap::new();
    for (key, stream) in &person.streams {
        let observed: Vec<(usize, usize)> = stream
            .rows
            .iter()
            .copied()
            .zip(stream.positions())
            .collect();
        let own: Vec<(usize, usize)> = observed
            .iter()
            .filter(|(row, _)| person.rows[*row].feature == *feature)
            .copied()
            .collect();
        let Some((first, _)) = own.first() else {
            continue;
        };
        let first = person.rows[*first].observed_at;
        let earlier = observed.iter().filter(|(row, _)| {
            let row = &person.rows[*row];
            row.feature != *feature && row.observed_at < first
        });
        if earlier.count() < LEAST_FOREIGN {
            continue;
        }
        for (step, seen) in OWN.into_iter().enumerate() {
            if let Some(next) = own.get(seen..seen + HORIZON) {
                let query = Query {
                    key,
                    step,
                    next: next.iter().map(|(_, value)| *value).collect(),
                };
                due.entry(next[0].0).or_default().push(query);
            }
        }
    }
    due
}

/// A feature that starts to observe a person whom others know.
struct Start<'a> {
    dataset: &'a Dataset,
    person: &'a Person,
    feature: &'a FeatureName,
    rates: &'a Rates,
}

impl Start<'_> {
    fn read(&self, due: &BTreeMap<usize, Vec<Query<'_>>>, tallies: &mut Tallies) {
        let schema = &self.dataset.schema;
        let rows = &self.person.rows;
        let own: Vec<LogRow> = rows
            .iter()
            .filter(|row| self.is_own(row))
            .cloned()
            .collect();
        let mut silo = Replay::new(schema, &own);
        let mut everybody = Replay::new(schema, rows);
        for (row, queries) in due {
            let now = rows[*row].observed_at;
            let before = rows.partition_point(|row| row.observed_at < now);
            let mut shared = everybody.up_to(before).clone();
            for index in before..*row {
                if self.is_own(&rows[index]) {
                    fold(schema, &mut shared, &rows[index], &rows[..index]);
                }
            }
            let own_before = rows[..*row].iter().filter(|row| self.is_own(row)).count();
            let silo = silo.up_to(own_before);
            let context = source(schema, &rows[*row]).context;
            let lens = |calibration, context| Lens {
                schema,
                calibration,
                context,
                now,
            };
            let here: Option<&ContextName> = context.as_ref();
            for query in queries {
                let Some(outcomes) = self.dataset.outcomes(query.key) else {
                    continue;
                };
                let truth = Truth::of(&query.next, outcomes.values.len());
                let reads = [
                    (silo, lens(&self.rates.by_source, here)),
                    (&shared, lens(&self.rates.by_source, here)),
                    (&shared, lens(&self.rates.overall, None)),
                ];
                for (tally, (model, lens)) in tallies[query.step].iter_mut().zip(reads) {
                    if let Some((value, confidence)) = top(model, lens, query.key, outcomes) {
                        tally.add(confidence, truth.credit(value));
                    }
                }
            }
        }
    }

    fn is_own(&self, row: &LogRow) -> bool {
        row.feature == *self.feature
    }
}

fn measurements(id: &str, people: &[Tallies], bounds: Bounds) -> Vec<Measurement> {
    let mut measurements = Vec::new();
    for (step, (own, bound)) in OWN.into_iter().zip(bounds).enumerate() {
        let change = move |sums: &Tallies| sums[step][SHARED].brier() / sums[step][SILO].brier();
        let estimate = estimate(people, |sums| change(sums) - 1.0);
        measurements.push(Measurement::new(
            id,
            &format!("brier_vs_silo_n{own}"),
            estimate,
            bound,
        ));
    }
    // The least advantage over naive pooling, at n up to 5.
    let naive = estimate(people, |sums| {
        let changes = sums[..4]
            .iter()
            .map(|step| step[NAIVE].brier() / step[SHARED].brier());
        changes.fold(f64::INFINITY, f64::min) - 1.0
    });
    let target = Target::Above(0.0);
    measurements.push(Measurement::new(id, "brier_naive_vs_shared", naive, target));
    measurements
}

fn comparison(title: &str, total: &Tallies) -> Comparison {
    let rows = OWN.into_iter().zip(total).map(|(own, step)| {
        let figures = [
            step[SILO].count(),
            step[SILO].brier(),
            step[NAIVE].brier(),
            step[SHARED].brier(),
            step[SILO].accuracy(),
            step[SHARED].accuracy(),
        ];
        (format!("n = {own}"), figures.to_vec())
    });
    Comparison {
        title: format!("{title}: a feature with n observations of its own"),
        columns: [
            "queries",
            "silo",
            "naive",
            "shared",
            "acc silo",
            "acc shared",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
    }
}
