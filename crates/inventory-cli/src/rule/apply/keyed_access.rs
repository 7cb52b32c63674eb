//! Accesses by key: `store["key"]`, `store.key = value`, and lists of keys that are kept.

use super::{access_at, class_name, function_name};
use crate::{
    fact::AccessFact,
    mechanism::SiteRole,
    rule::{Pattern, Rule},
    syntax::{Expression, FileEvents, Piece},
};

/// Subscripts of the objects.
pub(super) fn subscripts(
    rule: &Rule,
    objects: &[Pattern],
    needs_person: bool,
    events: &FileEvents,
) -> Vec<AccessFact> {
    let of_objects = events
        .subscripts
        .iter()
        .filter(|it| objects.iter().any(|pattern| pattern.matches(&it.path)));
    of_objects
        .map(|it| {
            let role = if it.write {
                SiteRole::Write
            } else {
                SiteRole::Read
            };
            AccessFact {
                function: function_name(events, it.function),
                class: class_name(events, it.class),
                needs_person,
                ..access_at(rule, role, it.key.clone(), it.line)
            }
        })
        .collect()
}

/// Assignments to members of the objects; where the key is in the text, to the objects themselves.
pub(super) fn assignments(
    rule: &Rule,
    objects: &[Pattern],
    key_in_text: bool,
    events: &FileEvents,
) -> Vec<AccessFact> {
    let mut found = Vec::new();
    for assignment in &events.assignments {
        let (target, last) = assignment.target.rsplit_once('.').unwrap_or(("", ""));
        let (object, key) = if key_in_text {
            (assignment.target.as_str(), key_of_text(&assignment.value))
        } else {
            (target, Some(Expression::Text(last.to_owned())))
        };
        if object.is_empty() || !objects.iter().any(|pattern| pattern.matches(object)) {
            continue;
        }
        found.extend(key.map(|key| AccessFact {
            function: function_name(events, assignment.function),
            class: class_name(events, assignment.class),
            ..access_at(rule, SiteRole::Write, key, assignment.line)
        }));
    }
    found
}

/// `theme` of the text or template `theme=…; path=/`.
fn key_of_text(value: &Expression) -> Option<Expression> {
    match value {
        Expression::Text(text) => Some(Expression::Text(text.split_once('=')?.0.trim().to_owned())),
        Expression::Template(pieces) => match pieces.as_slice() {
            [Piece::Text(text), ..] if text.contains('=') => {
                Some(Expression::Text(text.split_once('=')?.0.trim().to_owned()))
            }
            [Piece::Hole(name), Piece::Text(text), ..] if text.trim_start().starts_with('=') => {
                Some(Expression::Path(name.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `persistState = ["list.sortKey", "list.columns"]`.
pub(super) fn kept_parts(rule: &Rule, names: &[Pattern], events: &FileEvents) -> Vec<AccessFact> {
    let lists = events.assignments.iter().filter_map(|it| match &it.value {
        Expression::List(parts) if names.iter().any(|name| name.matches(&it.target)) => {
            Some((parts, it.line))
        }
        _ => None,
    });
    let keys = lists.flat_map(|(parts, line)| parts.iter().map(move |part| (part, line)));
    keys.filter(|(part, _)| part.text().is_some())
        .map(|(part, line)| access_at(rule, SiteRole::Write, part.clone(), line))
        .collect()
}
