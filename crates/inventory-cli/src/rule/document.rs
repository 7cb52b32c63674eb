//! Members of a person's document that nothing declares: told by their use, or by the defaults.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Pattern, Rule,
    apply::{FileContext, class_name},
};
use crate::{
    fact::MembersFact,
    lexicon::{Lexicon, words},
    syntax::{Expression, FileEvents, last_segment},
};

/// Calls that read one member of a document.
pub(crate) const ACCESSORS: &[&str] = &["get", "dig", "fetch"];

/// `user.settings["theme"]`, `user.settings.dig("map", "layer")`, and `settings["theme"]` inside `User`.
pub(super) fn members(
    rule: &Rule,
    objects: &[Pattern],
    context: FileContext<'_>,
    events: &FileEvents,
) -> Vec<MembersFact> {
    let mut found: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
    let mut noted: BTreeSet<(String, String)> = BTreeSet::new();
    let mut note = |path: &str, class: Option<usize>, key: Option<&str>, line: u32| {
        let Some(key) = key.filter(|it| is_member(it)) else {
            return;
        };
        let (receiver, column) = path.rsplit_once('.').unwrap_or(("", path));
        let of_person = match receiver {
            "" | "self" => in_person(&class_name(events, class), context.path) || of_user(column),
            receiver => Lexicon::get().names_person(last_segment(receiver)),
        };
        if of_person && objects.iter().any(|it| it.matches(column)) {
            let members = found.entry(column.to_owned()).or_default();
            if noted.insert((column.to_owned(), key.to_owned())) {
                members.push((key.to_owned(), line));
            }
        }
    };
    for it in &events.subscripts {
        note(&it.path, it.class, it.key.text(), it.line);
    }
    for call in &events.calls {
        if let Some((path, accessor)) = call.path.rsplit_once('.')
            && ACCESSORS.contains(&accessor)
        {
            let first = call.arguments.first().filter(|it| it.name.is_none());
            let key = first.and_then(|it| it.value.text());
            note(path, call.class, key, call.line);
        }
    }
    let fact = |(column, mut members): (String, Vec<(String, u32)>)| {
        members.sort_by_key(|it| it.1);
        MembersFact {
            rule: rule.id.clone(),
            class: String::new(),
            column,
            line: members.first().map_or(0, |it| it.1),
            members,
        }
    };
    found.into_iter().map(fact).collect()
}

/// The literals of defaults of what belongs to a person.
pub(super) fn defaults(
    rule: &Rule,
    names: &[Pattern],
    context: FileContext<'_>,
    events: &FileEvents,
) -> Vec<MembersFact> {
    const FEWEST: usize = 2;
    let mut found = Vec::new();
    for assignment in &events.assignments {
        let name = words(last_segment(&assignment.target));
        let Expression::Object(pairs) = &assignment.value else {
            continue;
        };
        if pairs.len() < FEWEST || !name.iter().any(|it| it == "default") {
            continue;
        }
        let class = class_name(events, assignment.class);
        let own = name.last().filter(|it| *it != "default" && *it != "value");
        let column = own.cloned().or_else(|| words(&class).pop());
        let Some(column) = column.filter(|it| names.iter().any(|name| name.matches(it))) else {
            continue;
        };
        let of_person = Lexicon::get().names_person(last_segment(&assignment.target))
            || in_person(&class, context.path);
        if of_person {
            let members = pairs.iter().filter(|(name, _)| is_member(name));
            found.push(MembersFact {
                rule: rule.id.clone(),
                class: String::new(),
                column,
                members: (assignment.line + 1..)
                    .zip(members)
                    .map(|(line, (name, _))| (name.clone(), line))
                    .collect(),
                line: assignment.line,
            });
        }
    }
    found
}

/// The texts of a table of keys, whether an object, a class of constants or an enumeration.
pub(super) fn key_tables(rule: &Rule, names: &[Pattern], events: &FileEvents) -> Vec<MembersFact> {
    const FEWEST: usize = 3;
    let column_of = |name: &str| match words(name).as_slice() {
        [.., column, key] if key == "key" && names.iter().any(|it| it.matches(column)) => {
            Some(column.clone())
        }
        _ => None,
    };
    let mut found: BTreeMap<(String, String), Vec<(String, u32)>> = BTreeMap::new();
    for assignment in events.assignments.iter().filter(|it| it.function.is_none()) {
        let name = last_segment(&assignment.target);
        let class = class_name(events, assignment.class);
        match &assignment.value {
            Expression::Object(pairs) => {
                let Some(column) = column_of(name) else {
                    continue;
                };
                let keys = (assignment.line + 1..).zip(pairs);
                let keys = keys.filter_map(|(line, (_, key))| Some((key.text()?.to_owned(), line)));
                found
                    .entry((name.to_owned(), column))
                    .or_default()
                    .extend(keys);
            }
            Expression::Text(key) => {
                if let Some(column) = column_of(&class) {
                    let keys = found.entry((class, column)).or_default();
                    keys.push((key.clone(), assignment.line));
                }
            }
            _ => {}
        }
    }
    let tables = found.into_iter().filter(|(_, keys)| keys.len() >= FEWEST);
    let fact = |((_, column), keys): ((String, String), Vec<(String, u32)>)| MembersFact {
        rule: rule.id.clone(),
        class: String::new(),
        column,
        line: keys.first().map_or(0, |it| it.1),
        members: without_common_beginning(keys),
    };
    tables.map(fact).collect()
}

/// `theme` of `app:theme`, where most keys begin alike.
fn without_common_beginning(keys: Vec<(String, u32)>) -> Vec<(String, u32)> {
    let beginning = |key: &str| key.split_once([':', '.', '/']).map(|it| it.0.to_owned());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (key, _) in &keys {
        *counts
            .entry(beginning(key).unwrap_or_default())
            .or_default() += 1;
    }
    let total = keys.len();
    let common = counts
        .into_iter()
        .find(|(name, count)| !name.is_empty() && count * 2 > total);
    let shortened = |(key, line): (String, u32)| {
        let begins = common
            .as_ref()
            .is_some_and(|it| beginning(&key).as_ref() == Some(&it.0));
        let rest = key.split_once([':', '.', '/']).filter(|_| begins);
        (rest.map_or(key.clone(), |it| it.1.to_owned()), line)
    };
    let keys = keys.into_iter().map(shortened);
    keys.filter(|(name, _)| is_member(name)).collect()
}

fn is_member(name: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ':');
    name.len() > 1 && name.len() < 80 && name.chars().all(plain)
}

/// `userSettings`, which says itself whose it is.
pub(crate) fn of_user(column: &str) -> bool {
    words(column).iter().any(|it| it == "user")
}

/// Whether a class, or the folder or file it is in, is a person's.
fn in_person(class: &str, path: &str) -> bool {
    Lexicon::get().names_person(class) || in_persons(path)
}

/// Whether a folder on the path, or the file, is of users.
pub(crate) fn in_persons(path: &str) -> bool {
    path.split('/')
        .any(|it| matches!(words(it).first(), Some(first) if first == "user"))
}
