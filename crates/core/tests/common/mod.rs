//! A small product to test against, and rows of its log.
#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test binary uses its part, and a mistake here is a failed test"
)]

pub(crate) mod history;

use std::sync::LazyLock;

use selfmodel_core::{
    belief::{Belief, Lens, Reader},
    calibration::Calibration,
    evidence::BeliefKey,
    fold::refold,
    log::LogRow,
    model::SelfModel,
    names::{ActionName, DimensionName, FeatureName, Member, ObservationId, UserId},
    schema::{self, Schema},
    time::Timestamp,
};
use serde_json::{Value, json};

/// The instant of all golden values.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);
pub(crate) const DAY: i64 = 86_400_000;

pub(crate) const PRODUCT: &str = include_str!("product.toml");

/// The checked schema of the small product.
pub(crate) fn product() -> &'static Schema {
    static CHECKED: LazyLock<Schema> = LazyLock::new(|| {
        let parsed = schema::parse("product.toml", PRODUCT);
        parsed
            .map_err(|rejected| rejected.render(false))
            .unwrap()
            .schema
    });
    &CHECKED
}

/// A row observed `age` milliseconds before now.
pub(crate) fn row(id: &str, feature: &str, action: &str, details: Value, age: i64) -> LogRow {
    let Value::Object(details) = details else {
        panic!("details are an object")
    };
    LogRow {
        user: UserId::new("ada").unwrap(),
        feature: FeatureName::new(feature).unwrap(),
        id: ObservationId::new(id).unwrap(),
        action: ActionName::new(action).unwrap(),
        details,
        context: None,
        observed_at: Timestamp::from_millis(NOW.millis() - age),
        recorded_at: NOW,
        release: None,
        origin: None,
        derived_from: None,
        weightless: false,
        held: false,
    }
}

/// `count` answers of a style seen by a feature.
pub(crate) fn seen(feature: &str, style: &str, count: usize, age: i64) -> Vec<LogRow> {
    let one = |number| {
        let id = format!("{feature}-{style}-{age}-{number}");
        row(&id, feature, "style_seen", json!({ "style": style }), age)
    };
    (0..count).map(one).collect()
}

pub(crate) fn key(dimension: &str) -> BeliefKey {
    BeliefKey {
        dimension: DimensionName::new(dimension).unwrap(),
        member: None,
    }
}

pub(crate) fn member(dimension: &str, member: &str) -> BeliefKey {
    BeliefKey {
        member: Some(Member::new(member).unwrap()),
        ..key(dimension)
    }
}

pub(crate) fn fold(rows: &[LogRow]) -> SelfModel {
    refold(product(), 1, rows)
}

/// The neutral belief of `dimension` now.
pub(crate) fn believe(model: &SelfModel, calibration: &Calibration, key: &BeliefKey) -> Belief {
    let lens = Lens {
        schema: product(),
        calibration,
        context: None,
        now: NOW,
    };
    Reader::new(lens).read(model, key).unwrap().belief
}
