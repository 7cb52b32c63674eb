//! Kept slices of an application's state are declared by the first state of their reducer or store.

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
pub(super) fn add(candidate: &mut Candidate, files: &[(String, FileFacts)]) {
    if !candidate.kind.is_on_device() {
        return;
    }
    let slices: Vec<String> = match candidate.names.as_slice() {
        [only] if candidate.fields.iter().all(|it| it.name == *only) => vec![only.clone()],
        [_] => candidate.fields.iter().map(|it| it.name.clone()).collect(),
        _ => return,
    };
    for slice in slices {
        if let Some((path, object)) = first_state(&slice, files) {
            add_state(candidate, &slice, path, object);
        }
    }
}

fn first_state<'a>(
    slice: &str,
    files: &'a [(String, FileFacts)],
) -> Option<(&'a str, &'a ObjectFact)> {
    if !slice.chars().all(char::is_alphanumeric) {
        return None;
    }
    let slice = canonical(slice);
    let home = files.iter().find(|(path, facts)| {
        if facts.objects.is_empty() {
            return false;
        }
        let stem = canonical(stem(path));
        HOMES
            .iter()
            .any(|home| stem == format!("{slice}_{home}") || (stem == slice && path.contains(home)))
    });
    let (path, facts) = home?;
    Some((path, facts.objects.first()?))
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
