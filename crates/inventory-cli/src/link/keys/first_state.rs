//! Kept slices of an application's state are declared by the first state of their reducer or store.

use std::collections::HashMap;

use super::shape::draft;
use crate::{
    fact::{FileFacts, ObjectFact},
    lexicon::{Lexicon, Weight, canonical, words},
    link::candidate::{Candidate, FieldDraft, Place},
    mechanism::{Format, SiteRole},
    rule::wrapper::stem,
};

const HOMES: &[&str] = &["reducer", "slice", "store", "state", "module"];

/// Adds the members of the first state to a key that is a slice, and to the fields of one that are.
pub(super) fn add(candidate: &mut Candidate, states: &FirstStates<'_>) {
    if !candidate.kind.is_on_device() {
        return;
    }
    let slices: Vec<String> = match candidate.names.as_slice() {
        [only] if candidate.fields.iter().all(|it| it.name == *only) => vec![only.clone()],
        [_] => candidate.fields.iter().map(|it| it.name.clone()).collect(),
        _ => return,
    };
    for slice in slices {
        if let Some((path, object)) = states.of_slice(&slice) {
            add_state(candidate, &slice, path, object);
        }
    }
}

/// The first states that files declare, by the canonical names of the files.
pub(super) struct FirstStates<'a> {
    /// The first file of each name.
    named: HashMap<String, usize>,
    /// The first whose path speaks of a home of states as well.
    at_home: HashMap<String, usize>,
    files: Vec<(&'a str, &'a ObjectFact)>,
}

impl<'a> FirstStates<'a> {
    pub(super) fn of(files: &'a [(String, FileFacts)]) -> Self {
        let objects = files.iter().filter_map(|(path, facts)| {
            let object = facts.objects.first()?;
            Some((path.as_str(), object))
        });
        let files: Vec<(&str, &ObjectFact)> = objects.collect();
        let (mut named, mut at_home) = (HashMap::new(), HashMap::new());
        for (at, (path, _)) in files.iter().enumerate() {
            let name = canonical(stem(path));
            if HOMES.iter().any(|home| path.contains(home)) {
                at_home.entry(name.clone()).or_insert(at);
            }
            named.entry(name).or_insert(at);
        }
        Self {
            named,
            at_home,
            files,
        }
    }

    /// The first object of the file that is named after a slice.
    fn of_slice(&self, slice: &str) -> Option<(&'a str, &'a ObjectFact)> {
        if !slice.chars().all(char::is_alphanumeric) {
            return None;
        }
        let slice = canonical(slice);
        let homes = HOMES.iter().map(|home| format!("{slice}_{home}"));
        let named = homes.filter_map(|name| self.named.get(&name));
        let first = named.chain(self.at_home.get(&slice)).min()?;
        self.files.get(*first).copied()
    }
}

fn add_state(candidate: &mut Candidate, slice: &str, path: &str, object: &ObjectFact) {
    let lexicon = Lexicon::get();
    let mut fields: Vec<FieldDraft> = Vec::new();
    for (line, (name, default)) in (object.line + 1..).zip(&object.members) {
        let identifier = words(name);
        if lexicon
            .field_veto(&identifier)
            .is_some_and(|(reason, _)| reason == "secret")
        {
            continue;
        }
        let found = lexicon.field(&identifier, Weight::Loose);
        fields.push(draft(name, found.as_ref(), path, line, default.clone()));
    }
    if fields.is_empty() {
        return;
    }
    let telling = |it: &FieldDraft| lexicon.field(&words(&it.name), Weight::Owned).is_some();
    if candidate.fields.iter().all(|it| !telling(it)) && fields.iter().any(telling) {
        candidate.because(7, "a member says what the user prefers or does");
    }
    candidate.fields.retain(|it| it.name != slice);
    candidate.fields.extend(fields);
    candidate.format = Format::JsonBlob;
    candidate.because(8, format!("{path} declares what it starts as"));
    let place = Place {
        path: path.to_owned(),
        line: object.line,
        end_line: None,
        role: SiteRole::Declare,
        rule: "state.initial".to_owned(),
    };
    candidate.places.insert(0, place);
}
