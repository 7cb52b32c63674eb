//! What the schema makes of a logged observation. Total: what no longer fits the schema gives no
//! evidence, because a row may be older than the schema that reads it.

use std::collections::BTreeMap;

use super::{
    BeliefKey, Entry, Evidence, EvidenceValue, MicroWeight, Order, Source, builtin, unit,
    value::{evidence_value, member_of},
};
use crate::{
    log::LogRow,
    mapping::ValueMapping,
    names::SlotName,
    schema::{Action, LEVEL, Mode, Rule, STATED, Schema, SlotRule, WITHDRAWN},
};

/// The evidence of `row`, in the order of the action's rules. A row that weighs nothing gives none;
/// so does a rule whose conditions do not hold, whose value does not fit its dimension, or whose
/// weight is zero. Whether the row is live, or the first of its unit, is for the caller to say.
#[must_use]
pub fn derive(schema: &Schema, row: &LogRow) -> Vec<Evidence> {
    if row.weightless {
        return Vec::new();
    }
    match row.action.as_str() {
        STATED => builtin::stated(schema, row).into_iter().collect(),
        WITHDRAWN => builtin::withdrawn(schema, row).into_iter().collect(),
        LEVEL => builtin::level(schema, row).into_iter().collect(),
        name => match schema.actions.get(name) {
            Some(action) => by_rules(schema, row, action),
            None => Vec::new(),
        },
    }
}

/// Whose word `row` is: its context is the one it names, else its feature's default.
#[must_use]
pub fn source(schema: &Schema, row: &LogRow) -> Source {
    let default = || schema.features.get(&row.feature)?.context.clone();
    Source {
        feature: row.feature.clone(),
        context: row.context.clone().or_else(default),
        origin: row.origin.clone(),
    }
}

/// Where evidence of `row` stands when nothing collapses.
pub(super) fn order(row: &LogRow, rule: u16) -> Order {
    Order {
        observed_at: row.observed_at,
        id: row.id.shared(),
        user: row.user.shared(),
        rule,
    }
}

fn by_rules(schema: &Schema, row: &LogRow, action: &Action) -> Vec<Evidence> {
    match &action.mode {
        Mode::Event { .. } => events(schema, row, action),
        Mode::Statement => statements(schema, row, action),
        Mode::Level { slot } => match slot_name(slot, row) {
            Some(slot) => levels(schema, row, action, &slot),
            None => Vec::new(),
        },
    }
}

fn events(schema: &Schema, row: &LogRow, action: &Action) -> Vec<Evidence> {
    let source = source(schema, row);
    let mut first = order(row, 0);
    if let Some(unit) = unit(schema, row) {
        first.observed_at = unit.start;
        first.id = unit.id.into();
        // Under a merge, rows of several user ids may hold it: none of them is its own.
        first.user = "".into();
    }
    let mut evidence = Vec::new();
    for (rule, place) in applicable(row, action) {
        let Some(weight) = rule.weight.weight(&row.details).and_then(MicroWeight::new) else {
            continue;
        };
        let order = Order {
            rule: place,
            ..first.clone()
        };
        evidence.extend(supported(schema, row, rule).map(|(key, value)| Evidence {
            key,
            source: source.clone(),
            order: order.clone(),
            entry: Entry::Event { value, weight },
        }));
    }
    evidence
}

fn statements(schema: &Schema, row: &LogRow, action: &Action) -> Vec<Evidence> {
    let source = source(schema, row);
    let mut evidence = Vec::new();
    for (rule, place) in applicable(row, action) {
        evidence.extend(supported(schema, row, rule).map(|(key, value)| Evidence {
            key,
            source: source.clone(),
            order: order(row, place),
            entry: Entry::Statement { value: Some(value) },
        }));
    }
    evidence
}

