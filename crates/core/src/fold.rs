//! The fold: live rows of the log become a self-model. Folding a row into a model and folding all
//! rows anew give the same bits (invariant 1).

use std::collections::BTreeSet;

use crate::{
    evidence::{Entry, Evidence, Source, derive, unit},
    log::LogRow,
    model::{Evidenced, InPlace, LevelRegister, SelfModel, StatementRegister},
    names::{ActionName, SlotName},
    schema::Schema,
};

/// What became of a model to which a row was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Advance {
    /// The row is folded.
    Folded,
    /// The row cannot be added in place. The model is of no use any more: refold it from the log.
    Replay,
}

/// Folds the live rows of one user, in any order. `fold_version` is the schema version that the
/// model will name.
#[must_use]
pub fn refold<'a>(
    schema: &Schema,
    fold_version: u32,
    rows: impl IntoIterator<Item = &'a LogRow>,
) -> SelfModel {
    let mut units = BTreeSet::new();
    let mut events = Vec::new();
    let mut model = SelfModel::empty(fold_version);
    for row in rows {
        if let Some(unit) = unit(schema, row)
            && !row.weightless
            && !units.insert(unit.id)
        {
            continue;
        }
        for evidence in derive(schema, row) {
            // Registers first: with no event folded yet, no boundary can fall inside evidence.
            if matches!(evidence.entry, Entry::Event { .. }) {
                events.push(evidence);
            } else {
                apply(schema, &mut model, evidence);
            }
        }
    }
    for evidence in events {
        apply(schema, &mut model, evidence);
    }
    model
}

/// Adds one live row to a model of the same schema version. `unit_held`: another live row holds
/// its collapse unit already, so it adds nothing.
pub fn advance(schema: &Schema, model: &mut SelfModel, row: &LogRow, unit_held: bool) -> Advance {
    if unit_held {
        return Advance::Folded;
    }
    for evidence in derive(schema, row) {
        if apply(schema, model, evidence) == InPlace::NeedsLog {
            return Advance::Replay;
        }
    }
    Advance::Folded
}

fn apply(schema: &Schema, model: &mut SelfModel, evidence: Evidence) -> InPlace {
    let Evidence {
        key,
        source,
        order,
        entry,
    } = evidence;
    let Some(dimension) = schema.dimensions.get(&key.dimension) else {
        return InPlace::Done;
    };
    let evidenced = model.beliefs.entry(key).or_default();
    match entry {
        Entry::Event { value, weight } => {
            evidenced.add_event(dimension, source, order, value, weight);
        }
        Entry::Statement { value } => {
            return evidenced.set_statement(source, StatementRegister { order, value });
        }
        Entry::Level {
            action,
            slot,
            masses,
        } => {
            set_level(
                evidenced,
                source,
                (action, slot),
                LevelRegister { order, masses },
            );
        }
    }
    InPlace::Done
}

fn set_level(
    evidenced: &mut Evidenced,
    source: Source,
    register: (ActionName, SlotName),
    level: LevelRegister,
) {
    let levels = &mut evidenced.sources.entry(source).or_default().levels;
    let held = levels.get(&register);
    if held.is_none_or(|held| held.order < level.order) {
        levels.insert(register, level);
    }
}
