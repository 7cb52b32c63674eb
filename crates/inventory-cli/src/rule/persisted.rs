//! State that a library keeps for its application: the parts it is told to keep, else the first state.

use super::{
    Persisted, Rule,
    apply::{access_fact, argument, object_members},
    wrapper::parameter_names,
};
use crate::{
    fact::{AccessFact, WrapperFact, WrapperKey},
    lexicon::words,
    mechanism::{Kind, SiteRole},
    syntax::{Call, Expression, FileEvents, Function, RETURNED, last_segment},
};

/// `persist((set) => ({ density: "compact" }), { name: "ui" })` and its kin.
pub(super) fn access(
    rule: &Rule,
    persisted: &Persisted,
    call: &Call,
    events: &FileEvents,
) -> Option<AccessFact> {
    let objects: Vec<&[(String, Expression)]> = match &persisted.options {
        Some(name) => match of_any_argument(call, name, events)? {
            Expression::Object(pairs) => vec![pairs],
            Expression::Literal(off) if off.eq_ignore_ascii_case("false") => return None,
            _ => Vec::new(),
        },
        None => call
            .arguments
            .iter()
            .filter(|it| it.name.as_deref() != Some(RETURNED))
            .filter_map(|it| object_of(&it.value, events))
            .collect(),
    };
    let option = |name: &String| {
        let mut pairs = objects.iter().flat_map(|pairs| pairs.iter());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let mut places = persisted.key.iter();
    let key = persisted
        .named
        .as_ref()
        .and_then(option)
        .or_else(|| places.find_map(|it| argument(&call.arguments, it).filter(|it| is_key(it))))
        .cloned()
        .or_else(|| persisted.default_key.clone().map(Expression::Text))?;
    let mut fact = access_fact(rule, SiteRole::Write, key, call.line, events, call);
    fact.members = match persisted.only.iter().find_map(option) {
        Some(Expression::List(parts)) => parts
            .iter()
            .filter_map(Expression::text)
            .map(ToOwned::to_owned)
            .collect(),
        Some(value) => object_of(value, events)
            .or_else(|| picked_by(value, events))
            .map_or_else(|| object_members(value), |pairs| all_leaves(pairs, events)),
        None => Vec::new(),
    };
    if fact.members.is_empty() && persisted.default_key.is_some() {
        fact.members = defaults_beside(&fact.key, events);
    }
    // A list that code makes names nothing.
    if fact.members.is_empty() {
        fact.members = first_state(call, events);
    }
    // A file that nothing names and of which nothing is known has its keys elsewhere.
    let unnamed = persisted.named.as_ref().and_then(option).is_none();
    let known = !unnamed || !fact.members.is_empty() || rule.kind != Kind::DeviceStorage;
    known.then_some(fact)
}

/// Settings stand in groups, which stand in groups.
const MAX_NESTED: usize = 3;

/// Members of a constant that are looked at: every call of a file may name it.
pub(super) const MOST_SHARED: usize = 200;

/// Members looked at; constants of constants would multiply.
const MOST_LOOKED_AT: usize = 1_000;

/// What an object holds that holds nothing in turn, also through constants.
fn all_leaves(pairs: &[(String, Expression)], events: &FileEvents) -> Vec<String> {
    let mut left = MOST_LOOKED_AT;
    leaves(pairs, events, MAX_NESTED, &mut left)
}

fn leaves(
    pairs: &[(String, Expression)],
    events: &FileEvents,
    depth: usize,
    left: &mut usize,
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in pairs {
        let Some(fewer) = left.checked_sub(1) else {
            break;
        };
        *left = fewer;
        // `{ type: "string" }` says what a member is, not what it holds.
        let inner = object_of(value, events)
            .filter(|inner| depth > 0 && !inner.iter().any(|(name, _)| name == "type"));
        match inner {
            Some(inner) if !inner.is_empty() => {
                found.extend(leaves(inner, events, depth - 1, left));
            }
            _ if name.starts_with('[') => {}
            _ => found.push(name.clone()),
        }
    }
    found
}

/// The defaults of the same file that are called like the store: `PREFERENCES_DEFAULTS` of `preferences`.
fn defaults_beside(key: &Expression, events: &FileEvents) -> Vec<String> {
    let Some(key) = key.text().map(words) else {
        return Vec::new();
    };
    let is_of_store = |name: &str| {
        let name = words(name);
        name.iter().any(|it| it == "default") && name.iter().any(|it| key.contains(it))
    };
    let defaults = events.assigned_defaults().find_map(|it| match &it.value {
        Expression::Object(pairs) if is_of_store(&it.target) => Some(pairs),
        _ => None,
    });
    defaults.map_or_else(Vec::new, |pairs| all_leaves(pairs, events))
}

fn is_key(value: &Expression) -> bool {
    matches!(
        value,
        Expression::Text(_) | Expression::Template(_) | Expression::Path(_)
    )
}

/// The member of that name of an object among the arguments.
fn of_any_argument<'a>(
    call: &'a Call,
    name: &str,
    events: &'a FileEvents,
) -> Option<&'a Expression> {
    let objects = call
        .arguments
        .iter()
        .filter_map(|it| object_of(&it.value, events));
    objects
        .flatten()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

