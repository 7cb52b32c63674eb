//! Log rows and the schema they are read under, for tests of what rows say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

pub(crate) mod generate;

use std::sync::LazyLock;

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, FeatureName, ObservationId, UserId},
    schema::{Schema, parse},
    time::Timestamp,
};
use serde_json::Value;

/// The schema with every key of the language.
pub(crate) fn base() -> &'static Schema {
    static BASE: LazyLock<Schema> = LazyLock::new(|| {
        let text = include_str!("../schemas/valid/everything.toml");
        parse("everything.toml", text).unwrap().schema
    });
    &BASE
}

/// A row of one user.
pub(crate) fn row(feature: &str, action: &str, details: &Value) -> LogRow {
    LogRow {
        user: UserId::new("ada").unwrap(),
        feature: FeatureName::new(feature).unwrap(),
        id: ObservationId::new("1").unwrap(),
        action: ActionName::new(action).unwrap(),
        details: details.as_object().unwrap().clone(),
        context: None,
        observed_at: Timestamp::from_millis(1_700_000_000_000),
        recorded_at: Timestamp::from_millis(1_700_000_001_000),
        release: None,
        origin: None,
        derived_from: None,
        weightless: false,
        held: false,
    }
}

/// The row, observed at another instant.
pub(crate) fn observed(mut row: LogRow, millis: i64) -> LogRow {
    row.observed_at = Timestamp::from_millis(millis);
    row
}
