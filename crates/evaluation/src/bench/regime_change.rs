//! B5: how fast does a belief follow someone who changes? (protocol P5)
//!
//! Nobody announces a change of habits, so one is made from real behaviour: the life of X continues
//! as that of Y, whose prevailing value is another. Both have at least 40 observations of the
//! dimension and a clear habit: 60 % of X's last 30, 60 % of Y's first 40. For each X and dimension
//! twenty others are drawn at random; those with a clear and different habit are taken. Y's
//! observations keep their spacing and begin the day after X's last. After k of them the belief is
//! read at the time of the next: how often is it the new value, and how often another one with a
//! confidence of 0.7 or more?
//!
//! How the pairs of the published figures were chosen is not stated. Of the readings tried this one
//! comes nearest to their baselines (no decay, 180 days alone, window of ten). To draw a partner
//! with another habit for every X would make most changes go from the common value to a rare one.

use std::collections::BTreeMap;

use selfmodel_core::{
    belief::Lens,
    calibration::Calibration,
    evidence::BeliefKey,
    log::LogRow,
    model::SelfModel,
    time::{Millis, Timestamp},
};

use crate::{
    baselines::Baseline,
    data::{Dataset, Half, Person, Stream},
    protocol::{REPORT, counts},
    rates,
    replay::{Replay, fold, top},
    report::{Comparison, Measurement, Section, Target},
    statistics::{Sums, estimate},
};

/// How many observations of the new regime there are when the belief is read.
const AFTER: [usize; 7] = [0, 3, 5, 8, 12, 20, 30];
const LEAST: usize = 40;
const RECENT: usize = 30;
const CLEAR: f64 = 0.6;
const PARTNERS: usize = 20;
const PAUSE: Millis = Millis::days(1);
const SEED: u64 = 5;

/// What was believed some observations after a change.
#[derive(Debug, Clone, Copy, Default)]
struct Follow {
    count: f64,
    new: f64,
    confidently_wrong: f64,
}

impl Sums for Follow {
    fn add_all(&mut self, other: &Self) {
        self.count += other.count;
        self.new += other.new;
        self.confidently_wrong += other.confidently_wrong;
    }
}

impl Follow {
    fn add(&mut self, (value, confidence): (usize, f64), new: usize) {
        self.count += 1.0;
        if value == new {
            self.new += 1.0;
        } else if confidence >= REPORT {
            self.confidently_wrong += 1.0;
        }
    }

    fn p_new(&self) -> f64 {
        self.new / self.count
    }

    fn p_wrong(&self) -> f64 {
        self.confidently_wrong / self.count
    }
}

/// By [`AFTER`]: the belief, a window of ten.
type Tallies = [[Follow; 2]; AFTER.len()];
const BELIEF: usize = 0;
const WINDOW: usize = 1;

/// Measures B5.
pub(crate) fn regime_change(id: &str, title: &str, dataset: &Dataset) -> Section {
    let windows = dataset.half(Half::Rates);
    let windows: Vec<_> = windows
        .map(|person| rates::first_windows(dataset, person))
        .collect();
    let calibration = rates::overall(rates::calibration(dataset, windows.iter()));
    let newcomers = newcomers(dataset);
    let mut random = fastrand::Rng::with_seed(SEED);
    let people = dataset
        .people
        .iter()
        .filter_map(|person| of_person(dataset, person, &newcomers, &calibration, &mut random));
    let people: Vec<Tallies> = people.collect();
    let mut total = Tallies::default();
    for person in &people {
        total.add_all(person);
    }
    let measure = |metric: &str, target, figure: fn(&Tallies) -> f64| {
        Measurement::new(id, metric, estimate(&people, figure), target)
    };
    Section {
        measurements: vec![
            measure("p_new_k12", Target::AtLeast(0.60), |sums| {
                sums[4][BELIEF].p_new()
            }),
            measure("p_new_k20", Target::AtLeast(0.75), |sums| {
                sums[5][BELIEF].p_new()
            }),
            measure("confidently_wrong_k20", Target::AtMost(0.06), |sums| {
                sums[5][BELIEF].p_wrong()
            }),
        ],
        comparison: Some(comparison(title, &total)),
        diagram: None,
    }
}

/// Someone whose life another's may continue as.
struct Newcomer<'a> {
    person: &'a Person,
    stream: &'a Stream,
    /// The habit, if it is clear.
    prefers: Option<usize>,
}

fn newcomers(dataset: &Dataset) -> BTreeMap<&BeliefKey, Vec<Newcomer<'_>>> {
    let mut newcomers: BTreeMap<&BeliefKey, Vec<Newcomer<'_>>> = BTreeMap::new();
    for person in &dataset.people {
        for (key, stream) in &person.streams {
            let Some(outcomes) = dataset.outcomes(key) else {
                continue;
            };
            let positions = stream.positions();
            if let Some(first) = positions.get(..LEAST) {
                newcomers.entry(key).or_default().push(Newcomer {
                    person,
                    stream,
                    prefers: prevailing(first, outcomes.values.len()),
                });
            }
        }
    }
    newcomers
}

