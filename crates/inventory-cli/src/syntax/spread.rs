//! Objects that take in the members of another: `{ ...DEFAULTS, open: false }`.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Argument, Expression, FileEvents};

/// What stands in the place of a member's name until the object behind it is known.
pub(super) const SPREAD: &str = "...";

/// An object that others take in has no more members than settings have.
const MOST_MEMBERS: usize = 200;

/// Values that the objects of one file take in, all together: a large object may be taken in at every line.
const MOST_TAKEN: usize = 20_000;

/// Puts the members of objects that the same file names in the place of their names, behind what an
/// object says itself; of others nothing is left.
pub(super) fn settle(events: &mut FileEvents) {
    let named = events.assignments.iter().filter_map(|it| match &it.value {
        Expression::Object(pairs) if pairs.len() <= MOST_MEMBERS => {
            let own = pairs.iter().filter(|(name, _)| name != SPREAD);
            Some((it.target.clone(), own.cloned().collect()))
        }
        _ => None,
    });
    let mut spreads = Spreads {
        named: named.collect(),
        left: MOST_TAKEN,
    };
    for it in &mut events.assignments {
        spreads.settle(&mut it.value);
    }
    for it in &mut events.calls {
        spreads.settle_arguments(&mut it.arguments);
    }
    for class in &mut events.classes {
        for it in &mut class.attributes {
            spreads.settle_arguments(&mut it.arguments);
        }
        for field in &mut class.fields {
            field.value.iter_mut().for_each(|it| spreads.settle(it));
            for it in &mut field.attributes {
                spreads.settle_arguments(&mut it.arguments);
            }
        }
    }
}

/// The objects of a file by name, and how many values may still be taken in.
struct Spreads {
    named: BTreeMap<String, Vec<(String, Expression)>>,
    left: usize,
}

impl Spreads {
    fn settle_arguments(&mut self, arguments: &mut [Argument]) {
        for it in arguments {
            self.settle(&mut it.value);
        }
    }

    fn settle(&mut self, value: &mut Expression) {
        match value {
            Expression::Object(pairs) => {
                let mut taken = Vec::new();
                pairs.retain_mut(|(name, value)| {
                    if name != SPREAD {
                        self.settle(value);
                        return true;
                    }
                    taken.extend(self.take(value));
                    false
                });
                if !taken.is_empty() {
                    let own = pairs.iter().map(|(own, _)| own.clone());
                    let own: BTreeSet<String> = own.collect();
                    taken.retain(|(name, _)| !own.contains(name));
                    pairs.extend(taken);
                }
            }
            Expression::List(values) => values.iter_mut().for_each(|it| self.settle(it)),
            Expression::Call { arguments, .. } => self.settle_arguments(arguments),
            _ => {}
        }
    }

    /// The members of the object of this name, as many as may still be taken in.
    fn take(&mut self, name: &Expression) -> Vec<(String, Expression)> {
        let object = name.path().and_then(|it| self.named.get(it));
        let mut taken = Vec::new();
        for (name, value) in object.into_iter().flatten() {
            let Some(left) = spend(value, self.left) else {
                break;
            };
            self.left = left;
            let mut value = value.clone();
            forget(&mut value);
            taken.push((name.clone(), value));
        }
        taken
    }
}

/// What is left of `budget` after one for each value in `value`; none where it does not suffice.
fn spend(value: &Expression, budget: usize) -> Option<usize> {
    let left = budget.checked_sub(1)?;
    match value {
        Expression::Object(pairs) => pairs.iter().try_fold(left, |left, it| spend(&it.1, left)),
        Expression::List(values) => values.iter().try_fold(left, |left, it| spend(it, left)),
        Expression::Call { arguments, .. } => arguments
            .iter()
            .try_fold(left, |left, it| spend(&it.value, left)),
        _ => Some(left),
    }
}

/// What is taken in takes nothing in itself: so there is an end.
fn forget(value: &mut Expression) {
    match value {
        Expression::Object(pairs) => {
            pairs.retain(|(name, _)| name != SPREAD);
            for (_, value) in pairs {
                forget(value);
            }
        }
        Expression::List(values) => values.iter_mut().for_each(forget),
        Expression::Call { arguments, .. } => {
            for it in arguments {
                forget(&mut it.value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::MOST_TAKEN;
    use crate::{
        language::Language,
        syntax::{Expression, extract},
    };

    fn members(code: &str) -> Vec<String> {
        let events = extract(Language::TypeScript, code.as_bytes()).events;
        let call = events.calls.into_iter().find(|it| it.path == "keep");
        match call.and_then(|it| it.arguments.into_iter().next()) {
            Some(it) => match it.value {
                Expression::Object(pairs) => pairs.into_iter().map(|it| it.0).collect(),
                other => panic!("{other:?}"),
            },
            None => panic!("no argument"),
        }
    }

    #[test]
    fn what_is_taken_in_stands_behind_what_an_object_says_itself() {
        let code = "const A = { theme: 1, size: 2 }\nkeep({ ...A, size: 3, open: 4 })";
        assert_eq!(members(code), ["size", "open", "theme"]);
        assert_eq!(members("keep({ ...elsewhere, open: 4 })"), ["open"]);
        let around = "const A = { ...A, a: { ...A } }\nkeep({ ...A })";
        assert_eq!(members(around), ["a"]);
    }

    #[test]
    fn a_large_object_taken_in_everywhere_ends_somewhere() {
        let members = (0..150).map(|it| format!("m{it}: [1, {it}]"));
        let members = members.collect::<Vec<_>>().join(", ");
        let code = format!(
            "const A = {{ {members} }}\n{}",
            "keep({ ...A })\n".repeat(900)
        );
        let events = extract(Language::TypeScript, code.as_bytes()).events;
        let taken = events.calls.iter().flat_map(|it| &it.arguments);
        let taken = taken.map(|it| match &it.value {
            Expression::Object(pairs) => pairs.len(),
            _ => 0,
        });
        let taken: usize = taken.sum();
        assert_eq!(taken, MOST_TAKEN / 3, "each member is a list of two");
    }
}