/// An object literal, or one that a name of the same file stands for.
pub(super) fn object_of<'a>(
    value: &'a Expression,
    events: &'a FileEvents,
) -> Option<&'a [(String, Expression)]> {
    match value {
        Expression::Object(pairs) => Some(pairs),
        Expression::Path(name) => {
            let pairs = events.assigned(name).find_map(|it| match &it.value {
                Expression::Object(pairs) => Some(pairs.get(..MOST_SHARED).unwrap_or(pairs)),
                _ => None,
            });
            pairs.filter(|it| events.may_share(it.len()))
        }
        _ => None,
    }
}

/// The parts that a function of the same file picks: `partialize: partialState`, also where it is called.
fn picked_by<'a>(value: &Expression, events: &'a FileEvents) -> Option<&'a [(String, Expression)]> {
    let returned = events
        .functions_named(value.path()?)
        .find_map(|it| it.returns.as_ref());
    let pairs = returned.and_then(pairs_of)?;
    let pairs = pairs.get(..MOST_SHARED).unwrap_or(pairs);
    events.may_share(pairs.len()).then_some(pairs)
}

fn pairs_of(value: &Expression) -> Option<&[(String, Expression)]> {
    match value {
        Expression::Object(pairs) => Some(pairs),
        _ => None,
    }
}

/// The state that stands before what acts on it: `persist(combine({ density: "compact" }, actions), …)`.
fn combined<'a>(call: &Call, events: &'a FileEvents) -> Option<&'a [(String, Expression)]> {
    let mut inner = events.calls_inside(call);
    let combine = inner.find(|it| last_segment(&it.path) == "combine")?;
    object_of(&combine.arguments.first()?.value, events)
}

/// The function whose parameter holds the options: what calls it makes the library keep a state.
pub(super) fn wrapper(
    rule: &Rule,
    persisted: &Persisted,
    call: &Call,
    events: &FileEvents,
) -> Option<WrapperFact> {
    let named = persisted.named.clone()?;
    let innermost = call.function?;
    let given: Vec<&str> = call
        .arguments
        .iter()
        .filter_map(|it| it.value.path())
        .collect();
    let mut around: Vec<&Function> = events
        .functions_around(innermost)
        .filter(|it| !it.name.is_empty())
        .collect();
    around.sort_by_key(|it| it.end_line - it.line);
    around.into_iter().find_map(|function| {
        let names = parameter_names(&function.parameters);
        let at = names.iter().rposition(|it| given.contains(&it.as_str()))?;
        Some(WrapperFact {
            rule: rule.id.clone(),
            kind: rule.kind,
            role: SiteRole::Write,
            function: function.name.clone(),
            class: String::new(),
            key: WrapperKey::Option(at, named.clone()),
            value: (at > 0).then_some(0),
        })
    })
}

/// The members of the first state: of `state`, else of what a function among the arguments returns.
/// What acts on the state is no part of it.
fn first_state(call: &Call, events: &FileEvents) -> Vec<String> {
    let state = of_any_argument(call, "state", events).or_else(|| {
        let mut arguments = call.arguments.iter();
        arguments
            .find(|it| it.name.as_deref() == Some(RETURNED))
            .map(|it| &it.value)
    });
    let Some(pairs) = combined(call, events).or_else(|| state.and_then(pairs_of)) else {
        return Vec::new();
    };
    let acts = |name: &str| events.functions_named(name).next().is_some();
    pairs
        .iter()
        .filter(|(name, value)| !matches!(value, Expression::Other) && !acts(name))
        .map(|(name, _)| name.clone())
        .collect()
}
