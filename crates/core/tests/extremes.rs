//! What is allowed at its limits: every number that is served stays a number within its bounds.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod common;

use common::{NOW, row};
use proptest::prelude::*;
use selfmodel_core::{
    belief::{BeliefValue, Lens, Reader},
    calibration::{BeliefCalibration, Calibration, SourceCalibration},
    evidence::{BeliefKey, Source},
    fold::refold,
    log::LogRow,
    model::SelfModel,
    names::FeatureName,
    schema::{self, Schema},
    time::{Millis, Timestamp},
};
use serde_json::json;

/// A schema of one number and one choice out of `width`.
fn schema(half_lives: (&str, &str), number: &str, width: usize) -> Schema {
    let (slow, fast) = half_lives;
    let ages = format!(
        "half_life = \"{slow}\"\nfast_half_life = \"{fast}\"\nstatement_half_life = \"{fast}\""
    );
    let values: Vec<String> = (0..width).map(|value| format!("\"v{value}\"")).collect();
    let text = format!(
        r#"
version = 1
[dimensions.length]
kind = "number"
{number}
{ages}
[dimensions.choice]
kind = "progression"
values = [{}]
{ages}
[features.chat]
writes = ["*"]
[features.docs]
writes = ["*"]
[actions.measured]
details = {{ to = {{ type = "number" }}, weight = {{ type = "number", min = 0, max = 1000 }} }}
[[actions.measured.evidence]]
dimension = "length"
value = {{ from = "to" }}
weight = {{ from = "weight" }}
[actions.chosen]
details = {{ value = {{ type = "string" }}, weight = {{ type = "number", min = 0, max = 1000 }} }}
[[actions.chosen.evidence]]
dimension = "choice"
value = {{ from = "value" }}
weight = {{ from = "weight" }}
"#,
        values.join(", ")
    );
    let parsed = schema::parse("extreme.toml", &text);
    parsed
        .map_err(|rejected| rejected.render(false))
        .unwrap()
        .schema
}

fn any_schema() -> impl Strategy<Value = Schema> {
    let half_lives = prop::sample::select(vec![
        ("180d", "14d"),
        ("2ms", "1ms"),
        ("1m", "999ms"),
        ("36525d", "1ms"),
        ("36525d", "36524d"),
    ]);
    let number = prop::sample::select(vec![
        "range = [0, 1]\ntolerance = 1e-300\nprior = { strength = 0.000001, variance = 1e-300 }",
        "range = [0, 1]\ntolerance = 1e300\nprior = { strength = 1e9, variance = 1 }",
        "range = [0, 1e-100]\ntolerance = 1e-101",
        "range = [-5e99, 5e99]\ntolerance = 1e99\nprior = { mean = 5e99, variance = 1e200 }",
        "range = [9007199254740990, 9007199254740992]\ntolerance = 1",
    ]);
    let width = prop::sample::select(vec![2, 3, 256]);
    (half_lives, number, width)
        .prop_map(|(half_lives, number, width)| schema(half_lives, number, width))
}

/// Rows between 1970 and five minutes from now.
fn any_row() -> impl Strategy<Value = LogRow> {
    let feature = prop::sample::select(vec!["chat", "docs"]);
    let at = prop_oneof![
        Just(0),
        0..=NOW.millis(),
        NOW.millis() - 3..=NOW.millis() + 300_000,
        Just(NOW.millis() + 300_000),
    ];
    let weight = prop::sample::select(vec![1e-6, 1.0, 1_000.0]);
    let to = prop::sample::select(vec![-1e308, 0.0, 1e-101, 0.3, 1e99, 1e308]);
    let value = prop::sample::select(vec!["v0", "v1", "v255"]);
    (feature, at, weight, to, value, 0..4u8).prop_map(|(feature, at, weight, to, value, what)| {
        let (action, details) = match what {
            0 => ("measured", json!({ "to": to, "weight": weight })),
            1 => ("chosen", json!({ "value": value, "weight": weight })),
            2 => ("stated", json!({ "dimension": "choice", "value": value })),
            _ => ("stated", json!({ "dimension": "length", "value": to })),
        };
        let mut row = row(&format!("{at}-{what}"), feature, action, details, 0);
        row.observed_at = Timestamp::from_millis(at);
        row
    })
}