/// The most frequent value, where the habit is clear.
#[expect(clippy::cast_precision_loss, reason = "a count of observations")]
fn prevailing(values: &[usize], width: usize) -> Option<usize> {
    let counts = counts(values, width);
    let most = (0..width).max_by_key(|position| (counts[*position], width - position))?;
    (counts[most] as f64 >= CLEAR * values.len() as f64).then_some(most)
}

/// None for those who have no clear habit.
fn of_person(
    dataset: &Dataset,
    person: &Person,
    newcomers: &BTreeMap<&BeliefKey, Vec<Newcomer<'_>>>,
    calibration: &Calibration,
    random: &mut fastrand::Rng,
) -> Option<Tallies> {
    let mut tallies = None;
    let mut replay = Replay::new(&dataset.schema, &person.rows);
    for (key, stream) in &person.streams {
        let Some((outcomes, newcomers)) = dataset.outcomes(key).zip(newcomers.get(key)) else {
            continue;
        };
        let positions = stream.positions();
        if positions.len() < LEAST {
            continue;
        }
        let recent = &positions[positions.len() - RECENT..];
        let Some(old) = prevailing(recent, outcomes.values.len()) else {
            continue;
        };
        let before = replay.up_to(person.rows.len());
        for _ in 0..PARTNERS {
            let newcomer = &newcomers[random.usize(0..newcomers.len())];
            let Some(new) = newcomer.prefers.filter(|new| *new != old) else {
                continue;
            };
            let change = Change {
                dataset,
                calibration,
                key,
                seen: &positions,
                end: person.rows.last()?.observed_at,
                newcomer,
                new,
            };
            change.follow(before.clone(), tallies.get_or_insert_with(Tallies::default));
        }
    }
    tallies
}

/// One life continued as another.
struct Change<'a> {
    dataset: &'a Dataset,
    calibration: &'a Calibration,
    key: &'a BeliefKey,
    /// What was observed before.
    seen: &'a [usize],
    /// The last observation before.
    end: Timestamp,
    newcomer: &'a Newcomer<'a>,
    /// What the newcomer prefers.
    new: usize,
}

impl Change<'_> {
    fn follow(&self, mut model: SelfModel, tallies: &mut Tallies) {
        let Some(outcomes) = self.dataset.outcomes(self.key) else {
            return;
        };
        let rows = self.rows();
        let continued = self.newcomer.stream.positions();
        for (index, row) in rows.iter().enumerate() {
            if let Some(step) = AFTER.iter().position(|after| *after == index) {
                let lens = Lens {
                    schema: &self.dataset.schema,
                    calibration: self.calibration,
                    context: None,
                    now: row.observed_at,
                };
                let seen: Vec<usize> = self
                    .seen
                    .iter()
                    .chain(&continued[..index])
                    .copied()
                    .collect();
                let base_rates = self.calibration.reader_base_rates(self.key, None, outcomes);
                let window = Baseline::Window.guess(&seen, base_rates);
                if let Some(belief) = top(&model, lens, self.key, outcomes) {
                    tallies[step][BELIEF].add(belief, self.new);
                    tallies[step][WINDOW].add(window, self.new);
                }
            }
            fold(&self.dataset.schema, &mut model, row, &rows[..index]);
        }
    }

    /// The newcomer's first observations of the dimension, moved to after the end.
    fn rows(&self) -> Vec<LogRow> {
        let places = self
            .newcomer
            .stream
            .rows
            .iter()
            .take(AFTER[AFTER.len() - 1] + 1);
        let rows: Vec<&LogRow> = places
            .map(|place| &self.newcomer.person.rows[*place])
            .collect();
        let start = rows.first().map_or(Timestamp::EPOCH, |row| row.observed_at);
        let moved = |row: &LogRow| {
            let since = row.observed_at.since(start);
            Timestamp::from_millis(self.end.plus(PAUSE).millis() + since)
        };
        rows.into_iter()
            .map(|row| LogRow {
                observed_at: moved(row),
                ..row.clone()
            })
            .collect()
    }
}

fn comparison(title: &str, total: &Tallies) -> Comparison {
    let rows = AFTER.into_iter().zip(total).map(|(after, step)| {
        let figures = [
            step[BELIEF].p_new(),
            step[BELIEF].p_wrong(),
            step[WINDOW].p_new(),
            step[WINDOW].p_wrong(),
        ];
        (format!("k = {after}"), figures.to_vec())
    });
    Comparison {
        title: format!(
            "{title}: k observations after a change ({} changes)",
            total[0][BELIEF].count
        ),
        columns: ["new", "conf wrong", "window new", "conf wrong"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}
