//! Types of settings whose values are kept under a key: the type tells what the key holds.

use std::collections::BTreeSet;

use super::{candidate::Candidate, tables::SETTINGS_DOCUMENT};
use crate::{
    lexicon::{canonical, words},
    mechanism::{Kind, SiteRole},
};

/// Types of settings that are compared with keys, and keys that each is compared with.
const MOST_TYPES: usize = 300;
const MOST_KEYED: usize = 1_000;

/// Gives what only a type tells of to the key that the same folder keeps settings under, or to the one
/// whose members are the same.
pub(super) fn absorb(candidates: &mut Vec<Candidate>) {
    let is_type = |it: &Candidate| it.places.iter().all(|it| it.rule == SETTINGS_DOCUMENT);
    let (types, mut others): (Vec<Candidate>, Vec<Candidate>) = std::mem::take(candidates)
        .into_iter()
        .partition(|it| it.kind == Kind::OrmModel && !it.places.is_empty() && is_type(it));
    for (index, type_) in types.into_iter().enumerate() {
        let mut keyed = others.iter_mut().filter(|it| is_keyed(it)).take(MOST_KEYED);
        let keyed = keyed.find(|it| index < MOST_TYPES && keeps(it, &type_));
        let Some(keyed) = keyed else {
            others.push(type_);
            continue;
        };
        if keyed.fields.len() <= 1 {
            keyed.fields = type_.fields;
        }
        keyed
            .places
            .extend(type_.places.into_iter().map(|mut place| {
                place.role = SiteRole::Write;
                place
            }));
    }
    *candidates = others;
}

fn is_keyed(candidate: &Candidate) -> bool {
    matches!(
        candidate.kind,
        Kind::BrowserStorage | Kind::Redis | Kind::InMemorySession
    )
}

fn keeps(keyed: &Candidate, type_: &Candidate) -> bool {
    let names = |it: &Candidate| -> BTreeSet<String> {
        it.fields
            .iter()
            .map(|field| canonical(&field.name))
            .collect()
    };
    let told = names(type_);
    let common = names(keyed).intersection(&told).count();
    (common >= 2 && common * 2 >= told.len())
        || (is_of_settings(keyed) && share_a_folder(keyed, type_) && are_called_alike(keyed, type_))
}

fn is_of_settings(keyed: &Candidate) -> bool {
    let last = words(&keyed.name).pop();
    last.is_some_and(|it| matches!(it.as_str(), "setting" | "preference" | "pref" | "config"))
}

/// `print-preferences` and `UserPrintPreferences`; where the type says only that it is a user's, any.
fn are_called_alike(keyed: &Candidate, type_: &Candidate) -> bool {
    let told = words(type_.store.rsplit('|').next().unwrap_or_default());
    let key = words(&keyed.name);
    let says = |it: &&String| {
        !matches!(
            it.as_str(),
            "user" | "setting" | "preference" | "pref" | "config"
        )
    };
    let mut telling = told.iter().filter(says).peekable();
    telling.peek().is_none() || telling.any(|it| key.contains(it))
}

fn share_a_folder(one: &Candidate, other: &Candidate) -> bool {
    let folder = |path: &str| path.rsplit_once('/').map(|it| it.0.to_owned());
    let mut places = one.places.iter();
    places.any(|it| {
        let mut others = other.places.iter();
        others.any(|other| folder(&other.path) == folder(&it.path))
    })
}
