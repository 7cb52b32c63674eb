//! From facts to candidates: the first opinion about what the facts of all files mean together.

pub(crate) mod candidate;
mod columns;
mod constants;
mod group;
mod keys;
mod logic;
mod members;
mod owner;
mod settings;
mod stores;
mod tables;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use candidate::{Candidate, Place};
pub(crate) use constants::{is_constant_name, is_resource, strip_accessors};
pub(crate) use tables::{entity_of_set, list_of, type_names};

use crate::{
    fact::FileFacts,
    mechanism::{Excluded, Inference, Kind, SiteRole},
};

/// What the facts of a project say.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) excluded: Vec<Excluded>,
    pub(crate) unresolved_keys: u32,
    /// Tables and classes that hold people.
    pub(crate) persons: Vec<String>,
}

/// Links the facts of all files; `files` are sorted by path.
pub(crate) fn link(files: &[(String, FileFacts)]) -> Linked {
    let declared = || {
        let tables = tables::fold(files);
        let people = tables::people(&tables);
        let found = stores::candidates(&tables, &people);
        (tables, found)
    };
    let used = || {
        let constants = constants::Constants::new(files);
        let keys = keys::candidates(files, &constants);
        (keys, logic::candidates(files))
    };
    let ((tables, (mut candidates, mut excluded)), (keys, logic)) = rayon::join(declared, used);
    let (keyed, not_keyed, unresolved_keys) = keys;
    let (logic, not_logic) = logic;
    excluded.extend(not_keyed);
    excluded.extend(not_logic);
    candidates.extend(keyed);
    candidates.extend(logic);
    absorb_keys(&mut candidates);
    settings::absorb(&mut candidates);
    absorb_prompts(&mut candidates);
    merge_copies(&mut candidates);
    keys::user_values::settle(&mut candidates);
    keys::service::drop_copies(&mut candidates);
    merge_same_identity(&mut candidates);
    let persons: BTreeSet<String> = tables
        .values()
        .filter(|table| table.is_person)
        .flat_map(|table| table.classes.iter().chain(&table.tables).cloned())
        .collect();
    Linked {
        candidates,
        excluded,
        unresolved_keys,
        persons: persons.into_iter().collect(),
    }
}

/// A Redis key in the file of a service for a table is that table's mirror: more sites of one mechanism.
fn merge_copies(candidates: &mut Vec<Candidate>) {
    let mut stores: BTreeMap<String, usize> = BTreeMap::new();
    let tables = candidates.iter().enumerate();
    for (index, it) in tables.filter(|it| matches!(it.1.kind, Kind::OrmModel | Kind::SqlTable)) {
        for name in &it.names {
            let name = crate::lexicon::canonical(name);
            stores.entry(name).or_insert(index);
        }
    }
    let mut moves = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.kind != Kind::Redis {
            continue;
        }
        let store_of = |path: &str| {
            let stem = crate::lexicon::canonical(crate::rule::wrapper::stem(path));
            let home = stem
                .trim_end_matches("_service")
                .trim_end_matches("_repository")
                .trim_end_matches("_store");
            stores.get(home).copied()
        };
        if let Some(store) = candidate.places.iter().find_map(|it| store_of(&it.path)) {
            moves.push((index, store));
        }
    }
    let mut gone = BTreeSet::new();
    for (from, to) in moves {
        let (places, names) = match candidates.get(from) {
            Some(copy) => (copy.places.clone(), copy.names.clone()),
            None => continue,
        };
        if let Some(target) = candidates.get_mut(to) {
            for mut place in places {
                if place.role == SiteRole::Declare {
                    place.role = SiteRole::Write;
                }
                target.places.push(place);
            }
            for name in names {
                target.named(&name);
            }
            target.because(5, "a copy is kept in Redis");
            gone.insert(from);
        }
    }
    let mut index = 0;
    candidates.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

/// A prompt with the fields of a known store is a use of that store.
fn absorb_prompts(candidates: &mut Vec<Candidate>) {
    let mut homes: BTreeMap<String, usize> = BTreeMap::new();
    for (index, other) in candidates.iter().enumerate() {
        let holds = !matches!(
            other.kind,
            Kind::Prompt | Kind::BrowserStorage | Kind::DeviceStorage
        );
        for field in other.fields.iter().filter(|_| holds) {
            let name = crate::lexicon::canonical(&field.name);
            homes.entry(name).or_insert(index);
        }
    }
    let mut moves: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, prompt) in candidates
        .iter()
        .enumerate()
        .filter(|(_, it)| it.kind == Kind::Prompt)
    {
        let told: BTreeSet<String> = prompt
            .fields
            .iter()
            .map(|field| crate::lexicon::canonical(crate::syntax::last_segment(&field.name)))
            .collect();
        let home = told.iter().filter_map(|it| homes.get(it)).min().copied();
        moves.extend(home.map(|home| (index, home)));
    }
    for (from, to) in &moves {
        let places = candidates
            .get(*from)
            .map(|it| it.places.clone())
            .unwrap_or_default();
        let Some(target) = candidates.get_mut(*to) else {
            continue;
        };
        for mut place in places {
            place.role = SiteRole::Read;
            place.end_line = None;
            target.places.push(place);
        }
        if !target.inference.contains(&Inference::PromptInjection) {
            target.inference.push(Inference::PromptInjection);
            target.because(5, "a language model is told of it");
        }
    }
    let mut index = 0;
    candidates.retain(|_| {
        index += 1;
        !moves.contains_key(&(index - 1))
    });
}

/// Classes of one file whose keys are looked for.
const MOST_SPANS: usize = 200;

/// Keys that a class of the same kind builds are that class's, not stores of their own.
fn absorb_keys(candidates: &mut Vec<Candidate>) {
    let all: Vec<(usize, Place)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, it)| it.kind == Kind::Redis)
        .filter_map(|(index, it)| Some((index, it.places.first()?.clone())))
        .filter(|(_, place)| place.end_line.is_some())
        .collect();
    let mut spans: BTreeMap<&str, Vec<&(usize, Place)>> = BTreeMap::new();
    for span in &all {
        spans.entry(&span.1.path).or_default().push(span);
    }
    let mut absorbed: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(place) = candidate.places.first().filter(|it| it.end_line.is_none()) else {
            continue;
        };
        let in_file = spans.get(place.path.as_str()).into_iter().flatten();
        let home = in_file.take(MOST_SPANS).find(|(_, span)| {
            candidate.kind == Kind::Redis
                && (span.line..=span.end_line.unwrap_or(span.line)).contains(&place.line)
        });
        absorbed.extend(home.map(|(home, _)| (index, *home)));
    }
    for (from, to) in &absorbed {
        let Some(copy) = candidates.get(*from).cloned() else {
            continue;
        };
        if let Some(target) = candidates.get_mut(*to) {
            target.places.extend(copy.places);
            for name in &copy.names {
                target.named(name);
            }
        }
    }
    let mut index = 0;
    candidates.retain(|_| {
        index += 1;
        !absorbed.contains_key(&(index - 1))
    });
}

fn merge_same_identity(candidates: &mut Vec<Candidate>) {
    candidates.sort_by(|one, other| one.identity.cmp(&other.identity));
    let mut merged: Vec<Candidate> = Vec::new();
    for candidate in candidates.drain(..) {
        match merged.last_mut() {
            Some(last) if last.identity == candidate.identity => {
                last.places.extend(candidate.places);
                last.fields.extend(candidate.fields);
                for name in candidate.names {
                    last.named(&name);
                }
            }
            _ => merged.push(candidate),
        }
    }
    *candidates = merged;
}
