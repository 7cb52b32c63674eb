//! Accesses whose key is a user: labels, traits, flags, memories.

use super::{
    Pattern, Rule,
    apply::{access_at, access_fact, literal, object_members},
    persisted::object_of,
};
use crate::{
    fact::AccessFact,
    lexicon::{Lexicon, Weight, words},
    mechanism::SiteRole,
    syntax::{Argument, Call, Class, Expression, FileEvents, Piece, Template, last_segment},
};

/// Templates of a function among which the one is looked for that it returns.
const MOST_TEMPLATES: usize = 200;

/// Templates of the shape `user_{id}_something`.
pub(super) fn labels(rule: &Rule, events: &FileEvents) -> Vec<AccessFact> {
    let returned = events.functions.iter().filter_map(|function| {
        Some((function.returns.as_ref()?, function.line, function.end_line))
    });
    let assigned = events
        .assignments
        .iter()
        .map(|assignment| (&assignment.value, assignment.line, assignment.line));
    let mut templates: Vec<&Template> = events.templates.iter().collect();
    templates.sort_by_key(|it| it.line);
    let mut found: Vec<AccessFact> = Vec::new();
    for (value, line, end_line) in returned.chain(assigned) {
        let Expression::Template(pieces) = value else {
            continue;
        };
        if is_label(pieces) {
            let from = templates.partition_point(|it| it.line < line);
            let inside = templates.iter().skip(from);
            let exact = inside
                .take_while(|it| it.line <= end_line)
                .take(MOST_TEMPLATES)
                .find(|it| it.pieces == *pieces)
                .map_or(line, |it| it.line);
            found.push(AccessFact {
                needs_person: true,
                ..access_at(rule, SiteRole::Write, value.clone(), exact)
            });
        }
    }
    found
}

fn is_label(pieces: &[Piece]) -> bool {
    let [Piece::Text(before), Piece::Hole(hole), Piece::Text(after)] = pieces else {
        return false;
    };
    let plain = |text: &str| {
        text.chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | ':' | '.'))
    };
    let joined = |text: &str| text.starts_with(['_', '-', ':', '.']) && text.len() > 3;
    matches!(
        before.trim_end_matches(['_', '-', ':', '.']),
        "user" | "profile" | "member" | "u"
    ) && plain(before)
        && plain(after)
        && joined(after)
        && Lexicon::get().is_person_hole(&words(hole))
}

/// `@AppStorage("theme") var theme`.
pub(super) fn field_attributes(
    rule: &Rule,
    attributes: &[Pattern],
    events: &FileEvents,
) -> Vec<AccessFact> {
    let mut found = Vec::new();
    for class in events.classes.iter().filter(|it| !is_model(it)) {
        for field in &class.fields {
            let attribute = field
                .attributes
                .iter()
                .find(|it| attributes.iter().any(|pattern| pattern.matches(&it.name)));
            let Some(attribute) = attribute else { continue };
            let given = key_argument(&attribute.arguments);
            let key = if attribute.name == "Shared" {
                let Some(key) = given.and_then(key_of_shared) else {
                    continue;
                };
                Some(key)
            } else {
                given.map(key_of_attribute)
            };
            let key = key.unwrap_or_else(|| Expression::Text(field.name.clone()));
            found.push(AccessFact {
                default: field.value.as_ref().and_then(literal),
                class: class.name.clone(),
                ..access_at(rule, SiteRole::Write, key, field.line)
            });
        }
    }
    found
}

/// The first argument, unless it says what holds before anything is kept: `@UserPreference(defaultValue: 1)`;
/// of `@AppStorage(wrappedValue: 1, "fontSize")` the next.
fn key_argument(arguments: &[Argument]) -> Option<&Argument> {
    let named = |it: &&Argument, name: &str| it.name.as_deref() == Some(name);
    let mut arguments = arguments.iter().skip_while(|it| named(it, "wrappedValue"));
    let first = arguments.next()?;
    let other = first
        .name
        .as_deref()
        .is_some_and(|it| it.starts_with("default") || it == "store");
    (!other).then_some(first)
}

