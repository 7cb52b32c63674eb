//! Evidence of the built-in actions `stated`, `withdrawn` and `level`, by which a feature speaks of
//! a dimension without an action of its own.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    BeliefKey, Entry, Evidence, MicroWeight,
    derive::{as_slot, order, source, within},
    value::{evidence_value, member_of},
};
use crate::{
    log::LogRow,
    names::{ActionName, SlotName},
    schema::{Dimension, Kind, LEVEL, Schema, SlotRule},
};

pub(super) fn stated(schema: &Schema, row: &LogRow) -> Option<Evidence> {
    let (key, dimension) = subject(schema, &row.details)?;
    let value = evidence_value(&dimension.kind, row.details.get("value")?)?;
    let entry = Entry::Statement { value: Some(value) };
    Some(evidence(schema, row, key, entry))
}

pub(super) fn withdrawn(schema: &Schema, row: &LogRow) -> Option<Evidence> {
    let (key, dimension) = subject(schema, &row.details)?;
    let entry = match slot(&row.details)? {
        None => Entry::Statement { value: None },
        Some(slot) => register(dimension, slot, Vec::new())?,
    };
    Some(evidence(schema, row, key, entry))
}

pub(super) fn level(schema: &Schema, row: &LogRow) -> Option<Evidence> {
    let (key, dimension) = subject(schema, &row.details)?;
    let slot = slot(&row.details)?.unwrap_or_else(SlotRule::single);
    let outcomes = dimension.kind.outcomes()?;
    let mut masses = BTreeMap::new();
    for (value, mass) in row.details.get("masses")?.as_object()? {
        let position = outcomes.position(value);
        let mass = mass.as_f64().and_then(MicroWeight::new);
        if let (Some(position), Some(MicroWeight(micro))) = (position, mass) {
            masses.insert(position, micro);
        }
    }
    let entry = register(dimension, slot, within(dimension.max_mass, masses))?;
    Some(evidence(schema, row, key, entry))
}

/// The dimension that the details name, with the member where it is a set.
fn subject<'a>(
    schema: &'a Schema,
    details: &Map<String, Value>,
) -> Option<(BeliefKey, &'a Dimension)> {
    let name = details.get("dimension")?.as_str()?;
    let (name, dimension) = schema.dimensions.get_key_value(name)?;
    let member = match dimension.kind {
        Kind::Set(_) => member_of(&dimension.kind, details.get("member")?)?,
        _ => None,
    };
    let key = BeliefKey {
        dimension: name.clone(),
        member,
    };
    Some((key, dimension))
}

/// The slot that the details name; the outer none for one that cannot be a slot.
#[expect(
    clippy::option_option,
    reason = "no slot, a slot and an impossible slot are three answers"
)]
fn slot(details: &Map<String, Value>) -> Option<Option<SlotName>> {
    match details.get("slot") {
        None => Some(None),
        Some(slot) => as_slot(slot.as_str()?).map(Some),
    }
}

/// The entry of a declared slot of the built-in action `level`.
fn register(
    dimension: &Dimension,
    slot: SlotName,
    masses: Vec<(u16, MicroWeight)>,
) -> Option<Entry> {
    dimension.slots.contains(&slot).then(|| Entry::Level {
        action: level_action(),
        slot,
        masses,
    })
}

fn level_action() -> ActionName {
    // `LEVEL` is within the alphabet and the limit of action names.
    ActionName::new(LEVEL).unwrap_or_else(|_| unreachable!("a valid action name"))
}

fn evidence(schema: &Schema, row: &LogRow, key: BeliefKey, entry: Entry) -> Evidence {
    Evidence {
        key,
        source: source(schema, row),
        order: order(row, 0),
        entry,
    }
}
