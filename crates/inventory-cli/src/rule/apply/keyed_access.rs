//! Accesses by key: `store["key"]`, `store.key = value`, and lists of keys that are kept.

use super::{access_at, class_name, function_name};
use crate::{
    fact::{AccessFact, WrapperFact},
    mechanism::{Kind, SiteRole},
    rule::{Pattern, Rule, wrapper},
    syntax::{Call, Expression, FileEvents, Piece},
};

/// Subscripts of the objects.
pub(super) fn subscripts(
    rule: &Rule,
    objects: &[Pattern],
    needs_person: bool,
    events: &FileEvents,
) -> Accesses {
    let of_objects = events
        .subscripts
        .iter()
        .filter(|it| objects.iter().any(|pattern| pattern.matches(&it.path)));
    let mut found = Accesses::default();
    for it in of_objects {
        let role = if it.write {
            SiteRole::Write
        } else {
            SiteRole::Read
        };
        let fact = AccessFact {
            function: function_name(events, it.function),
            class: class_name(events, it.class),
            needs_person,
            ..access_at(rule, role, it.key.clone(), it.line)
        };
        // What reads by any name may read what a page sends as well.
        if it.write {
            found.add(fact, (it.function, it.class), events);
        } else {
            found.accesses.push(fact);
        }
    }
    found
}

/// Accesses that are no calls, and the functions that make them of what they are told.
#[derive(Debug, Default)]
pub(super) struct Accesses {
    pub(super) accesses: Vec<AccessFact>,
    pub(super) wrappers: Vec<WrapperFact>,
}

impl Accesses {
    /// Adds the access that stands in a function and a class, by their indices.
    fn add(
        &mut self,
        fact: AccessFact,
        (function, class): (Option<usize>, Option<usize>),
        events: &FileEvents,
    ) {
        let place = Call {
            path: String::new(),
            arguments: Vec::new(),
            line: fact.line,
            end_line: fact.line,
            start: 0,
            end: 0,
            function,
            class,
        };
        if matches!(fact.kind, Kind::BrowserStorage | Kind::InMemorySession) {
            self.wrappers
                .extend(wrapper::wrapper(&fact, None, &place, events));
        }
        self.accesses.push(fact);
    }
}

/// Assignments to members of the objects; where the key is in the text, to the objects themselves.
pub(super) fn assignments(
    rule: &Rule,
    objects: &[Pattern],
    key_in_text: bool,
    events: &FileEvents,
) -> Accesses {
    let mut found = Accesses::default();
    for assignment in &events.assignments {
        let (target, last) = assignment.target.rsplit_once('.').unwrap_or(("", ""));
        let (object, key) = if key_in_text {
            let made = text_of(&assignment.value, assignment.function, events);
            (assignment.target.as_str(), key_of_text(made))
        } else {
            (target, Some(Expression::Text(last.to_owned())))
        };
        if object.is_empty() || !objects.iter().any(|pattern| pattern.matches(object)) {
            continue;
        }
        let Some(key) = key else {
            continue;
        };
        let fact = AccessFact {
            function: function_name(events, assignment.function),
            class: class_name(events, assignment.class),
            ..access_at(rule, SiteRole::Write, key, assignment.line)
        };
        found.add(fact, (assignment.function, assignment.class), events);
    }
    found
}

/// What the same function has made of a text before it hands it on: `const cookie = "theme=" + value`.
pub(super) fn text_of<'a>(
    value: &'a Expression,
    function: Option<usize>,
    events: &'a FileEvents,
) -> &'a Expression {
    let name = match value {
        Expression::Path(name) => name,
        Expression::Template(pieces) => match pieces.first() {
            Some(Piece::Hole(name)) => name,
            _ => return value,
        },
        _ => return value,
    };
    let mut before = events.assigned(name);
    let made = before.find(|it| it.function == function);
    let made = made.map_or(value, |it| &it.value);
    // What begins with a name is no cookie of that name if the text it stands for has one.
    if key_of_text(made).is_some() {
        made
    } else {
        value
    }
}

/// `theme` of the text or template `theme=…; path=/`.
pub(super) fn key_of_text(value: &Expression) -> Option<Expression> {
    match value {
        Expression::Text(text) => {
            let name = text.split_once('=')?.0.trim();
            (!name.contains(';')).then(|| Expression::Text(name.to_owned()))
        }
        Expression::Template(pieces) => key_of_pieces(pieces),
        _ => None,
    }
}

/// What stands before the first `=`.
fn key_of_pieces(pieces: &[Piece]) -> Option<Expression> {
    let mut before = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let (head, ends) = match text.split_once('=') {
                    Some((head, _)) => (head.trim(), true),
                    None => (text.as_str(), false),
                };
                // What stands behind a `;` is no name of a cookie, and then none is told.
                if head.contains(';') {
                    return None;
                }
                if !head.is_empty() {
                    before.push(Piece::Text(head.to_owned()));
                }
                if ends {
                    return match before.as_slice() {
                        [] => None,
                        [Piece::Text(text)] => Some(Expression::Text(text.clone())),
                        [Piece::Hole(name)] => Some(Expression::Path(name.clone())),
                        _ => Some(Expression::Template(before)),
                    };
                }
            }
            hole @ Piece::Hole(_) => before.push(hole.clone()),
        }
    }
    None
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