/// Whether a class is a model whose attributes make columns and no keys.
fn is_model(class: &Class) -> bool {
    let models = ["Object", "EmbeddedObject"];
    class.bases.iter().any(|it| models.contains(&it.as_str()))
}

/// The key of what is shared over the defaults: `@Shared(.appStorage("theme"))`.
fn key_of_shared(argument: &Argument) -> Option<Expression> {
    match &argument.value {
        Expression::Call { path, arguments } if last_segment(path) == "appStorage" => {
            arguments.first().map(|it| it.value.clone())
        }
        _ => None,
    }
}

/// The key an attribute gives; a name behind `key:` is a case of an enumeration of keys.
fn key_of_attribute(argument: &Argument) -> Expression {
    match (argument.name.as_deref(), &argument.value) {
        (Some("key"), Expression::Path(name)) if !name.contains('.') => {
            Expression::Path(format!("Key.{name}"))
        }
        (_, value) => value.clone(),
    }
}

/// `analytics.identify(id, { traits })`.
pub(super) fn traits(rule: &Rule, call: &Call, events: &FileEvents) -> Option<AccessFact> {
    let mut members = Vec::new();
    for argument in &call.arguments {
        collect_members(&argument.value, &mut members);
        if let Some(name) = &argument.name {
            members.push(name.clone());
        }
    }
    if members.is_empty() {
        let name = call.arguments.first().and_then(|it| it.value.text())?;
        members.push(name.to_owned());
    }
    let receiver = call.path.rsplit('.').nth(1).unwrap_or("sdk");
    let service = if receiver == "people" {
        call.path.split('.').next().unwrap_or(receiver)
    } else {
        receiver
    };
    let key = Expression::Text(format!("{service}.traits"));
    let mut fact = access_fact(rule, SiteRole::Write, key, call.line, events, call);
    fact.members = members;
    Some(fact)
}

fn collect_members(value: &Expression, members: &mut Vec<String>) {
    if let Expression::Object(pairs) = value {
        for (name, value) in pairs {
            if matches!(value, Expression::Object(_)) {
                collect_members(value, members);
            } else {
                members.push(name.clone());
            }
        }
    }
}

/// `client.variation("key", { user attributes }, default)`.
pub(super) fn flag(rule: &Rule, call: &Call, events: &FileEvents) -> Option<AccessFact> {
    let key = call
        .arguments
        .iter()
        .find(|it| it.value.text().is_some())?
        .value
        .clone();
    let mut fact = access_fact(rule, SiteRole::Read, key, call.line, events, call);
    for argument in &call.arguments {
        fact.members.extend(object_members(&argument.value));
    }
    Some(fact)
}

/// `user.setPreference("theme", value)`: the user may stand before the key, and the default behind it; and
/// `user.savePreferences({ theme: value })`, whose members are keys each.
pub(super) fn user_value(rule: &Rule, call: &Call, events: &FileEvents) -> Vec<AccessFact> {
    let mut arguments = call.arguments.iter().map(|it| &it.value);
    let keys = match arguments.find(|it| is_key(it)) {
        Some(key) => vec![key.clone()],
        None => match key_made_before(call, events) {
            Some(key) => vec![key.clone()],
            None => members_kept(call, events),
        },
    };
    let name = last_segment(&call.path).to_ascii_lowercase();
    let reads = ["get", "read", "load", "has", "is"];
    let role = if reads.iter().any(|it| name.starts_with(it)) {
        SiteRole::Read
    } else {
        SiteRole::Write
    };
    keys.into_iter()
        .map(|key| access_fact(rule, role, key, call.line, events, call))
        .collect()
}

/// What the function has called a key before it hands it on: `const key = 'columns_' + id`.
fn key_made_before<'a>(call: &Call, events: &'a FileEvents) -> Option<&'a Expression> {
    let paths = call.arguments.iter().filter_map(|it| it.value.path());
    let mut named = paths.filter(|it| it.to_ascii_lowercase().ends_with("key"));
    let made = |path: &str| {
        let mut assigned = events.assigned(path);
        assigned.find(|it| it.function == call.function)
    };
    named.find_map(|it| made(it).map(|it| &it.value).filter(|it| is_key(it)))
}

