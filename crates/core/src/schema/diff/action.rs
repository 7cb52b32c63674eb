//! Changes of actions: what they carry and what they say.

use super::{Changes, Class, detail, paired, pointer};
use crate::{
    problem::{child, quoted},
    schema::{Action, Mode, Schema},
};

pub(super) fn compare(old: &Schema, new: &Schema, changes: &mut Changes<'_>) {
    for (name, old, new) in paired(&old.actions, &new.actions) {
        let pointer = pointer("actions", name.as_str());
        let what = format!("action {}", quoted(name.as_str()));
        match (old, new) {
            (Some(old), Some(new)) => both(&pointer, &what, old, new, changes),
            (Some(old), None) if old.evidence.is_empty() => {
                let sentence = format!("{what} goes: observations of it are refused");
                changes.add(Class::Narrows, &pointer, sentence);
            }
            (Some(_), None) => {
                let sentence = format!(
                    "{what} goes: observations of it are refused, and those in the log count no more"
                );
                changes.add(Class::Loses, &pointer, sentence);
            }
            (None, new) => changes.added(&pointer, &what, |schema| {
                let speaks = new.is_some_and(|new| !new.evidence.is_empty());
                speaks && schema.actions.contains_key(name)
            }),
        }
    }
}

fn both(pointer: &str, what: &str, old: &Action, new: &Action, changes: &mut Changes<'_>) {
    let speaks = !(old.evidence.is_empty() && new.evidence.is_empty());
    if old.mode != new.mode && speaks {
        let (key, word) = mode_change(&old.mode, &new.mode);
        let sentence = format!("{what}: {word}: users with such observations are folded again");
        changes.add(Class::Refolds, &child(pointer, key), sentence);
    }
    if old.evidence != new.evidence {
        let evidence = child(pointer, "evidence");
        if new.evidence.is_empty() {
            let sentence =
                format!("{what} says nothing any more: what is in the log of it counts no more");
            changes.add(Class::Loses, &evidence, sentence);
        } else {
            let sentence = format!(
                "{what}: its evidence rules change: users with such observations are folded again"
            );
            changes.add(Class::Refolds, &evidence, sentence);
        }
    }
    detail::compare(&child(pointer, "details"), what, old, new, changes);
}

fn mode_change(old: &Mode, new: &Mode) -> (&'static str, String) {
    match (old, new) {
        (
            Mode::Event { .. },
            Mode::Event {
                dedupe: Some(window),
            },
        ) => ("dedupe", format!("repetitions within {window} count once")),
        (Mode::Event { .. }, Mode::Event { dedupe: None }) => {
            ("dedupe", "repetitions count each".into())
        }
        (Mode::Level { .. }, Mode::Level { .. }) => ("slot", "its slots change".into()),
        _ => (
            "mode",
            format!("it goes from {} to {}", word(old), word(new)),
        ),
    }
}

const fn word(mode: &Mode) -> &'static str {
    match mode {
        Mode::Event { .. } => "event",
        Mode::Statement => "statement",
        Mode::Level { .. } => "level",
    }
}
