//! Objects that take in the members of another: `{ ...DEFAULTS, open: false }`.

use std::collections::BTreeMap;

use super::event::{Argument, Expression, FileEvents};

/// What stands in the place of a member's name until the object behind it is known.
pub(super) const SPREAD: &str = "...";

/// An object that others take in has no more members than settings have.
const MOST_MEMBERS: usize = 200;

/// Puts the members of objects that the same file names in the place of their names, behind what an
/// object says itself; of others nothing is left.
pub(super) fn settle(events: &mut FileEvents) {
    let named: BTreeMap<String, Vec<(String, Expression)>> = events
        .assignments
        .iter()
        .filter_map(|it| match &it.value {
            Expression::Object(pairs) if pairs.len() <= MOST_MEMBERS => {
                let own = pairs.iter().filter(|(name, _)| name != SPREAD);
                Some((it.target.clone(), own.cloned().collect()))
            }
            _ => None,
        })
        .collect();
    let settle = |value: &mut Expression| settle_value(value, &named);
    for it in &mut events.assignments {
        settle(&mut it.value);
    }
    for it in &mut events.calls {
        settle_arguments(&mut it.arguments, &named);
    }
    let attributes = events.classes.iter_mut().flat_map(|class| {
        let fields = class.fields.iter_mut();
        let of_fields = fields.flat_map(|field| {
            let values = field.value.iter_mut();
            values.for_each(settle);
            &mut field.attributes
        });
        class.attributes.iter_mut().chain(of_fields)
    });
    for it in attributes {
        settle_arguments(&mut it.arguments, &named);
    }
}

type Named = BTreeMap<String, Vec<(String, Expression)>>;

fn settle_arguments(arguments: &mut [Argument], named: &Named) {
    for it in arguments {
        settle_value(&mut it.value, named);
    }
}

fn settle_value(value: &mut Expression, named: &Named) {
    match value {
        Expression::Object(pairs) => {
            let mut taken = Vec::new();
            pairs.retain_mut(|(name, value)| {
                if name != SPREAD {
                    settle_value(value, named);
                    return true;
                }
                let object = value.path().and_then(|it| named.get(it));
                taken.extend(object.into_iter().flatten().cloned());
                false
            });
            taken.retain(|(name, _)| !pairs.iter().any(|(own, _)| own == name));
            for (_, value) in &mut taken {
                forget(value);
            }
            pairs.extend(taken);
        }
        Expression::List(values) => values.iter_mut().for_each(|it| settle_value(it, named)),
        Expression::Call { arguments, .. } => settle_arguments(arguments, named),
        _ => {}
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
}
