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
fn takes(new: &DetailType, old: &DetailType) -> bool {
    use DetailType::{Boolean, Enum, List, String};
    if let (Some((least, most)), Some((low, high))) = (new.bounds(), old.bounds()) {
        let whole = |kind: &DetailType| matches!(kind, DetailType::Integer { .. });
        let end_of = |bound: Option<f64>, end: f64| bound.unwrap_or(end);
        return (whole(old) || !whole(new))
            && end_of(least, f64::NEG_INFINITY) <= end_of(low, f64::NEG_INFINITY)
            && end_of(most, f64::INFINITY) >= end_of(high, f64::INFINITY);
    }
    match (new, old) {
        (String { max_length: new }, String { max_length: old }) => new >= old,
        (String { max_length }, Enum { values }) => {
            values.iter().all(|value| value.len() <= *max_length)
        }
        (Enum { values: new }, Enum { values: old }) => old.iter().all(|value| new.contains(value)),
        (Boolean, Boolean) => true,
        (
            List {
                items: new,
                max_items: most,
            },
            List {
                items: old,
                max_items: least,
            },
        ) => most >= least && takes(new, old),
        _ => false,
    }
}
