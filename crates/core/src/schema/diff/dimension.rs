//! Changes of dimensions.

use super::{Change, Changes, Class, from_to, paired, pointer};
use crate::{
    names::{DimensionName, SlotName},
    problem::{child, listed, quoted},
    schema::{Dimension, Schema},
};

pub(super) fn compare(old: &Schema, new: &Schema, changes: &mut Changes<'_>) {
    for (name, old, new) in paired(&old.dimensions, &new.dimensions) {
        let pointer = pointer("dimensions", name.as_str());
        let what = format!("dimension {}", quoted(name.as_str()));
        match (old, new) {
            (Some(old), Some(new)) => {
                let mut one = One {
                    name,
                    pointer,
                    what,
                    changes,
                };
                one.compare(old, new);
            }
            (Some(_), None) => {
                let sentence = format!(
                    "{what} goes: its beliefs are no longer served, its evidence stays in the log"
                );
                changes.add(Class::Loses, &pointer, sentence);
            }
            (None, _) => {
                changes.added(&pointer, &what, |schema| {
                    schema.dimensions.contains_key(name)
                });
            }
        }
    }
}

/// One dimension that is in both schemas.
pub(super) struct One<'a, 'b> {
    pub(super) name: &'a DimensionName,
    pub(super) pointer: String,
    pub(super) what: String,
    pub(super) changes: &'a mut Changes<'b>,
}

impl One<'_, '_> {
    fn compare(&mut self, old: &Dimension, new: &Dimension) {
        self.kind(&old.kind, &new.kind);
        self.folded(old, new);
        self.read(old, new);
        self.slots(&old.slots, &new.slots);
    }

    /// What the fold depends on.
    fn folded(&mut self, old: &Dimension, new: &Dimension) {
        let class = Class::Refolds;
        let follows = "users with evidence on it are folded again";
        self.changed(class, "half_life", (old.half_life, new.half_life), follows);
        let fast = (old.fast_half_life, new.fast_half_life);
        self.changed(class, "fast_half_life", fast, follows);
        self.changed(class, "max_mass", (old.max_mass, new.max_mass), follows);
    }

    /// What only reads depend on.
    fn read(&mut self, old: &Dimension, new: &Dimension) {
        let class = Class::Compatible;
        let follows = "beliefs are read otherwise";
        let statements = (old.statement_half_life, new.statement_half_life);
        self.changed(class, "statement_half_life", statements, follows);
        if old.scope != new.scope {
            let sentence = format!("contexts share evidence otherwise: {follows}");
            self.add(class, "scope", &sentence);
        }
        if old.tags != new.tags {
            self.add(class, "tags", "`focus` matches otherwise");
        }
        if old.description != new.description {
            self.add(class, "description", "the description changes");
        }
    }

    fn slots(&mut self, old: &[SlotName], new: &[SlotName]) {
        let gone: Vec<&str> = old
            .iter()
            .filter(|slot| !new.contains(slot))
            .map(SlotName::as_str)
            .collect();
        if !gone.is_empty() {
            let sentence = format!(
                "{} no longer a slot: levels in it count no more",
                are(&gone)
            );
            self.add(Class::Loses, "slots", &sentence);
        }
        for slot in new.iter().filter(|slot| !old.contains(slot)) {
            let name = self.name;
            let pointer = child(&self.pointer, "slots");
            let what = format!("slot {} of {}", quoted(slot.as_str()), self.what);
            self.changes.added(&pointer, &what, |schema| {
                schema
                    .dimensions
                    .get(name)
                    .is_some_and(|dimension| dimension.slots.contains(slot))
            });
        }
    }

    pub(super) fn add(&mut self, class: Class, key: &str, sentence: &str) {
        self.changes.found.push(Change {
            class,
            pointer: child(&self.pointer, key),
            sentence: format!("{}: {sentence}", self.what),
        });
    }

    /// Adds the change of one key, if it changes at all.
    pub(super) fn changed<T: PartialEq + std::fmt::Display>(
        &mut self,
        class: Class,
        key: &str,
        (old, new): (T, T),
        follows: &str,
    ) {
        if old != new {
            let sentence = format!("`{key}` goes {}: {follows}", from_to(old, new));
            self.add(class, key, &sentence);
        }
    }
}

pub(super) const fn narrows_if(narrower: bool) -> Class {
    if narrower {
        Class::Narrows
    } else {
        Class::Compatible
    }
}

pub(super) fn without<'a, T: AsRef<str> + PartialEq>(names: &'a [T], others: &[T]) -> Vec<&'a str> {
    let left = names.iter().filter(|name| !others.contains(name));
    left.map(AsRef::as_ref).collect()
}

pub(super) fn are(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are each" };
    format!("{} {verb}", listed(names.iter().copied()))
}
