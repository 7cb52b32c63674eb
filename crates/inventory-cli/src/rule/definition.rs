//! What a file defines for others: constants, classes, first states.

use super::apply::{class_name, literal};
use crate::{
    fact::{ClassFact, Constant, FileFacts, ObjectFact},
    syntax::{Expression, FileEvents, last_segment},
};

/// What a file defines for others, and nothing else of it.
pub(crate) fn definitions(events: &FileEvents) -> FileFacts {
    FileFacts {
        constants: constants(events),
        classes: classes(events),
        ..FileFacts::default()
    }
}

pub(super) fn constants(events: &FileEvents) -> Vec<Constant> {
    let from_assignments = events.assignments.iter().filter_map(|assignment| {
        let names_key = last_segment(&assignment.target)
            .to_ascii_lowercase()
            .contains("key");
        let value = match &assignment.value {
            value @ Expression::Call { arguments, .. }
                if names_key && arguments.iter().all(|it| it.value.text().is_none()) =>
            {
                value.clone()
            }
            value @ (Expression::Text(_) | Expression::Template(_)) => value.clone(),
            Expression::Path(path) if assignment.function.is_none() => {
                Expression::Path(path.clone())
            }
            Expression::Call { arguments, .. } => match arguments.as_slice() {
                // `stringPreferencesKey("theme")`, `Symbol("theme")`, `Key<String>("theme")`
                [only] if assignment.function.is_none() && only.value.text().is_some() => {
                    only.value.clone()
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(Constant {
            name: last_segment(&assignment.target).to_owned(),
            class: class_name(events, assignment.class),
            value,
            line: assignment.line,
        })
    });
    let mut from_objects = Vec::new();
    for assignment in &events.assignments {
        let holder = last_segment(&assignment.target);
        texts_of_object(
            holder,
            &assignment.value,
            assignment.line,
            &mut from_objects,
        );
    }
    let from_functions = events.functions.iter().filter_map(|function| {
        Some(Constant {
            name: function.name.clone(),
            class: class_name(events, function.class),
            value: function
                .returns
                .clone()
                .filter(|it| !matches!(it, Expression::Object(_)))?,
            line: function.line,
        })
    });
    from_assignments
        .chain(from_objects)
        .chain(from_functions)
        .filter(|it| !it.name.is_empty())
        .collect()
}

/// The texts in an object literal and in the objects in it, each under the name of its object.
fn texts_of_object(holder: &str, value: &Expression, line: u32, found: &mut Vec<Constant>) {
    let Expression::Object(pairs) = value else {
        return;
    };
    for (name, value) in pairs {
        match value {
            Expression::Text(_) | Expression::Template(_) => found.push(Constant {
                name: name.clone(),
                class: holder.to_owned(),
                value: value.clone(),
                line,
            }),
            inner => texts_of_object(name, inner, line, found),
        }
    }
}

pub(super) fn classes(events: &FileEvents) -> Vec<ClassFact> {
    events
        .classes
        .iter()
        .map(|class| ClassFact {
            name: class.name.clone(),
            bases: class.bases.clone(),
            fields: class
                .fields
                .iter()
                .take(120)
                .map(|field| (field.name.clone(), field.type_.clone(), field.line))
                .collect(),
            line: class.line,
            end_line: class.end_line,
        })
        .collect()
}

/// Members kept of a first state: those of desktop applications are long.
const MOST_MEMBERS: usize = 200;

/// Names of first states.
const FIRST_STATES: &[&str] = &[
    "initialstate",
    "initial_state",
    "defaultstate",
    "initialsettings",
    "defaultsettings",
    "defaultpreferences",
    "default_settings",
    "default_preferences",
    "state",
];

/// Object literals that are the first state of something kept, or that hold it.
pub(super) fn objects(events: &FileEvents) -> Vec<ObjectFact> {
    let mut found = Vec::new();
    for assignment in &events.assignments {
        let Expression::Object(pairs) = &assignment.value else {
            continue;
        };
        let name = last_segment(&assignment.target).to_ascii_lowercase();
        let state = if FIRST_STATES.contains(&name.as_str()) {
            Some(pairs)
        } else {
            pairs.iter().find_map(|(name, value)| match value {
                Expression::Object(inner) if name == "state" => Some(inner),
                _ => None,
            })
        };
        if let Some(state) = state.filter(|it| !it.is_empty()) {
            found.push(ObjectFact {
                members: state
                    .iter()
                    .take(MOST_MEMBERS)
                    .map(|(name, value)| (name.clone(), literal(value)))
                    .collect(),
                line: assignment.line,
            });
        }
    }
    found
}