/// Whether a value can be the name of a user's value.
fn is_key(value: &Expression) -> bool {
    match value {
        Expression::Text(text) => !text.is_empty(),
        Expression::Template(_) => true,
        Expression::Path(path) => {
            let name = last_segment(path);
            let constant = name.len() > 2
                && name.chars().any(char::is_uppercase)
                && !name.chars().any(char::is_lowercase);
            constant || path.contains('.') && path.starts_with(char::is_uppercase)
        }
        _ => false,
    }
}

/// The names that mean something among the members of what an accessor of all values is given, be it an
/// object or labelled arguments.
fn members_kept(call: &Call, events: &FileEvents) -> Vec<Expression> {
    let many = last_segment(&call.path).ends_with('s');
    let objects = call.arguments.iter();
    let objects = objects
        .filter_map(|it| object_of(&it.value, events))
        .flatten();
    let labels = call.arguments.iter().filter_map(|it| it.name.as_deref());
    let names = objects.map(|(name, _)| name.as_str()).chain(labels);
    let lexicon = Lexicon::get();
    // What a user is told to keep is theirs; another may be told how to keep it as well.
    let receiver = call.path.rsplit('.').nth(1).unwrap_or_default();
    let last = words(receiver).pop();
    let of_user =
        last.is_some_and(|it| matches!(it.as_str(), "user" | "me" | "profile" | "account"));
    let told = |name: &str| lexicon.field(&words(name), Weight::Owned).is_some();
    names
        .filter(|it| many && it.starts_with(char::is_alphabetic))
        .filter(|it| of_user && lexicon.field_veto(&words(it)).is_none() || told(it))
        .map(|it| Expression::Text(it.to_owned()))
        .collect()
}

/// `memory.add(messages, user_id=…)`, `index.upsert(…, namespace=f"user-{id}")`.
pub(super) fn memory(rule: &Rule, call: &Call, events: &FileEvents) -> Option<AccessFact> {
    let personal = call
        .arguments
        .iter()
        .any(|it| scoped_to_person(it.name.as_deref(), &it.value));
    personal.then(|| {
        let receiver = call.path.rsplit('.').nth(1).unwrap_or("memory");
        let write = matches!(
            last_segment(&call.path),
            "add" | "add_messages" | "store" | "remember" | "upsert" | "add_memory"
        );
        let role = if write {
            SiteRole::Write
        } else {
            SiteRole::Read
        };
        let key = Expression::Text(format!("memory:{receiver}"));
        access_fact(rule, role, key, call.line, events, call)
    })
}

/// Parts of an argument that are looked at.
const MOST_PARTS: usize = 16;

fn scoped_to_person(name: Option<&str>, value: &Expression) -> bool {
    let lexicon = Lexicon::get();
    let is_key = |name: &str| lexicon.is_owner_key(&words(name), &[]);
    match value {
        Expression::Template(pieces) => pieces.iter().any(|piece| match piece {
            Piece::Hole(hole) => lexicon.is_person_hole(&words(hole)),
            Piece::Text(_) => false,
        }),
        Expression::Object(pairs) => pairs.iter().any(|(name, value)| {
            is_key(name) || (name != "content" && scoped_to_person(Some(name), value))
        }),
        Expression::Path(_) | Expression::Call { .. } if name.is_some_and(is_key) => true,
        // `store.put(("memories", user_id), …)`: the space that one person's are kept in.
        Expression::List(parts) => parts
            .iter()
            .take(MOST_PARTS)
            .any(|it| matches!(it, Expression::Path(path) if is_key(last_segment(path)))),
        // `PointStruct(payload={"user_id": user_id})`
        Expression::Call { arguments, .. } => arguments.iter().take(MOST_PARTS).any(|it| {
            matches!(it.value, Expression::Object(_)) && scoped_to_person(None, &it.value)
        }),
        _ => false,
    }
}
