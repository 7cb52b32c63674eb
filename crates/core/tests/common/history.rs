//! Random histories, and a log in memory that keeps a model the way the store does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use selfmodel_core::{
    evidence::unit,
    fold::{Advance, advance, refold},
    log::{LogRow, Retraction, is_live},
    model::SelfModel,
    names::{ContextName, OriginName, Release},
    schema::Schema,
};
use serde_json::{Value, json};

use super::{DAY, product, row};

/// A log of one user and the model that incremental updates gave.
pub(crate) struct Log {
    pub(crate) schema: &'static Schema,
    pub(crate) rows: BTreeMap<(String, String), LogRow>,
    pub(crate) retractions: Vec<Retraction>,
    pub(crate) model: SelfModel,
    /// How often a row could not be added in place.
    pub(crate) replays: usize,
}

impl Log {
    pub(crate) fn empty() -> Self {
        Self {
            schema: product(),
            rows: BTreeMap::new(),
            retractions: Vec::new(),
            model: SelfModel::empty(1),
            replays: 0,
        }
    }

    pub(crate) fn of(rows: &[LogRow]) -> Self {
        let mut log = Self::empty();
        for row in rows {
            log.write(row.clone());
        }
        log
    }

    /// Logs a row unless its id is known, and updates the model.
    pub(crate) fn write(&mut self, row: LogRow) {
        let id = (row.feature.as_str().to_owned(), row.id.as_str().to_owned());
        if self.rows.contains_key(&id) {
            return;
        }
        if is_live(&row, &self.retractions) {
            let held = self.holds_unit_of(&row);
            self.rows.insert(id, row.clone());
            if advance(self.schema, &mut self.model, &row, held) == Advance::Replay {
                self.replays += 1;
                self.model = self.refolded();
            }
        } else {
            self.rows.insert(id, row);
        }
    }

    pub(crate) fn retract(&mut self, retraction: Retraction) {
        self.retractions.push(retraction);
        self.model = self.refolded();
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = &LogRow> {
        self.rows
            .values()
            .filter(|row| is_live(row, &self.retractions))
    }

    pub(crate) fn refolded(&self) -> SelfModel {
        refold(self.schema, 1, self.live())
    }

    fn holds_unit_of(&self, row: &LogRow) -> bool {
        let wanted = unit(self.schema, row);
        wanted.is_some() && self.live().any(|held| unit(self.schema, held) == wanted)
    }
}

/// Up to `most` rows of every mode, from several sources, in any order, with repeated ids.
pub(crate) fn history(most: usize) -> impl Strategy<Value = Vec<LogRow>> {
    prop::collection::vec(any_row(), 1..most)
}

pub(crate) fn any_row() -> impl Strategy<Value = LogRow> {
    let feature = prop::sample::select(vec!["chat", "docs", "search"]);
    let context = prop::option::of(prop::sample::select(vec!["chatting", "drafting"]));
    let origin = prop::option::weighted(0.2, Just("bridge"));
    let release = prop::option::of(prop::sample::select(vec!["1", "2"]));
    (feature, context, origin, release, 0u32..40, age(), said()).prop_map(
        |(feature, context, origin, release, id, age, (action, details))| {
            let mut row = row(&format!("id{id}"), feature, action, details, age);
            row.context = context.map(|name| ContextName::new(name).unwrap());
            row.origin = origin.map(|name| OriginName::new(name).unwrap());
            row.release = release.map(|name| Release::new(name).unwrap());
            row
        },
    )
}

/// Ages that fall together, lie close, or span eleven years.
fn age() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => 0i64..4,
        3 => 0i64..7_200_000,
        3 => 0..40 * DAY,
        2 => 0..4_000 * DAY,
    ]
}

fn said() -> impl Strategy<Value = (&'static str, Value)> {
    let style = || prop::sample::select(vec!["concise", "balanced", "detailed"]);
    let level = || prop::sample::select(vec!["novice", "intermediate", "expert"]);
    let topic = || prop::sample::select(vec!["law", "rust"]);
    let verbosity = "communication.verbosity";
    prop_oneof![
        4 => style().prop_map(|style| ("style_seen", json!({ "style": style }))),
        2 => any::<bool>().prop_map(|dark| ("dark_seen", json!({ "dark": dark }))),
        2 => (level(), 1u8..9).prop_map(|(level, weight)| {
            ("level_shown", json!({ "level": level, "weight": weight }))
        }),
        1 => (level(), level()).prop_map(|(one, other)| {
            ("levels_named", json!({ "levels": [one, other] }))
        }),
        3 => topic().prop_map(|topic| ("topic_read", json!({ "topics": [topic] }))),
        2 => (0u8..=128).prop_map(|minutes| ("read_for", json!({ "minutes": minutes }))),
        3 => style().prop_map(move |style| {
            ("stated", json!({ "dimension": verbosity, "value": style }))
        }),
        1 => Just(("withdrawn", json!({ "dimension": verbosity }))),
        1 => topic().prop_map(|topic| {
            ("stated", json!({ "dimension": "interests.topics", "member": topic, "value": true }))
        }),
        1 => (0u8..=128).prop_map(|minutes| {
            ("stated", json!({ "dimension": "reading.length", "value": minutes }))
        }),
        2 => (style(), 1u8..9).prop_map(move |(style, mass)| {
            ("level", json!({ "dimension": verbosity, "masses": { style: mass } }))
        }),
        1 => Just(("withdrawn", json!({ "dimension": verbosity, "slot": "default" }))),
    ]
}