/// Rates of any width and sum, and trust of any size, for both features.
fn any_calibration() -> impl Strategy<Value = Calibration> {
    let rate = || prop::sample::select(vec![-1.0, 0.0, 1e-308, 0.5, 1.0, 1e308]);
    let rates = move || {
        prop::option::of(prop_oneof![
            prop::collection::vec(rate(), 0..4),
            Just(vec![1.0 - 1e-9, 1e-9]),
        ])
    };
    let trust = prop::option::of(prop::sample::select(vec![-1.0, 0.0, 1.0, 1e308]));
    (rates(), rates(), trust).prop_map(|(of_belief, of_source, trust)| {
        let source = |feature| Source {
            feature: FeatureName::new(feature).unwrap(),
            context: None,
            origin: None,
        };
        let like = SourceCalibration {
            base_rates: of_source,
            trust,
            ..SourceCalibration::default()
        };
        let belief = BeliefCalibration {
            base_rates: of_belief,
            sources: [(source("chat"), like.clone()), (source("docs"), like)].into(),
            ..BeliefCalibration::default()
        };
        let keys = ["choice", "length"].map(common::key);
        Calibration {
            beliefs: keys.map(|key| (key, belief.clone())).into(),
        }
    })
}

/// Every one of 256 values seen lately and long ago: the change between the two is a product of
/// more than a thousand gamma functions.
#[test]
fn a_change_over_many_values_is_a_number() {
    let schema = schema(("180d", "14d"), "range = [0, 1]\ntolerance = 1", 256);
    let seen = |value: i64| {
        let details = json!({ "value": format!("v{}", value % 256), "weight": 1 });
        row(
            &value.to_string(),
            "chat",
            "chosen",
            details,
            value / 256 * 60 * common::DAY,
        )
    };
    let rows: Vec<LogRow> = (0..512).map(seen).collect();
    let lens = Lens {
        schema: &schema,
        calibration: &Calibration::default(),
        context: None,
        now: NOW,
    };
    let model = refold(&schema, 1, &rows);
    let reading = Reader::new(lens).read(&model, &common::key("choice"));
    let belief = reading.unwrap().belief;
    assert!((0.0..0.1).contains(&belief.change), "{belief:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_number_stays_within_its_bounds(
        schema in any_schema(),
        rows in prop::collection::vec(any_row(), 1..30),
        calibration in any_calibration(),
        later in prop::sample::select(vec![0, 300_000, Millis::MAX.get()]),
    ) {
        let model = refold(&schema, 1, &rows);
        prop_assert_eq!(&SelfModel::decode(&model.encode()).unwrap(), &model);
        let now = Timestamp::from_millis(NOW.millis() + later);
        let lens = Lens { schema: &schema, calibration: &calibration, context: None, now };
        let mut reader = Reader::new(lens);
        let keys: Vec<&BeliefKey> = model.keys().collect();
        for key in keys {
            let reading = reader.read(&model, key).unwrap();
            let belief = reading.belief;
            let dimension = &schema.dimensions[&key.dimension];
            let freshness = belief.freshness(dimension, now);
            for bounded in [belief.confidence, belief.conflict, belief.change, freshness] {
                prop_assert!((0.0..=1.0).contains(&bounded), "{belief:?}");
            }
            prop_assert!(belief.evidence >= 0.0 && belief.evidence.is_finite(), "{belief:?}");
            for share in reading.shares.iter().flat_map(|shares| &shares.share) {
                prop_assert!((0.0..=1.0 + 1e-9).contains(share), "{belief:?}");
            }
            if let (BeliefValue::Number(mean), Some((low, high))) = (&belief.value, belief.interval) {
                prop_assert!(low.is_finite() && high.is_finite());
                prop_assert!(low <= *mean && *mean <= high, "{belief:?}");
            }
        }
    }
}
