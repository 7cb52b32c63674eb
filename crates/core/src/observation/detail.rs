//! Details against their declared types.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::Problem;
use crate::{
    mapping::whole,
    problem::{child, instead, kind_of, listed, quoted, shown},
    schema::{DetailField, DetailType},
};

/// Reports each detail that is not declared, missing, or of another type than declared.
pub(super) fn check(
    declared: &BTreeMap<String, DetailField>,
    details: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    for (name, value) in details {
        let pointer = child("/details", name);
        if let Some(field) = declared.get(name) {
            check_type(&field.kind, value, &pointer, problems);
        } else {
            let known = instead(name, declared.keys().map(String::as_str));
            let detail = format!("{} is no detail of this action{known}", quoted(name));
            problems.push(Problem::new(pointer, detail));
        }
    }
    for (name, field) in declared {
        if !field.optional && !details.contains_key(name) {
            let detail = format!("is required: {}", description(&field.kind));
            problems.push(Problem::new(child("/details", name), detail));
        }
    }
}

fn check_type(kind: &DetailType, value: &Value, pointer: &str, problems: &mut Vec<Problem>) {
    if let (DetailType::List { items, max_items }, Value::Array(values)) = (kind, value) {
        if values.len() > *max_items {
            let detail = format!("has {} items, the limit is {max_items}", values.len());
            problems.push(Problem::new(pointer, detail));
            return;
        }
        for (index, item) in values.iter().enumerate() {
            check_type(items, item, &child(pointer, &index.to_string()), problems);
        }
        return;
    }
    if let Some(detail) = refusal(kind, value) {
        problems.push(Problem::new(pointer, detail));
    }
}

/// Why `value` is not of the type, none when it is. Says nothing of the items of a list.
fn refusal(kind: &DetailType, value: &Value) -> Option<String> {
    match (kind, value) {
        (DetailType::String { max_length }, Value::String(text)) => {
            let length = text.len();
            (length > *max_length)
                .then(|| format!("is {length} bytes long, the limit is {max_length}"))
        }
        (DetailType::Number { min, max }, Value::Number(number)) => {
            let number = number.as_f64().filter(|number| number.is_finite());
            outside(number.as_ref(), min.as_ref(), max.as_ref()).then(|| not_one(kind, value))
        }
        (DetailType::Integer { min, max }, Value::Number(number)) => {
            let number = as_integer(number);
            outside(number.as_ref(), min.as_ref(), max.as_ref()).then(|| not_one(kind, value))
        }
        (DetailType::Boolean, Value::Bool(_)) | (DetailType::List { .. }, Value::Array(_)) => None,
        (DetailType::Enum { values }, Value::String(text)) => {
            let known = || instead(text, values.iter().map(String::as_str));
            (!values.contains(text)).then(|| format!("{} is not a value{}", quoted(text), known()))
        }
        _ => Some(format!(
            "must be {}, not {}",
            description(kind),
            kind_of(value)
        )),
    }
}

fn outside<T: PartialOrd>(number: Option<&T>, min: Option<&T>, max: Option<&T>) -> bool {
    let within =
        |number: &T| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
    !number.is_some_and(within)
}

fn as_integer(number: &Number) -> Option<i64> {
    i64::try_from(whole(number)?).ok()
}

fn not_one(kind: &DetailType, value: &Value) -> String {
    format!("must be {}, not {}", description(kind), shown(value))
}

/// The type in words.
fn description(kind: &DetailType) -> String {
    match kind {
        DetailType::String { max_length } => format!("a string of at most {max_length} bytes"),
        DetailType::Number { min, max } => {
            format!("a number{}", bounds(min.as_ref(), max.as_ref()))
        }
        DetailType::Integer { min, max } => {
            format!("a whole number{}", bounds(min.as_ref(), max.as_ref()))
        }
        DetailType::Boolean => "true or false".into(),
        DetailType::Enum { values } => {
            format!("one of {}", listed(values.iter().map(String::as_str)))
        }
        DetailType::List { items, max_items } => {
            format!("a list of at most {max_items}, each {}", description(items))
        }
    }
}

fn bounds<T: std::fmt::Display>(min: Option<&T>, max: Option<&T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" of at least {min}"),
        (None, Some(max)) => format!(" of at most {max}"),
        (None, None) => String::new(),
    }
}
