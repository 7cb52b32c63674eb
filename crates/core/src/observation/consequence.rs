//! What an observation would say: values that its rules cannot take to their dimensions, and level
//! masses beyond the limit. Refused at the door, because nobody would notice it later.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Problem;
use crate::{
    evidence::evidence_value,
    mapping::ValueMapping,
    names::{DimensionName, Member},
    problem::{child, instead, quoted, shown},
    schema::{Action, Dimension, Kind, Members, Mode, Rule, Schema, SetDomain},
};

/// Reports each detail whose value does not fit the dimension that a rule takes it to.
pub(super) fn check(
    schema: &Schema,
    action: &Action,
    details: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    for rule in applicable(action, details) {
        let Some(dimension) = schema.dimensions.get(&rule.dimension) else {
            continue;
        };
        check_rule(rule, dimension, details, problems);
    }
    if matches!(action.mode, Mode::Level { .. }) && problems.is_empty() {
        check_masses(schema, action, details, problems);
    }
}

/// Why `value` is not one of a dimension of this kind, none when it is.
pub(super) fn not_a_value(name: &DimensionName, kind: &Kind, value: &Value) -> Option<String> {
    let name = quoted(name.as_str());
    match kind {
        Kind::Number(domain) => {
            let number = value.as_f64();
            let fits = number.is_some_and(|number| (domain.low..=domain.high).contains(&number));
            let (low, high) = (domain.low, domain.high);
            (!fits).then(|| {
                format!(
                    "{} is not a number from {low} to {high}, the range of {name}",
                    shown(value)
                )
            })
        }
        Kind::Boolean(_) | Kind::Set(_) => {
            let fits = value.is_boolean();
            (!fits).then(|| {
                format!(
                    "{} is neither true nor false, the values of {name}",
                    shown(value)
                )
            })
        }
        Kind::Category(outcomes) | Kind::Ordinal(outcomes) | Kind::Progression(outcomes) => {
            let fits = evidence_value(kind, value).is_some();
            let values = outcomes.values.iter().map(|value| &**value);
            let known = || instead(value.as_str().unwrap_or_default(), values);
            (!fits).then(|| format!("{} is no value of {name}{}", shown(value), known()))
        }
    }
}

/// Why `value` does not name a member of the set, none when it does.
pub(super) fn not_a_member(name: &DimensionName, set: &SetDomain, value: &Value) -> Option<String> {
    let name = quoted(name.as_str());
    let Some(text) = value.as_str() else {
        return Some(format!(
            "{} is not a string, as the members of {name} are",
            shown(value)
        ));
    };
    let member = match Member::new(text) {
        Ok(member) => member,
        Err(invalid) => return Some(format!("as a member of {name} it {invalid}")),
    };
    match &set.members {
        Members::Listed(listed) if !listed.contains(&member) => {
            let known = instead(text, listed.iter().map(Member::as_str));
            Some(format!("{} is no member of {name}{known}", quoted(text)))
        }
        _ => None,
    }
}

/// Why a level register may not hold masses of this sum, none when it may.
pub(super) fn too_much(sum: f64, max_mass: f64) -> Option<String> {
    // Masses are kept to the millionth: a smaller excess is one of rounding.
    (sum > max_mass + 1e-6)
        .then(|| format!("sum to {sum}, the limit is {max_mass} (max_mass of the dimension)"))
}

fn check_rule(
    rule: &Rule,
    dimension: &Dimension,
    details: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    for (pointer, value) in targets(&rule.value, details) {
        let refusal = match &dimension.kind {
            Kind::Set(set) => not_a_member(&rule.dimension, set, value),
            kind => not_a_value(&rule.dimension, kind, value),
        };
        if let Some(detail) = refusal {
            let problem = Problem::new(pointer, detail);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
}

/// What a mapping makes of the details, each with the pointer to where it came from.
fn targets<'a>(
    mapping: &'a ValueMapping,
    details: &'a Map<String, Value>,
) -> Vec<(String, &'a Value)> {
    let Some(field) = mapping.field() else {
        return Vec::new();
    };
    let pointer = child("/details", field);
    let inputs: Vec<(String, &Value)> = match details.get(field) {
        Some(Value::Array(items)) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| (child(&pointer, &index.to_string()), item))
                .collect()
        }
        Some(value) => vec![(pointer, value)],
        None => Vec::new(),
    };
    let targets = inputs
        .into_iter()
        .filter_map(|(pointer, input)| Some((pointer, mapping.target(input)?)));
    targets.collect()
}

/// The masses of one register may come from several rules, so their sum shows here only.
fn check_masses(
    schema: &Schema,
    action: &Action,
    details: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    let mut sums: BTreeMap<(&DimensionName, Option<&str>), f64> = BTreeMap::new();
    for rule in applicable(action, details) {
        let is_set = schema
            .dimensions
            .get(&rule.dimension)
            .is_some_and(|d| d.kind.is_set());
        let weight = rule.weight.weight(details).unwrap_or_default();
        for value in rule.value.values(details) {
            let member = value.as_str().filter(|_| is_set);
            *sums.entry((&rule.dimension, member)).or_default() += weight;
        }
    }
    for ((name, _), sum) in sums {
        let max_mass = schema
            .dimensions
            .get(name)
            .map_or(0.0, |dimension| dimension.max_mass);
        if let Some(detail) = too_much(sum, max_mass) {
            let detail = format!("masses for {} {detail}", quoted(name.as_str()));
            problems.push(Problem::new("/details", detail));
        }
    }
}

fn applicable<'a>(
    action: &'a Action,
    details: &'a Map<String, Value>,
) -> impl Iterator<Item = &'a Rule> {
    let rules = action.evidence.iter();
    rules.filter(|rule| rule.when.iter().all(|condition| condition.holds(details)))
}
