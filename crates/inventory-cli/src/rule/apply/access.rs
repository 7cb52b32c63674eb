//! Calls that read or write by key.

use super::{access_fact, argument, keyed_access, literal, stored};
use crate::{
    fact::{AccessFact, FileFacts},
    rule::{Access, Position, Rule, held, persisted, wrapper},
    syntax::{Argument, Call, Expression, FileEvents},
};

/// The access that a call is, and the wrapper that the function around it is.
pub(super) fn apply(
    rule: &Rule,
    access: &Access,
    call: &Call,
    events: &FileEvents,
    facts: &mut FileFacts,
) {
    if !meets_conditions(access, call, events) {
        return;
    }
    if let Some(position) = &access.members_of {
        let keys = keys_in_object(rule, access, position, call, events);
        facts.accesses.extend(keys);
        return;
    }
    if access.header.is_some() {
        facts.accesses.extend(header(rule, access, call, events));
        return;
    }
    let property = || property_around(call, events).map(Expression::Text);
    let key = match key_of(access, call) {
        None if access.of_property => property(),
        given => given.cloned(),
    };
    let Some(key) = key else {
        return;
    };
    let arguments = without_context(&call.arguments);
    let at = |position: &Option<Position>| argument(arguments, position.as_ref()?);
    let value = at(&access.value);
    if value.is_some_and(|it| *it == key && it.text().is_some()) {
        // `storage.setItem("test", "test")` tries whether there is a store.
        return;
    }
    let fact = AccessFact {
        members: value
            .map(|it| stored::members(it, call, events))
            .unwrap_or_default(),
        default: at(&access.default).and_then(literal),
        lifetime: at(&access.lifetime)
            .and_then(|value| literal(value)?.replace('_', "").parse().ok()),
        needs_person: access.needs_person,
        ..access_fact(rule, access.role, key.clone(), call.line, events, call)
    };
    if fact.kind.is_on_device()
        && let Some(key) = key_by_default(&key, call, events)
    {
        facts.accesses.push(AccessFact {
            key,
            ..fact.clone()
        });
    }
    let wrapper = wrapper::wrapper(&fact, value, call, events);
    facts.wrappers.extend(wrapper);
    facts.accesses.push(fact);
}

/// The key that the function around a call takes where nobody gives it one.
fn key_by_default(key: &Expression, call: &Call, events: &FileEvents) -> Option<Expression> {
    let function = events.functions.get(call.function?)?;
    let text = wrapper::default_text(&function.parameters, key.path()?)?;
    Some(Expression::Text(text.to_owned()))
}

/// The cookie that a header sets: `setHeader("Set-Cookie", "theme=dark; Path=/")`.
fn header(rule: &Rule, access: &Access, call: &Call, events: &FileEvents) -> Option<AccessFact> {
    let named = without_context(&call.arguments).first()?.value.text()?;
    let name = access.header.as_deref()?;
    let value = argument(without_context(&call.arguments), access.value.as_ref()?)?;
    let made = keyed_access::text_of(value, call.function, events);
    let key = keyed_access::key_of_text(match made {
        Expression::List(cookies) => cookies.first()?,
        single => single,
    })?;
    named
        .eq_ignore_ascii_case(name)
        .then(|| access_fact(rule, access.role, key, call.line, events, call))
}

/// The property whose accessor a call stands in: the last of its class that begins before it.
fn property_around(call: &Call, events: &FileEvents) -> Option<String> {
    let property = events.field_before(call.class?, call.line)?;
    Some(property.name.clone())
}

/// Members of all keys of one call; constants of constants would multiply.
const MOST_MEMBERS: usize = 400;

/// One access for each member of the object at `position`, or of the constant that stands there.
fn keys_in_object(
    rule: &Rule,
    access: &Access,
    position: &Position,
    call: &Call,
    events: &FileEvents,
) -> Vec<AccessFact> {
    let given = argument(&call.arguments, position);
    if let Some(Expression::List(names)) = given {
        let named = names.iter().filter(|it| it.text().is_some());
        let key =
            |it: &Expression| access_fact(rule, access.role, it.clone(), call.line, events, call);
        return named.take(MOST_MEMBERS).map(key).collect();
    }
    let Some(pairs) = given.and_then(|it| persisted::object_of(it, events)) else {
        return Vec::new();
    };
    let mut left = MOST_MEMBERS;
    let keys = pairs.iter().filter_map(|(name, value)| {
        let key = named_member(name)?;
        let inner = persisted::object_of(value, events);
        let members = inner.into_iter().flatten().map(|(name, _)| name);
        let members = members.filter(|it| !it.starts_with('['));
        let members: Vec<String> = members.take(left).cloned().collect();
        left -= members.len();
        Some(AccessFact {
            members,
            ..access_fact(rule, access.role, key, call.line, events, call)
        })
    });
    keys.collect()
}

/// A member by its name, or by what is computed: `{ [STORAGE_KEY]: value }`.
fn named_member(name: &str) -> Option<Expression> {
    let Some(computed) = name.strip_prefix('[') else {
        // PHP computes keys without brackets: `[$prefix . 'theme' => $theme]`.
        return (!name.contains(['$', '('])).then(|| Expression::Text(name.to_owned()));
    };
    let path = computed.trim_end_matches(']');
    let is_path = path
        .chars()
        .all(|it| it.is_alphanumeric() || matches!(it, '_' | '.' | '$'));
    is_path.then(|| Expression::Path(path.to_owned()))
}

/// Whether the call has the receiver, the place and the argument that the rule asks for.
fn meets_conditions(access: &Access, call: &Call, events: &FileEvents) -> bool {
    let required = access.requires.as_ref();
    (access.held.is_empty() || held::holds(&access.held, call, events))
        && (access.given.is_empty() || held::is_given(&access.given, call, events))
        && (access.inside.is_empty() || held::is_inside(&access.inside, call, events))
        && held::is_of_class(&access.of_class, call.class, events)
        && required.is_none_or(|it| argument(&call.arguments, it).is_some())
}

/// The argument that is the key, unless it cannot be one.
fn key_of<'a>(access: &Access, call: &'a Call) -> Option<&'a Expression> {
    let mut positions = access.key.iter();
    let arguments = without_context(&call.arguments);
    let key = positions.find_map(|position| argument(arguments, position))?;
    let is_no_key = matches!(
        key,
        Expression::Other | Expression::Literal(_) | Expression::Object(_) | Expression::List(_)
    );
    (!is_no_key).then_some(key)
}

/// The arguments but for what a server answers with: `setCookie(event, "theme", "dark")`.
fn without_context(arguments: &[Argument]) -> &[Argument] {
    const CONTEXTS: &[&str] = &[
        "c", "ctx", "context", "event", "req", "request", "res", "response", "reply",
    ];
    match arguments {
        [first, rest @ ..]
            if !rest.is_empty()
                && matches!(&first.value, Expression::Path(path) if CONTEXTS.contains(&path.as_str())) =>
        {
            rest
        }
        all => all,
    }
}
