//! Changes of dimensions.

use super::{Change, Changes, Class, from_to, paired, pointer};
use crate::{
    names::{DimensionName, Member, SlotName},
    problem::{child, listed, quoted},
    schema::{Dimension, Kind, Members, NumberDomain, Outcomes, Schema, SetDomain},
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
struct One<'a, 'b> {
    name: &'a DimensionName,
    pointer: String,
    what: String,
    changes: &'a mut Changes<'b>,
}

impl One<'_, '_> {
    fn compare(&mut self, old: &Dimension, new: &Dimension) {
        self.kind(&old.kind, &new.kind);
        let again = "users with evidence on it are folded again";
        if old.half_life != new.half_life {
            self.changed(
                Class::Refolds,
                "half_life",
                old.half_life,
                new.half_life,
                again,
            );
        }
        if old.fast_half_life != new.fast_half_life {
            let (old, new) = (old.fast_half_life, new.fast_half_life);
            self.changed(Class::Refolds, "fast_half_life", old, new, again);
        }
        #[expect(clippy::float_cmp, reason = "any difference at all is a change")]
        if old.max_mass != new.max_mass {
            self.changed(
                Class::Refolds,
                "max_mass",
                old.max_mass,
                new.max_mass,
                again,
            );
        }
        let read = "beliefs are read otherwise";
        if old.statement_half_life != new.statement_half_life {
            let (old, new) = (old.statement_half_life, new.statement_half_life);
            self.changed(Class::Compatible, "statement_half_life", old, new, read);
        }
        if old.scope != new.scope {
            let sentence = format!("contexts share evidence otherwise: {read}");
            self.add(Class::Compatible, "scope", &sentence);
        }
        if old.tags != new.tags {
            self.add(Class::Compatible, "tags", "`focus` matches otherwise");
        }
        if old.description != new.description {
            self.add(Class::Compatible, "description", "the description changes");
        }
        self.slots(&old.slots, &new.slots);
    }

    fn kind(&mut self, old: &Kind, new: &Kind) {
        match (old, new) {
            (Kind::Set(old), Kind::Set(new)) => self.set(old, new),
            (Kind::Number(old), Kind::Number(new)) => self.number(old, new),
            (Kind::Set(_) | Kind::Number(_), _) | (_, Kind::Set(_) | Kind::Number(_)) => {
                self.another_kind(old, new, Class::Loses);
            }
            _ if old.word() == new.word() => self.outcomes(old, new),
            _ if is_named(old) && is_named(new) => {
                self.another_kind(old, new, Class::Refolds);
                self.outcomes(old, new);
            }
            _ => self.another_kind(old, new, Class::Loses),
        }
    }

    fn another_kind(&mut self, old: &Kind, new: &Kind, class: Class) {
        let follows = match class {
            Class::Loses => "evidence for values of the old kind no longer fits",
            _ => "its evidence is folded again",
        };
        self.changed(class, "kind", old.word(), new.word(), follows);
    }

    fn outcomes(&mut self, old: &Kind, new: &Kind) {
        let (Some(old), Some(new)) = (old.outcomes(), new.outcomes()) else {
            return;
        };
        self.values(old, new);
        if old.values == new.values && old.base_rates != new.base_rates {
            let sentence = "base rates change: beliefs are read otherwise";
            self.add(Class::Compatible, "base_rates", sentence);
        }
    }

    fn values(&mut self, old: &Outcomes, new: &Outcomes) {
        let gone: Vec<&str> = without(&old.values, &new.values);
        let added: Vec<&str> = without(&new.values, &old.values);
        if !gone.is_empty() {
            let sentence = format!(
                "{} no longer a value: evidence for it counts no more",
                are(&gone)
            );
            self.add(Class::Loses, "values", &sentence);
        }
        for value in &added {
            let pointer = child(&self.pointer, "values");
            let name = self.name;
            let what = format!("value {} of {}", quoted(value), self.what);
            self.changes
                .added(&pointer, &what, |schema| had_value(schema, name, value));
        }
        let kept = new.values.iter().filter(|value| old.values.contains(value));
        let order = kept.eq(old.values.iter().filter(|value| new.values.contains(value)));
        let appended = new.values.starts_with(&old.values);
        if gone.is_empty() && !appended {
            let why = if order {
                "values move"
            } else {
                "values change their order"
            };
            let sentence = format!("{why}: users with evidence on it are folded again");
            self.add(Class::Refolds, "values", &sentence);
        }
    }

    fn set(&mut self, old: &SetDomain, new: &SetDomain) {
        match (&old.members, &new.members) {
            (Members::Open, Members::Listed(_)) => {
                let sentence = "members are listed: evidence for others counts no more";
                self.add(Class::Loses, "members", sentence);
            }
            (Members::Listed(old), Members::Open) => {
                let name = self.name;
                let pointer = child(&self.pointer, "members");
                let what = format!(
                    "a member of {} beside {}",
                    self.what,
                    listed(old.iter().map(Member::as_str))
                );
                self.changes.added(&pointer, &what, |schema| {
                    had_other_members(schema, name, old)
                });
            }
            (Members::Listed(old), Members::Listed(new)) => self.members(old, new),
            (Members::Open, Members::Open) => {}
        }
        if old.max_members != new.max_members {
            let class = narrows_if(new.max_members < old.max_members);
            let follows = "those that are there stay";
            self.changed(
                class,
                "max_members",
                old.max_members,
                new.max_members,
                follows,
            );
        }
        if old.outcomes.base_rates != new.outcomes.base_rates {
            let sentence = "the base rate of members changes: beliefs are read otherwise";
            self.add(Class::Compatible, "member_base_rate", sentence);
        }
    }

    fn members(&mut self, old: &[Member], new: &[Member]) {
        let gone: Vec<&str> = old
            .iter()
            .filter(|member| !new.contains(member))
            .map(Member::as_str)
            .collect();
        if !gone.is_empty() {
            let sentence = format!(
                "{} no longer a member: evidence for it counts no more",
                are(&gone)
            );
            self.add(Class::Loses, "members", &sentence);
        }
        for member in new.iter().filter(|member| !old.contains(member)) {
            let name = self.name;
            let pointer = child(&self.pointer, "members");
            let what = format!("member {} of {}", quoted(member.as_str()), self.what);
            self.changes
                .added(&pointer, &what, |schema| had_member(schema, name, member));
        }
    }

    #[expect(clippy::float_cmp, reason = "any difference at all is a change")]
    fn number(&mut self, old: &NumberDomain, new: &NumberDomain) {
        if (old.low, old.high) != (new.low, new.high) {
            let class = if new.low > old.low || new.high < old.high {
                Class::Loses
            } else {
                Class::Refolds
            };
            let follows = match class {
                Class::Loses => {
                    "numbers outside are clamped to it, users with evidence on it are folded again"
                }
                _ => "users with evidence on it are folded again",
            };
            let ends = |domain: &NumberDomain| format!("[{}, {}]", domain.low, domain.high);
            self.changed(class, "range", ends(old), ends(new), follows);
        }
        if old.tolerance != new.tolerance {
            let follows = "its confidence is read otherwise";
            self.changed(
                Class::Compatible,
                "tolerance",
                old.tolerance,
                new.tolerance,
                follows,
            );
        }
        let prior = |domain: &NumberDomain| {
            (
                domain.prior_mean,
                domain.prior_variance,
                domain.prior_strength,
            )
        };
        if prior(old) != prior(new) {
            let sentence = "the prior changes: beliefs are read otherwise";
            self.add(Class::Compatible, "prior", sentence);
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

    fn add(&mut self, class: Class, key: &str, sentence: &str) {
        self.changes.found.push(Change {
            class,
            pointer: child(&self.pointer, key),
            sentence: format!("{}: {sentence}", self.what),
        });
    }

    fn changed(
        &mut self,
        class: Class,
        key: &str,
        old: impl std::fmt::Display,
        new: impl std::fmt::Display,
        follows: &str,
    ) {
        let sentence = format!("`{key}` goes {}: {follows}", from_to(old, new));
        self.add(class, key, &sentence);
    }
}

/// Whether its values are names that the schema gives.
const fn is_named(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Category(_) | Kind::Ordinal(_) | Kind::Progression(_)
    )
}

pub(super) const fn narrows_if(narrower: bool) -> Class {
    if narrower {
        Class::Narrows
    } else {
        Class::Compatible
    }
}

fn without<'a, T: AsRef<str> + PartialEq>(names: &'a [T], others: &[T]) -> Vec<&'a str> {
    let left = names.iter().filter(|name| !others.contains(name));
    left.map(AsRef::as_ref).collect()
}

fn are(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are each" };
    format!("{} {verb}", listed(names.iter().copied()))
}

fn had_value(schema: &Schema, name: &DimensionName, value: &str) -> bool {
    let outcomes = schema
        .dimensions
        .get(name)
        .and_then(|dimension| dimension.kind.outcomes());
    outcomes.is_some_and(|outcomes| outcomes.position(value).is_some())
}

fn had_member(schema: &Schema, name: &DimensionName, member: &Member) -> bool {
    match members(schema, name) {
        Some(Members::Listed(listed)) => listed.contains(member),
        Some(Members::Open) => true,
        None => false,
    }
}

fn had_other_members(schema: &Schema, name: &DimensionName, known: &[Member]) -> bool {
    match members(schema, name) {
        Some(Members::Listed(listed)) => listed.iter().any(|member| !known.contains(member)),
        Some(Members::Open) => true,
        None => false,
    }
}

fn members<'a>(schema: &'a Schema, name: &DimensionName) -> Option<&'a Members> {
    match &schema.dimensions.get(name)?.kind {
        Kind::Set(set) => Some(&set.members),
        _ => None,
    }
}
