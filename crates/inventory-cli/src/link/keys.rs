//! From keyed accesses to candidates: one per key, one per family of keys.

mod company;
mod database;
mod first_state;
mod judge;
mod looks;
mod paths;
mod people;
pub(super) mod service;
mod shape;
mod shared_store;
pub(super) mod user_values;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    first_state::FirstStates,
    judge::judge_key,
    shape::{add_fields, shape},
};
use super::{
    candidate::{Candidate, Place},
    constants::{Constants, Key},
};
use crate::{
    fact::{AccessFact, FileFacts},
    lexicon::{Lexicon, Weight, words},
    mechanism::{Excluded, Kind, SiteRole},
    rule::wrapper::stem,
};

/// Seconds below which a stored value is a cache and not a memory.
const DAY: u64 = 86_400;

/// Names of constants that are kept of one key.
const MOST_THROUGH: usize = 200;

/// Keys of a family that tell what it is for.
const MOST_TELLING: usize = 200;

/// Accesses of one key.
#[derive(Debug)]
struct KeyUse<'a> {
    key: Key,
    kind: Kind,
    accesses: Vec<(&'a str, &'a AccessFact)>,
}

impl KeyUse<'_> {
    fn places(&self) -> Vec<Place> {
        let place = |(path, access): &(&str, &AccessFact)| Place {
            path: (*path).to_owned(),
            line: access.line,
            end_line: None,
            role: access.role,
            rule: access.rule.clone(),
        };
        self.accesses.iter().map(place).collect()
    }
}

/// Candidates of all keyed stores, exclusions, and how many keys stayed unknown.
pub(super) fn candidates(
    files: &[(String, FileFacts)],
    constants: &Constants<'_>,
) -> (Vec<Candidate>, Vec<Excluded>, u32) {
    let mut uses: BTreeMap<(Kind, String), KeyUse<'_>> = BTreeMap::new();
    let mut unresolved = 0;
    for (path, facts) in files {
        for access in &facts.accesses {
            let keys = constants.resolve_all(path, &access.class, &access.key);
            unresolved += u32::from(keys.is_empty());
            for mut key in keys {
                let name = database::name_of_file(&access.rule, &key.template);
                let Some(name) = name.filter(|_| !paths::is_foreign(path, &access.rule)) else {
                    continue;
                };
                key.template = name.to_owned();
                let entry = uses
                    .entry((access.kind, key.template.clone()))
                    .or_insert_with(|| KeyUse {
                        key: key.clone(),
                        kind: access.kind,
                        accesses: Vec::new(),
                    });
                entry.key.personal |= key.personal;
                for name in key.through {
                    let through = &entry.key.through;
                    if through.len() < MOST_THROUGH && !through.contains(&name) {
                        entry.key.through.push(name);
                    }
                }
                entry.accesses.push((path, access));
            }
        }
    }
    service::settle(&mut uses);
    let mut excluded = Vec::new();
    let states = FirstStates::of(files);
    let (named, uses) = uses
        .into_iter()
        .partition(|(_, used)| user_values::is_one(used));
    let mut found = user_values::candidates(named, &mut excluded);
    for used in families(uses) {
        match candidate(&used) {
            Ok(mut candidate) => {
                first_state::add(&mut candidate, &states);
                found.push(candidate);
            }
            Err(exclusion) => excluded.extend(exclusion),
        }
    }
    let found = company::leave_out(found, &mut excluded);
    (found, excluded, unresolved)
}

