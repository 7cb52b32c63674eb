//! A person of whom three features have observed 30 dimensions over two years.
#![expect(
    clippy::expect_used,
    reason = "a bench that cannot be set up is not run"
)]

use std::fmt::Write as _;

use selfmodel_core::{
    calibration::{Calibration, Population, base_rates},
    fold::refold,
    log::LogRow,
    model::SelfModel,
    names::{ActionName, ContextName, FeatureName, ObservationId, UserId},
    schema::{Schema, parse},
    time::{Millis, Timestamp},
};
use serde_json::{Map, Value};

const FEATURES: [&str; 3] = ["chat", "search", "docs"];
const DIMENSIONS: usize = 30;
/// Observations of each dimension in two years.
const OBSERVATIONS: usize = 40;
const START: i64 = 1_700_000_000_000;

/// The person, the schema and the instant of the read.
pub(crate) struct Person {
    pub(crate) schema: Schema,
    pub(crate) rows: Vec<LogRow>,
    pub(crate) context: ContextName,
    pub(crate) now: Timestamp,
}

impl Person {
    pub(crate) fn new() -> Self {
        let rows: Vec<LogRow> = (0..DIMENSIONS * OBSERVATIONS).map(row).collect();
        let now = rows.last().expect("there are rows").observed_at;
        Self {
            schema: parse("bench", &schema()).expect("the schema checks").schema,
            context: ContextName::new("docs").expect("a valid name"),
            now: now.plus(Millis::days(3)),
            rows,
        }
    }

    pub(crate) fn model(&self) -> SelfModel {
        refold(&self.schema, 1, &self.rows)
    }

    /// What would be observed next.
    pub(crate) fn next_rows(&self, count: usize) -> Vec<LogRow> {
        (self.rows.len()..self.rows.len() + count)
            .map(row)
            .collect()
    }

    pub(crate) fn calibration(&self) -> Calibration {
        let mut population = Population::default();
        population.add(&self.schema, &self.model(), self.now);
        base_rates(&self.schema, &population)
    }
}

/// 18 ordinals, 6 booleans, 3 categories of five, 3 numbers; the context of docs wants 15 of them.
fn schema() -> String {
    let mut text = String::from("version = 1\n");
    for dimension in 0..DIMENSIONS {
        let kind = match dimension % 10 {
            0..=5 => "kind = \"ordinal\"\nvalues = [\"low\", \"middle\", \"high\"]",
            6 | 7 => "kind = \"boolean\"",
            8 => "kind = \"category\"\nvalues = [\"a\", \"b\", \"c\", \"d\", \"e\"]",
            _ => "kind = \"number\"\nrange = [0, 100]\ntolerance = 5",
        };
        let area = if dimension % 2 == 0 { "style" } else { "work" };
        let detail = match dimension % 10 {
            6 | 7 => "boolean",
            9 => "number",
            _ => "string",
        };
        let _ = write!(
            text,
            "[dimensions.\"{area}.d{dimension}\"]\n{kind}\n\
             [actions.seen{dimension}]\ndetails = {{ value = {{ type = \"{detail}\" }} }}\n\
             [[actions.seen{dimension}.evidence]]\ndimension = \"{area}.d{dimension}\"\n\
             value = {{ from = \"value\" }}\n"
        );
    }
    for feature in FEATURES {
        let relevant = if feature == "docs" {
            "{ \"style.*\" = 1.0 }"
        } else {
            "{}"
        };
        let _ = write!(
            text,
            "[contexts.{feature}]\nrelevant = {relevant}\n\
             [features.{feature}]\ncontext = \"{feature}\"\nwrites = [\"*\"]\nreads = [\"*\"]\n"
        );
    }
    text
}

/// Observation `index` of the person's life, some fourteen hours after the one before.
fn row(index: usize) -> LogRow {
    let dimension = index % DIMENSIONS;
    let round = index / DIMENSIONS;
    let draw = (index * 7_919) % 10;
    let value: Value = match dimension % 10 {
        0..=5 => [
            "low", "low", "middle", "high", "low", "low", "middle", "low", "low", "low",
        ][draw]
            .into(),
        6 | 7 => (draw < 7).into(),
        8 => ["a", "a", "b", "c", "a", "a", "d", "e", "a", "a"][draw].into(),
        _ => (40 + draw).into(),
    };
    let at = START + i64::try_from(index).expect("a small index") * 52_560_000;
    let name = |result: Result<FeatureName, _>| result.expect("a valid name");
    LogRow {
        user: UserId::new("person").expect("a valid name"),
        feature: name(FeatureName::new(FEATURES[round % FEATURES.len()])),
        id: ObservationId::new(&format!("o{index}")).expect("a valid name"),
        action: ActionName::new(&format!("seen{dimension}")).expect("a valid name"),
        details: Map::from_iter([("value".to_owned(), value)]),
        context: None,
        observed_at: Timestamp::from_millis(at),
        recorded_at: Timestamp::from_millis(at),
        release: None,
        origin: None,
        derived_from: None,
        weightless: false,
        held: false,
    }
}
