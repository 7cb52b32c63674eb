//! What a mapping gives for the details of one observation. Evaluation is total: details that do
//! not fit give nothing, because a logged observation may be older than the rule.

use std::{borrow::Cow, cmp::Ordering, slice};

use serde_json::{Map, Number, Value};

use super::{Bucket, Condition, MapTarget, Scale, Test, ValueMapping, WeightMapping};

/// The map entry for whatever has no entry of its own.
pub(super) const OTHERWISE: &str = "*";

type Details = Map<String, Value>;

impl Condition {
    /// Whether the details pass the test. A null detail is an absent one.
    #[must_use]
    pub fn holds(&self, details: &Details) -> bool {
        match detail(details, &self.field) {
            Some(value) => self.test.passes(value),
            None => self.test == Test::Present(false),
        }
    }
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
        let ordered = |bound: &f64| value.as_f64().and_then(|number| number.partial_cmp(bound));
        match self {
            Self::Equal(constant) => is_equal(value, constant),
            Self::NotEqual(constant) => !is_equal(value, constant),
            Self::Less(bound) => ordered(bound) == Some(Ordering::Less),
            Self::AtMost(bound) => ordered(bound).is_some_and(Ordering::is_le),
            Self::Greater(bound) => ordered(bound) == Some(Ordering::Greater),
            Self::AtLeast(bound) => ordered(bound).is_some_and(Ordering::is_ge),
            Self::In(constants) => constants.iter().any(|constant| is_equal(value, constant)),
            Self::Present(present) => *present,
        }
    }
}

impl ValueMapping {
    /// The values that the details give: one, none when nothing fits, or one per distinct item of
    /// a list detail.
    pub fn values<'a>(&'a self, details: &'a Details) -> impl Iterator<Item = &'a Value> {
        let inputs = self.inputs(details);
        let distinct = inputs
            .iter()
            .enumerate()
            .filter(|(index, input)| !inputs[..*index].contains(input));
        distinct.filter_map(|(_, input)| self.target(input))
    }

    /// Name of the detail that is looked at, none for a constant.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Constant(_) => None,
            Self::Field(field) | Self::Map { field, .. } | Self::Buckets { field, .. } => {
                Some(field)
            }
        }
    }

    fn inputs<'a>(&'a self, details: &'a Details) -> &'a [Value] {
        let input = match self {
            Self::Constant(constant) => Some(constant),
            Self::Field(field) | Self::Map { field, .. } | Self::Buckets { field, .. } => {
                detail(details, field)
            }
        };
        match input {
            Some(Value::Array(items)) => items,
            Some(scalar) => slice::from_ref(scalar),
            None => &[],
        }
    }

    /// What one scalar input becomes.
    pub(crate) fn target<'a>(&'a self, input: &'a Value) -> Option<&'a Value> {
        match self {
            Self::Constant(_) | Self::Field(_) => Some(input),
            Self::Map { map, .. } => {
                let entry = text_of(input).and_then(|text| map.get(&*text));
                match entry.or_else(|| map.get(OTHERWISE))? {
                    MapTarget::Value(value) => Some(value),
                    MapTarget::AsIs => Some(input),
                }
            }
            Self::Buckets { buckets, .. } => {
                let number = input.as_f64()?;
                let within = |bucket: &&Bucket| bucket.to.is_none_or(|to| number <= to);
                buckets.iter().find(within).map(|bucket| &bucket.value)
            }
        }
    }
}

impl WeightMapping {
    /// The weight that the details give, none when the detail is absent or not a number.
    #[must_use]
    pub fn weight(&self, details: &Details) -> Option<f64> {
        match self {
            Self::Constant(weight) => Some(*weight),
            Self::Field { field, scale } => {
                let number = detail(details, field)?.as_f64()?;
                Some(scale.map_or(number, |scale| scale.apply(number)))
            }
        }
    }
}

impl Scale {
    /// Maps `number` linearly; beyond an end of `from` it gives that end of `to`.
    #[must_use]
    pub fn apply(&self, number: f64) -> f64 {
        let (from, to) = (self.from, self.to);
        let share = ((number - from.0) / (from.1 - from.0)).clamp(0.0, 1.0);
        to.0 + share * (to.1 - to.0)
    }
}

fn detail<'a>(details: &'a Details, field: &str) -> Option<&'a Value> {
    details.get(field).filter(|value| !value.is_null())
}

/// The text by which a map knows a scalar. Numbers with a fraction have none.
fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Bool(truth) => Some(if *truth { "true" } else { "false" }.into()),
        Value::Number(number) => whole(number).map(|whole| whole.to_string().into()),
        _ => None,
    }
}

/// The number as a whole one, when it is one that f64 holds exactly or that JSON wrote as whole.
#[expect(
    clippy::cast_possible_truncation,
    reason = "only whole numbers within 2^53 are cast"
)]
pub(crate) fn whole(number: &Number) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Some(number) = number.as_i128() {
        return Some(number);
    }
    let number = number.as_f64()?;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i128)
}

/// JSON equality, with numbers compared by value: 1 equals 1.0.
fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match (whole(left), whole(right)) {
            (Some(left), Some(right)) => left == right,
            (None, None) => left == right,
            _ => false,
        },
        _ => left == right,
    }
}
