//! Changes of details: whether what is sent today is taken tomorrow. What is in the log stays as it
//! is: rules look at it whatever its declared type.

use super::{Changes, Class, paired};
use crate::{
    problem::{child, quoted},
    schema::{Action, DetailType},
};

pub(super) fn compare(
    pointer: &str,
    what: &str,
    old: &Action,
    new: &Action,
    changes: &mut Changes<'_>,
) {
    for (name, old, new) in paired(&old.details, &new.details) {
        let pointer = child(pointer, name);
        let name = format!("{what}: detail {}", quoted(name));
        let change = match (old, new) {
            (Some(_), None) => Some((Class::Narrows, "goes: observations with it are refused")),
            (None, Some(new)) if !new.optional => Some((
                Class::Narrows,
                "is required: observations without it are refused",
            )),
            (None, _) => Some((Class::Compatible, "is new and optional")),
            (Some(old), Some(new)) if old == new => None,
            (Some(old), Some(new)) if old.optional && !new.optional => Some((
                Class::Narrows,
                "becomes required: observations without it are refused",
            )),
            (Some(old), Some(new)) if takes(&new.kind, &old.kind) => {
                Some((Class::Compatible, "takes all that it did"))
            }
            _ => Some((
                Class::Narrows,
                "takes less than it did: such observations are refused",
            )),
        };
        if let Some((class, sentence)) = change {
            changes.add(class, &pointer, format!("{name} {sentence}"));
        }
    }
}

/// Whether `new` takes every value that `old` takes.
#[expect(
    clippy::cast_precision_loss,
    reason = "bounds beyond 2^53 differ from their neighbours by nothing that a number holds"
)]
fn takes(new: &DetailType, old: &DetailType) -> bool {
    match (new, old) {
        (DetailType::String { max_length: new }, DetailType::String { max_length: old }) => {
            new >= old
        }
        (DetailType::String { max_length }, DetailType::Enum { values }) => {
            values.iter().all(|value| value.len() <= *max_length)
        }
        (DetailType::Enum { values: new }, DetailType::Enum { values: old }) => {
            old.iter().all(|value| new.contains(value))
        }
        (
            DetailType::Number { min, max },
            DetailType::Number {
                min: low,
                max: high,
            },
        ) => wider((min, max), (low, high)),
        (
            DetailType::Integer { min, max },
            DetailType::Integer {
                min: low,
                max: high,
            },
        ) => wider((min, max), (low, high)),
        (
            DetailType::Number { min, max },
            DetailType::Integer {
                min: low,
                max: high,
            },
        ) => {
            let (low, high) = (low.map(|low| low as f64), high.map(|high| high as f64));
            wider((min, max), (&low, &high))
        }
        (DetailType::Boolean, DetailType::Boolean) => true,
        (
            DetailType::List {
                items: new,
                max_items: most,
            },
            DetailType::List {
                items: old,
                max_items: least,
            },
        ) => most >= least && takes(new, old),
        _ => false,
    }
}

fn wider<T: PartialOrd>(new: (&Option<T>, &Option<T>), old: (&Option<T>, &Option<T>)) -> bool {
    let below = match (new.0, old.0) {
        (Some(new), Some(old)) => new <= old,
        (Some(_), None) => false,
        (None, _) => true,
    };
    let above = match (new.1, old.1) {
        (Some(new), Some(old)) => new >= old,
        (Some(_), None) => false,
        (None, _) => true,
    };
    below && above
}
