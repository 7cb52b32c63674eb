//! The collapse unit: rows of the same source with the same action and details within one
//! UTC-aligned window count once, because repetition is not proof.

use data_encoding::HEXLOWER;

use super::derive::source;
use crate::{
    canonical::hash,
    log::LogRow,
    schema::{Mode, Schema},
    time::{Millis, Timestamp},
};

/// What rows that repeat each other have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// SHA-256 of (source, action, details, window), in hexadecimal.
    pub id: String,
    /// Start of the window: the date of the unit's evidence.
    pub start: Timestamp,
    /// Length of the window.
    pub window: Millis,
}

/// The unit that `row` belongs to, if its action collapses. Only event evidence does, and a row that
/// weighs nothing holds no unit.
#[must_use]
pub fn unit(schema: &Schema, row: &LogRow) -> Option<Unit> {
    let action = schema.actions.get(&row.action)?;
    let Mode::Event {
        dedupe: Some(window),
    } = action.mode
    else {
        return None;
    };
    if row.weightless {
        return None;
    }
    let millis = row.observed_at.millis();
    let start = millis - millis.rem_euclid(window.get());
    let source = source(schema, row);
    let id = hash(&[
        &source.feature.as_str(),
        &source
            .context
            .as_ref()
            .map(super::super::names::ContextName::as_str),
        &source
            .origin
            .as_ref()
            .map(super::super::names::OriginName::as_str),
        &row.action.as_str(),
        &row.details,
        &start,
        &window.get(),
    ]);
    Some(Unit {
        id: HEXLOWER.encode(&id),
        start: Timestamp::from_millis(start),
        window,
    })
}
