//! B8: does a progression stay put? After every answer the announced level is read, which moves
//! with hysteresis, and beside it the level nearest to the score without: how often does each flip,
//! and what does hysteresis cost in accuracy? The truth is the level nearest to the share of right
//! answers among the next ten of the skill.
//!
//! The published figures cut levels at 0.5 and 0.8 of right answers; the core's thresholds for
//! three levels are 0.25 and 0.75, and the truth here is cut at those.

use selfmodel_core::{
    belief::{Lens, Reader},
    calibration::Calibration,
    evidence::BeliefKey,
    schema::Outcomes,
};

use crate::{
    data::{Dataset, Person, Stream},
    protocol::HORIZON,
    replay::Replay,
    report::{Comparison, Measurement, Section, Target},
    statistics::{Sums, estimate},
};

/// One way to report a level.
#[derive(Debug, Clone, Copy, Default)]
struct Reported {
    /// How often the level differed from the one before.
    flips: f64,
    /// How often there was one before.
    steps: f64,
    right: f64,
    count: f64,
}

impl Sums for Reported {
    fn add_all(&mut self, other: &Self) {
        self.flips += other.flips;
        self.steps += other.steps;
        self.right += other.right;
        self.count += other.count;
    }
}

impl Reported {
    fn flips_per_100(&self) -> f64 {
        100.0 * self.flips / self.steps
    }

    fn accuracy(&self) -> f64 {
        self.right / self.count
    }
}

/// With hysteresis, without, and the mean of the newest ten.
type Tallies = [Reported; 3];
const ANNOUNCED: usize = 0;
const NEAREST: usize = 1;

/// Measures B8.
pub(crate) fn ordinal(id: &str, title: &str, dataset: &Dataset) -> Section {
    let people: Vec<Tallies> = dataset
        .people
        .iter()
        .map(|person| of_person(dataset, person))
        .collect();
    let mut total = Tallies::default();
    for person in &people {
        total.add_all(person);
    }
    let flips = estimate(&people, |sums| sums[ANNOUNCED].flips_per_100());
    let loss = estimate(&people, |sums| {
        sums[NEAREST].accuracy() - sums[ANNOUNCED].accuracy()
    });
    Section {
        measurements: vec![
            Measurement::new(id, "flips_per_100", flips, Target::AtMost(5.0)),
            Measurement::new(id, "accuracy_loss", loss, Target::AtMost(0.02)),
        ],
        comparison: Some(comparison(title, &total)),
        diagram: None,
    }
}

fn of_person(dataset: &Dataset, person: &Person) -> Tallies {
    let mut tallies = Tallies::default();
    let mut replay = Replay::new(&dataset.schema, &person.rows);
    let mut before: Vec<(&BeliefKey, [usize; 3])> = Vec::new();
    let mut seen: Vec<(&BeliefKey, &Stream, usize, usize)> = Vec::new();
    for (key, stream) in &person.streams {
        let rows = stream.rows.iter().enumerate();
        seen.extend(rows.map(|(count, row)| (key, stream, count + 1, *row)));
    }
    seen.sort_by_key(|(_, _, _, row)| *row);
    for (key, stream, count, row) in seen {
        let Some(outcomes) = dataset.outcomes(key) else {
            continue;
        };
        let lens = Lens {
            schema: &dataset.schema,
            calibration: &Calibration::default(),
            context: None,
            now: person.rows[row].observed_at,
        };
        let reader = Reader::new(lens).read(replay.up_to(row + 1), key);
        let Some(reading) = reader else {
            continue;
        };
        let positions = stream.positions();
        let (past, next) = positions.split_at(count);
        let shares = reading
            .shares
            .as_ref()
            .map_or(&[][..], |shares| &shares.share);
        let levels = [
            announced(reading.belief.announced.as_deref(), outcomes),
            nearest(score(shares), outcomes),
            nearest(
                mean(&past[past.len().saturating_sub(HORIZON)..], outcomes),
                outcomes,
            ),
        ];
        let place = before.iter().position(|(known, _)| *known == key);
        let truth = next
            .get(..HORIZON)
            .map(|next| nearest(mean(next, outcomes), outcomes));
        for (way, (tally, level)) in tallies.iter_mut().zip(levels).enumerate() {
            if let Some(place) = place {
                tally.steps += 1.0;
                tally.flips += f64::from(u8::from(before[place].1[way] != level));
            }
            if let Some(truth) = truth {
                tally.count += 1.0;
                tally.right += f64::from(u8::from(truth == level));
            }
        }
        match place {
            Some(place) => before[place].1 = levels,
            None => before.push((key, levels)),
        }
    }
    tallies
}

fn announced(name: Option<&str>, outcomes: &Outcomes) -> usize {
    name.and_then(|name| outcomes.position(name))
        .map_or(0, usize::from)
}

/// Where shares stand between the lowest level, 0, and the highest, 1.
#[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
fn score(shares: &[f64]) -> f64 {
    let top = shares.len().saturating_sub(1).max(1) as f64;
    let terms = shares.iter().enumerate();
    terms.map(|(level, share)| share * level as f64 / top).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
fn mean(levels: &[usize], outcomes: &Outcomes) -> f64 {
    let top = (outcomes.values.len() - 1) as f64;
    levels.iter().map(|level| *level as f64 / top).sum::<f64>() / levels.len() as f64
}

/// The level nearest to a score, the lower one on a tie.
#[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
fn nearest(score: f64, outcomes: &Outcomes) -> usize {
    let top = (outcomes.values.len() - 1) as f64;
    let thresholds = (0..outcomes.values.len() - 1).map(|level| (level as f64 + 0.5) / top);
    thresholds.filter(|threshold| score > *threshold).count()
}

fn comparison(title: &str, total: &Tallies) -> Comparison {
    let names = ["announced", "without hysteresis", "mean of 10"];
    let rows = names.into_iter().zip(total).map(|(name, tally)| {
        (
            name.to_owned(),
            vec![tally.flips_per_100(), tally.accuracy()],
        )
    });
    Comparison {
        title: format!("{title}, {} answers", total[ANNOUNCED].steps),
        columns: vec!["flips/100".into(), "accuracy".into()],
        rows: rows.collect(),
    }
}
