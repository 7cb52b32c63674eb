//! Receivers that stand for something else: `this.storage = window.localStorage`.

use super::{Pattern, apply::type_of_parameter};
use crate::syntax::{Call, Expression, FileEvents};

/// Whether the receiver of the call was given, or is declared to be, one of `things` in this file.
pub(super) fn holds(things: &[Pattern], call: &Call, events: &FileEvents) -> bool {
    let Some((receiver, _)) = call.path.rsplit_once('.') else {
        return false;
    };
    let is_thing = |value: &Expression| {
        let path = value.path();
        path.is_some_and(|path| things.iter().any(|it| it.matches(path)))
    };
    let assigned = || {
        let mut values = events.assigned(receiver).map(|it| &it.value);
        values.any(is_thing)
    };
    let declared = |member: &str| {
        events.fields_named(member).any(|field| {
            field.value.as_ref().is_some_and(is_thing)
                || field.type_.as_deref().is_some_and(|it| {
                    type_parts(it).any(|part| things.iter().any(|thing| thing.matches(part)))
                })
        })
    };
    // `(store: Storage, key: string)`: the browser's own type.
    let taken = || {
        let function = call.function.and_then(|it| events.functions.get(it));
        function.is_some_and(|it| {
            type_of_parameter(&it.parameters, receiver).is_some_and(|it| it.trim() == "Storage")
        })
    };
    assigned() || taken() || receiver.strip_prefix("self.").is_some_and(declared)
}

/// Whether one of the first arguments, or the receiver, comes from one of `things`, or is a name that is given
/// one in this file.
pub(super) fn is_given(things: &[Pattern], call: &Call, events: &FileEvents) -> bool {
    const FIRST: usize = 4;
    const LONGEST: usize = 200;
    // `dirs.data_dir.unwrap.join` comes from `dirs.data_dir`.
    let comes_from = |path: &str| {
        let ends = path.match_indices('.').map(|(end, _)| end);
        let mut beginnings = ends.chain([path.len()]).filter_map(|end| path.get(..end));
        path.len() <= LONGEST && beginnings.any(|path| things.iter().any(|it| it.matches(path)))
    };
    let named = |name: &str| {
        // `dir, err := …` gives the first of two.
        let given = events.assigned(name).chain(events.assigned_first(name));
        let mut assignments = given.take(MOST_GIVEN);
        comes_from(name) || assignments.any(|it| it.value.path().is_some_and(comes_from))
    };
    let receiver = call.path.rsplit_once('.').map(|(receiver, _)| receiver);
    let arguments = call.arguments.iter().take(FIRST);
    let given = arguments.filter_map(|it| it.value.path());
    receiver.into_iter().chain(given).any(named)
}

/// Arguments of a call around, or assignments to one name, that are looked at.
const MOST_GIVEN: usize = 40;

/// Whether the call stands in the block of one of `things`: `edit { putString(…) }`, `with(edit()) { … }`.
pub(super) fn is_inside(things: &[Pattern], call: &Call, events: &FileEvents) -> bool {
    let is_thing = |path: &str| things.iter().any(|it| it.matches(path));
    events.calls_around(call).any(|outer| {
        // Where a block follows the parentheses, what they hold is in a call of its own.
        let heads = events.calls_along(outer);
        let mut given = heads.flat_map(|it| it.arguments.iter().take(MOST_GIVEN));
        is_thing(&outer.path) || given.any(|it| it.value.path().is_some_and(is_thing))
    })
}

/// Whether what stands in the class at `index` stands in one of `classes`, where there are any.
pub(super) fn is_of_class(classes: &[Pattern], index: Option<usize>, events: &FileEvents) -> bool {
    let class = || index.and_then(|it| events.classes.get(it));
    classes.is_empty()
        || class().is_some_and(|class| classes.iter().any(|it| it.matches(&class.name)))
}

/// `localStorage` of `typeof localStorage | MemoryStorage`.
fn type_parts(type_: &str) -> impl Iterator<Item = &str> {
    type_.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, syntax::extract};

    fn held(code: &str) -> bool {
        let things = [Pattern::try_from("{local|session}Storage".to_owned()).unwrap()];
        let events = extract(Language::TypeScript, code.as_bytes()).events;
        let call = events.calls.iter().find(|it| it.path.ends_with("setItem"));
        holds(&things, call.unwrap(), &events)
    }

    #[test]
    fn a_receiver_is_what_it_was_given_or_declared_to_be() {
        for code in [
            "class A { inner: typeof localStorage | Memory; f(k) { this.inner.setItem(k, 1) } }",
            "class A { inner = window.localStorage; f(k) { this.inner.setItem(k, 1) } }",
            "class A { constructor() { this.inner = sessionStorage } f(k) { this.inner.setItem(k, 1) } }",
            "const inner = window.localStorage; inner.setItem('a', 1)",
            "function keep(inner: Storage, key: string) { inner.setItem(key, 1) }",
        ] {
            assert!(held(code), "{code}");
        }
        for code in [
            "class A { inner: Cache; f(k) { this.inner.setItem(k, 1) } }",
            "const other = window.localStorage; inner.setItem('a', 1)",
            "function keep(inner: FileStorage, key: string) { inner.setItem(key, 1) }",
        ] {
            assert!(!held(code), "{code}");
        }
    }
}
