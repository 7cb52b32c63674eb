//! B6: the model is a function of the set of live rows. For every person the same log is folded in
//! other ways, and the models are compared bit for bit; a bench that tolerates nothing has one
//! figure, the share of comparisons that came out equal.
//!
//! The ways: shuffled; in batches with the model encoded and decoded in between; source by source,
//! as shards would deliver; with every row sent twice under ids of its own where the schema
//! collapses repetition; and, for each source and for a stretch of time, taken back after the fact
//! against never written.

use std::collections::BTreeSet;

use selfmodel_core::{
    fold::refold,
    log::{LogRow, Predicate, Retraction, is_live},
    model::SelfModel,
    names::ObservationId,
    schema::{Mode, Schema},
    time::{Millis, Timestamp},
};

use crate::{
    data::{Dataset, Person},
    replay::fold,
    report::{Measurement, Section, Target},
};

const SEED: u64 = 6;
const VERSION: u32 = 1;

/// Measures B6.
pub(crate) fn invariance(id: &str, dataset: &Dataset) -> Section {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut equal = Equality::default();
    let collapsing = collapsing(&dataset.schema);
    for person in &dataset.people {
        let straight = refold(&dataset.schema, VERSION, &person.rows).encode();
        let mut same = |model: &SelfModel| equal.count(model.encode() == straight);
        same(&shuffled(&dataset.schema, person, &mut random));
        same(&in_batches(&dataset.schema, person, &mut random));
        same(&by_source(&dataset.schema, person));
        equal.count(repetition_collapses(&collapsing, person));
        retractions(&dataset.schema, person, &mut equal);
    }
    let share = equal.equal / equal.compared;
    Section {
        measurements: vec![Measurement::exact(
            id,
            "bit_identical",
            share,
            Target::AtLeast(1.0),
        )],
        ..Section::default()
    }
}

#[derive(Default)]
struct Equality {
    compared: f64,
    equal: f64,
}

impl Equality {
    fn count(&mut self, equal: bool) {
        self.compared += 1.0;
        self.equal += f64::from(u8::from(equal));
    }
}

fn shuffled(schema: &Schema, person: &Person, random: &mut fastrand::Rng) -> SelfModel {
    let mut rows: Vec<LogRow> = person.rows.clone();
    random.shuffle(&mut rows);
    one_by_one(schema, &rows)
}

fn one_by_one(schema: &Schema, rows: &[LogRow]) -> SelfModel {
    let mut model = SelfModel::empty(VERSION);
    for (index, row) in rows.iter().enumerate() {
        fold(schema, &mut model, row, &rows[..index]);
    }
    model
}

/// Batches of 1 to 64 rows; between them the model goes through its encoding, as through a store.
fn in_batches(schema: &Schema, person: &Person, random: &mut fastrand::Rng) -> SelfModel {
    let mut model = SelfModel::empty(VERSION);
    let mut start = 0;
    while start < person.rows.len() {
        let end = (start + random.usize(1..=64)).min(person.rows.len());
        for index in start..end {
            fold(
                schema,
                &mut model,
                &person.rows[index],
                &person.rows[..index],
            );
        }
        // A model that does not decode is lost, and so will not be equal.
        model = SelfModel::decode(&model.encode()).unwrap_or(SelfModel::empty(VERSION));
        start = end;
    }
    model
}

fn by_source(schema: &Schema, person: &Person) -> SelfModel {
    let mut rows = person.rows.clone();
    rows.sort_by(|left, right| right.feature.cmp(&left.feature));
    one_by_one(schema, &rows)
}

/// The same schema in which a repeated observation counts once a day.
fn collapsing(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for action in schema.actions.values_mut() {
        if let Mode::Event { dedupe } = &mut action.mode {
            *dedupe = Some(Millis::days(1));
        }
    }
    schema
}

/// Whether every row sent a second time, an hour later the same day, changes nothing.
fn repetition_collapses(schema: &Schema, person: &Person) -> bool {
    let again = person.rows.iter().map(|row| LogRow {
        id: ObservationId::new(&format!("{}-again", row.id)).unwrap_or_else(|_| row.id.clone()),
        observed_at: later_that_day(row.observed_at),
        ..row.clone()
    });
    let again: Vec<LogRow> = again.collect();
    let once = refold(schema, VERSION, &person.rows);
    let twice = refold(schema, VERSION, again.iter().chain(&person.rows));
    once.encode() == twice.encode()
}

fn later_that_day(at: Timestamp) -> Timestamp {
    let day = Millis::days(1).get();
    let last = at.millis().div_euclid(day) * day + day - 1;
    Timestamp::from_millis((at.millis() + 3_600_000).min(last))
}

fn retractions(schema: &Schema, person: &Person, equal: &mut Equality) {
    let whole = one_by_one(schema, &person.rows);
    let features: BTreeSet<_> = person.rows.iter().map(|row| &row.feature).collect();
    for feature in features {
        let rest = person.rows.iter().filter(|row| row.feature != *feature);
        let never = refold(schema, VERSION, rest).encode();
        let dropped = whole.without_sources(|source| source.feature == *feature);
        equal.count(dropped.encode() == never);
        let retraction = Predicate {
            feature: Some(feature.clone()),
            ..Predicate::default()
        };
        equal.count(taken_back(schema, person, retraction).encode() == never);
    }
    let (Some(first), Some(last)) = (person.rows.first(), person.rows.last()) else {
        return;
    };
    let span = last.observed_at.since(first.observed_at);
    let since = first.observed_at.millis() + span / 3;
    let until = first.observed_at.millis() + 2 * span / 3;
    let stretch = |row: &&LogRow| !(since..until).contains(&row.observed_at.millis());
    let never = refold(schema, VERSION, person.rows.iter().filter(stretch)).encode();
    let retraction = Predicate {
        since: Some(Timestamp::from_millis(since)),
        until: Some(Timestamp::from_millis(until)),
        ..Predicate::default()
    };
    equal.count(taken_back(schema, person, retraction).encode() == never);
}

/// The model of the live rows under a retraction accepted after all of them were recorded.
fn taken_back(schema: &Schema, person: &Person, predicate: Predicate) -> SelfModel {
    let accepted_at = person.rows.iter().map(|row| row.recorded_at).max();
    let retraction = Retraction {
        predicate,
        accepted_at: accepted_at.unwrap_or(Timestamp::EPOCH),
    };
    let retractions = [retraction];
    let live = person.rows.iter().filter(|row| is_live(row, &retractions));
    refold(schema, VERSION, live)
}
