//! Changes of the kind of a dimension and of the values it takes.

use super::{
    Class,
    dimension::{One, are, narrows_if, without},
};
use crate::{
    names::{DimensionName, Member},
    problem::{child, listed, quoted},
    schema::{Kind, Members, NumberDomain, Outcomes, Schema, SetDomain},
};

impl One<'_, '_> {
    pub(super) fn kind(&mut self, old: &Kind, new: &Kind) {
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
        self.changed(class, "kind", (old.word(), new.word()), follows);
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
        let class = narrows_if(new.max_members < old.max_members);
        let counts = (old.max_members, new.max_members);
        self.changed(class, "max_members", counts, "those that are there stay");
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
            self.changed(class, "range", (ends(old), ends(new)), follows);
        }
        let follows = "its confidence is read otherwise";
        self.changed(
            Class::Compatible,
            "tolerance",
            (old.tolerance, new.tolerance),
            follows,
        );
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
}

/// Whether its values are names that the schema gives.
const fn is_named(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Category(_) | Kind::Ordinal(_) | Kind::Progression(_)
    )
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