/// One register for each belief that the action speaks of, its masses summed over the rules. A
/// dimension without members is always spoken of, and so is a member that a rule names outright:
/// where no rule applies any more, the present state is that there is no mass.
fn levels(schema: &Schema, row: &LogRow, action: &Action, slot: &SlotName) -> Vec<Evidence> {
    let mut registers: BTreeMap<BeliefKey, (u16, BTreeMap<u16, u32>)> = BTreeMap::new();
    for (rule, place) in placed(action) {
        if let Some(key) = spoken_of(schema, rule) {
            registers.entry(key).or_insert((place, BTreeMap::new()));
        }
    }
    for (rule, place) in applicable(row, action) {
        let weight = rule.weight.weight(&row.details).and_then(MicroWeight::new);
        for (key, value) in supported(schema, row, rule) {
            let (_, masses) = registers.entry(key).or_insert((place, BTreeMap::new()));
            if let (EvidenceValue::Outcome(outcome), Some(MicroWeight(micro))) = (value, weight) {
                let mass = masses.entry(outcome).or_default();
                *mass = mass.saturating_add(micro);
            }
        }
    }
    let source = source(schema, row);
    let registers = registers.into_iter().filter_map(|(key, (place, masses))| {
        let cap = schema.dimensions.get(&key.dimension)?.max_mass;
        Some(Evidence {
            key,
            source: source.clone(),
            order: order(row, place),
            entry: Entry::Level {
                action: row.action.clone(),
                slot: slot.clone(),
                masses: within(cap, masses),
            },
        })
    });
    registers.collect()
}

/// Scales `masses` down in proportion where a later schema allows less than they sum to.
pub(super) fn within(
    max_mass: f64,
    masses: impl IntoIterator<Item = (u16, u32)>,
) -> Vec<(u16, MicroWeight)> {
    let masses: Vec<_> = masses.into_iter().collect();
    let sum: u64 = masses.iter().map(|(_, micro)| u64::from(*micro)).sum();
    let cap = MicroWeight::new(max_mass).map_or(0, |MicroWeight(micro)| u64::from(micro));
    let scaled = masses.into_iter().filter_map(|(outcome, micro)| {
        // The product fits: both factors are below 2^32, and the quotient is at most `micro`.
        let kept = if sum > cap {
            u64::from(micro) * cap / sum
        } else {
            u64::from(micro)
        };
        let kept = u32::try_from(kept).ok().filter(|kept| *kept > 0)?;
        Some((outcome, MicroWeight(kept)))
    });
    scaled.collect()
}

/// What a rule supports, given that it applies.
fn supported<'a>(
    schema: &'a Schema,
    row: &'a LogRow,
    rule: &'a Rule,
) -> impl Iterator<Item = (BeliefKey, EvidenceValue)> + 'a {
    let dimension = schema.dimensions.get(&rule.dimension);
    let kind = dimension.map(|dimension| &dimension.kind);
    let values = rule.value.values(&row.details);
    values.filter_map(move |value| {
        let kind = kind?;
        let (member, value) = match member_of(kind, value)? {
            Some(member) => (Some(member), EvidenceValue::Outcome(rule.polarity.into())),
            None => (None, evidence_value(kind, value)?),
        };
        let key = BeliefKey {
            dimension: rule.dimension.clone(),
            member,
        };
        Some((key, value))
    })
}

/// The belief that a rule speaks of whatever the details are, if there is one.
fn spoken_of(schema: &Schema, rule: &Rule) -> Option<BeliefKey> {
    let kind = &schema.dimensions.get(&rule.dimension)?.kind;
    let member = match (&rule.value, kind.is_set()) {
        (_, false) => None,
        (ValueMapping::Constant(constant), true) => member_of(kind, constant)?,
        (_, true) => return None,
    };
    Some(BeliefKey {
        dimension: rule.dimension.clone(),
        member,
    })
}

fn placed(action: &Action) -> impl Iterator<Item = (&Rule, u16)> {
    action.evidence.iter().zip(0..)
}

fn applicable<'a>(row: &'a LogRow, action: &'a Action) -> impl Iterator<Item = (&'a Rule, u16)> {
    placed(action).filter(|(rule, _)| {
        let mut conditions = rule.when.iter();
        conditions.all(|condition| condition.holds(&row.details))
    })
}

fn slot_name(slot: &SlotRule, row: &LogRow) -> Option<SlotName> {
    match slot {
        SlotRule::Single => Some(SlotRule::single()),
        SlotRule::From { field } => row.details.get(field)?.as_str().and_then(as_slot),
    }
}

pub(super) fn as_slot(text: &str) -> Option<SlotName> {
    SlotName::new(text).ok()
}
