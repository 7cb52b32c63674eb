//! The details of the built-in actions `stated`, `withdrawn` and `level`, against the dimension
//! that they name.

use serde_json::{Map, Value};

use super::{Problem, consequence};
use crate::{
    names::{DimensionName, SlotName},
    problem::{child, instead, kind_of, listed, quoted, shown},
    schema::{Dimension, Kind, LEVEL, STATED, Schema, SlotRule, WITHDRAWN},
};

/// The names of the built-in actions.
pub(super) const ACTIONS: [&str; 3] = [STATED, WITHDRAWN, LEVEL];

/// Reports what is wrong with the details of the built-in `action`.
pub(super) fn check(
    schema: &Schema,
    action: &str,
    details: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    let expected: &[&str] = match action {
        STATED => &["dimension", "member", "value"],
        WITHDRAWN => &["dimension", "member", "slot"],
        _ => &["dimension", "member", "slot", "masses"],
    };
    for name in details
        .keys()
        .filter(|name| !expected.contains(&name.as_str()))
    {
        let known = instead(name, expected.iter().copied());
        let detail = format!("{} is no detail of {action}{known}", quoted(name));
        problems.push(Problem::new(child("/details", name), detail));
    }
    let mut details = Details { details, problems };
    let Some((name, dimension)) = details.dimension(schema) else {
        return;
    };
    details.member(name, dimension);
    match action {
        STATED => details.value(name, dimension),
        WITHDRAWN => details.slot(name, dimension),
        _ => {
            details.slot_of_level(name, dimension);
            details.masses(name, dimension);
        }
    }
}

struct Details<'a> {
    details: &'a Map<String, Value>,
    problems: &'a mut Vec<Problem>,
}

impl Details<'_> {
    fn problem(&mut self, name: &str, detail: impl Into<String>) {
        self.problems
            .push(Problem::new(child("/details", name), detail));
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.details.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => {
                let kind = kind_of(other);
                self.problem(name, format!("must be a string, not {kind}"));
                None
            }
        }
    }

    fn dimension<'s>(&mut self, schema: &'s Schema) -> Option<(&'s DimensionName, &'s Dimension)> {
        if !self.details.contains_key("dimension") {
            self.problem("dimension", "is required: the name of a dimension");
        }
        let text = self.text("dimension")?;
        let found = schema.dimensions.get_key_value(text.as_str());
        if found.is_none() {
            let known = instead(&text, schema.dimensions.keys().map(DimensionName::as_str));
            let version = schema.version;
            let detail = format!(
                "{} is no dimension of schema version {version}{known}",
                quoted(&text)
            );
            self.problem("dimension", detail);
        }
        found
    }

    fn member(&mut self, name: &DimensionName, dimension: &Dimension) {
        let member = self.details.get("member");
        match (&dimension.kind, member) {
            (Kind::Set(_), None) => {
                let detail = format!(
                    "is required: {} is a set, name which member",
                    quoted(name.as_str())
                );
                self.problem("member", detail);
            }
            (Kind::Set(set), Some(member)) => {
                if let Some(detail) = consequence::not_a_member(name, set, member) {
                    self.problem("member", detail);
                }
            }
            (kind, Some(_)) => {
                let word = kind.word();
                let detail = format!(
                    "only a set has members; {} is of kind {word}",
                    quoted(name.as_str())
                );
                self.problem("member", detail);
            }
            (_, None) => {}
        }
    }

    fn value(&mut self, name: &DimensionName, dimension: &Dimension) {
        let detail = match self.details.get("value") {
            Some(value) => consequence::not_a_value(name, &dimension.kind, value),
            None => Some("is required: what was stated".into()),
        };
        if let Some(detail) = detail {
            self.problem("value", detail);
        }
    }

    fn slot(&mut self, name: &DimensionName, dimension: &Dimension) {
        if let Some(slot) = self.text("slot")
            && !dimension.slots.iter().any(|known| known.as_str() == slot)
        {
            let known = instead(&slot, dimension.slots.iter().map(SlotName::as_str));
            let name = quoted(name.as_str());
            let detail = format!("{} is no slot of {name}{known}", quoted(&slot));
            self.problem("slot", detail);
        }
    }

    /// A level names its slot, unless the dimension has the one that needs no name.
    fn slot_of_level(&mut self, name: &DimensionName, dimension: &Dimension) {
        if self.details.contains_key("slot") || dimension.slots.contains(&SlotRule::single()) {
            return self.slot(name, dimension);
        }
        let slots = listed(dimension.slots.iter().map(SlotName::as_str));
        self.problem(
            "slot",
            format!(
                "is required: the slots of {} are {slots}",
                quoted(name.as_str())
            ),
        );
    }

    fn masses(&mut self, name: &DimensionName, dimension: &Dimension) {
        let name = quoted(name.as_str());
        let Some(outcomes) = dimension.kind.outcomes() else {
            let detail = format!("{name} is a number, which has no masses of values");
            return self.problem("dimension", detail);
        };
        let masses = match self.details.get("masses") {
            Some(Value::Object(masses)) => masses,
            Some(other) => {
                let kind = kind_of(other);
                let detail = format!("must be an object of value: mass, not {kind}");
                return self.problem("masses", detail);
            }
            None => return self.problem("masses", "is required: an object of value: mass"),
        };
        let mut sum = 0.0;
        for (value, mass) in masses {
            let number = mass
                .as_f64()
                .filter(|mass| mass.is_finite() && *mass >= 0.0);
            let detail = if outcomes.position(value).is_none() {
                let known = instead(value, outcomes.values.iter().map(|value| &**value));
                format!("{} is no value of {name}{known}", quoted(value))
            } else if let Some(number) = number {
                sum += number;
                continue;
            } else {
                format!("must be a number of at least 0, not {}", shown(mass))
            };
            self.problems
                .push(Problem::new(child("/details/masses", value), detail));
        }
        if let Some(detail) = consequence::too_much(sum, dimension.max_mass) {
            self.problem("masses", detail);
        }
    }
}