/// Keys with a common namespace whose own names say nothing are members of one store.
fn families(uses: BTreeMap<(Kind, String), KeyUse<'_>>) -> Vec<Vec<KeyUse<'_>>> {
    let mut grouped: BTreeMap<(Kind, String), Vec<KeyUse<'_>>> = BTreeMap::new();
    for ((kind, template), used) in uses {
        let family = match namespace(&template) {
            Some(namespace) if kind != Kind::Redis && !tells(&template, namespace) => {
                format!("{namespace}*")
            }
            _ => generalised(&template),
        };
        grouped.entry((kind, family)).or_default().push(used);
    }
    grouped.into_values().collect()
}

/// `pf` of `pf.hc`, `prefs:x`, `settings/x`.
fn namespace(template: &str) -> Option<&str> {
    let (head, tail) = template.split_once(['.', ':', '/'])?;
    (!head.is_empty() && !tail.is_empty() && !head.contains('{')).then_some(head)
}

/// Whether the part after the namespace means something by itself.
fn tells(template: &str, namespace: &str) -> bool {
    let tail = template.get(namespace.len()..).unwrap_or_default();
    let identifier = words(tail);
    let lexicon = Lexicon::get();
    let known = lexicon.field(&identifier, Weight::Loose).is_some()
        || lexicon.field_veto(&identifier).is_some();
    // `perPage.song`: what comes first says what it is, the rest what it is of.
    let of_namespace = lexicon.field(&words(namespace), Weight::Strong).is_some();
    known || !of_namespace && identifier.iter().any(|word| word.len() > 4)
}

/// `menu_{id}` and `menu_{name}` are one; `{survey}-columns` and `{project}-columns` are not: what a key
/// begins with is its namespace.
fn generalised(template: &str) -> String {
    let mut result = String::new();
    let mut depth = 0_usize;
    let mut template = template;
    if template.starts_with('{')
        && let Some((first, rest)) = template.split_once('}')
    {
        result.push_str(first);
        result.push('}');
        template = rest;
    }
    for character in template.chars() {
        match character {
            '{' => {
                depth += 1;
                result.push_str("{}");
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => result.push(character),
            _ => {}
        }
    }
    result
}

fn candidate(uses: &[KeyUse<'_>]) -> Result<Candidate, Option<Excluded>> {
    let Some(first) = uses.first() else {
        return Err(None);
    };
    let kind = first.kind;
    let whole = generalised(&first.key.template);
    let store = if uses
        .iter()
        .any(|used| generalised(&used.key.template) != whole)
    {
        namespace(&first.key.template)
            .map_or_else(|| first.key.template.clone(), |it| format!("{it}.*"))
    } else {
        first.key.template.clone()
    };
    let mut candidate = Candidate::new(kind, &store, "");
    candidate.identity = format!("{}{}", candidate.identity, generalised(&store));
    for used in uses {
        candidate.named(&used.key.template);
        candidate.places.extend(used.places());
        add_terms(&mut candidate, used);
    }
    order_places(&mut candidate.places, &first.key.template);
    let identifier = telling_words(uses);
    let meaning = Lexicon::get().field(&identifier, Weight::Loose);
    judge_key(&mut candidate, uses, &identifier, meaning.as_ref())?;
    add_fields(&mut candidate, uses, meaning.as_ref());
    shape(&mut candidate, uses, &identifier, meaning.as_ref());
    Ok(candidate)
}

/// The words of the keys; where these say nothing, of the constants they came through.
fn telling_words(uses: &[KeyUse<'_>]) -> Vec<String> {
    const OF_KEYS: &[&str] = &["key", "storage", "store", "pref", "local", "name", "prefix"];
    let lexicon = Lexicon::get();
    let own = identifier_words(uses);
    let known = lexicon.field(&own, Weight::Loose).is_some() || lexicon.field_veto(&own).is_some();
    let through = uses.iter().flat_map(|it| &it.key.through);
    let mut named: Vec<String> = through.flat_map(|it| words(it)).collect();
    named.retain(|word| !OF_KEYS.contains(&word.as_str()));
    if known || named.is_empty() {
        own
    } else {
        named
    }
}

/// The words of the keys without their holes.
fn identifier_words(uses: &[KeyUse<'_>]) -> Vec<String> {
    let mut identifier = Vec::new();
    for used in uses.iter().take(MOST_TELLING) {
        identifier.extend(words(&generalised(&used.key.template)));
    }
    identifier
}

fn add_terms(candidate: &mut Candidate, used: &KeyUse<'_>) {
    let literal = used
        .key
        .template
        .split('{')
        .next()
        .unwrap_or_default()
        .trim_end_matches([':', '_', '-', '.']);
    if literal.len() >= 5 && (literal.contains(['_', '-', '.', ':']) || words(literal).len() > 1) {
        candidate.terms.push(literal.to_owned());
    }
    for name in &used.key.through {
        let shouted = name.len() >= 6
            && name
                .chars()
                .all(|it| it.is_uppercase() || it == '_' || it.is_numeric());
        if (shouted || super::stores::distinctive(name)) && name.contains(['_']) {
            candidate.terms.push(name.clone());
            candidate.named(name);
        }
    }
}

/// The first write is the declaration; of several, one in a file that is called like the key.
fn order_places(places: &mut Vec<Place>, key: &str) {
    let key: BTreeSet<String> = words(key).into_iter().collect();
    let foreign = |place: &Place| {
        let file = words(stem(&place.path));
        std::cmp::Reverse(file.iter().filter(|word| key.contains(*word)).count())
    };
    places.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    places.dedup_by(|one, other| one.path == other.path && one.line == other.line);
    let writes = places.iter().enumerate();
    if let Some((write, _)) = writes
        .filter(|(_, place)| place.role == SiteRole::Write)
        .min_by_key(|(_, place)| foreign(place))
    {
        let mut place = places.remove(write);
        place.role = SiteRole::Declare;
        let write = Place {
            role: SiteRole::Write,
            ..place.clone()
        };
        places.insert(0, place);
        places.insert(1, write);
    } else if let Some(first) = places.first_mut() {
        first.role = SiteRole::Declare;
    }
}
