//! Named values that every user has of their own: one mechanism for each thing they are for, as if the
//! names were the columns of a table.

use std::collections::{BTreeMap, BTreeSet};

use super::{KeyUse, add_terms, order_places, shape::draft};
use crate::{
    lexicon::{Weight, canonical, words},
    link::{
        candidate::{Candidate, Place},
        columns::meaning,
        group::{Group, inference_of, purpose_of, richness_of},
    },
    mechanism::{Excluded, Format, Kind, Owner, SiteRole},
};

const RULE: &str = "server.user-value";

/// Names alone, which are as well those of what a person is.
const NAMES: &str = "server.user-value.names";

/// What they are kept in, whatever it is called.
const STORE: &str = "user_values";

/// Gives the values to where they are kept: members of a document that lists them are its members, a
/// table of names and values lends them its name.
pub(in crate::link) fn settle(candidates: &mut Vec<Candidate>) {
    let is_value = |it: &Candidate| it.store.ends_with(&format!("|{STORE}"));
    let (values, mut others): (Vec<Candidate>, Vec<Candidate>) =
        std::mem::take(candidates).into_iter().partition(is_value);
    if let Some(document) = document_of(&values, &others) {
        for value in values {
            let wanted = field_names(&value);
            let target = others
                .iter_mut()
                .filter(|it| it.store == document)
                .max_by_key(|it| field_names(it).intersection(&wanted).count());
            if let Some(target) = target {
                target.places.extend(value.places.into_iter().map(as_use));
            }
        }
    } else {
        let table = others.iter().find(|it| is_table_of_values(it)).cloned();
        for mut value in values {
            if let Some(table) = &table {
                value.name = value.name.replacen(STORE, &table.name, 1);
                for name in &table.names {
                    value.named(name);
                }
            }
            others.push(value);
        }
    }
    *candidates = others;
}

/// The store whose fields most of the values are.
fn document_of(values: &[Candidate], others: &[Candidate]) -> Option<String> {
    let all: BTreeSet<String> = values.iter().flat_map(field_names).collect();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for other in others.iter().filter(|it| it.kind == Kind::OrmModel) {
        let common = field_names(other).intersection(&all).count();
        *known.entry(&other.store).or_default() += common;
    }
    let (store, common) = known.into_iter().max_by_key(|(_, common)| *common)?;
    (common > 0 && common * 2 >= all.len()).then(|| store.to_owned())
}

fn field_names(of: &Candidate) -> BTreeSet<String> {
    let fields = of.fields.iter();
    fields.map(|field| canonical(&field.name)).collect()
}

fn as_use(mut place: Place) -> Place {
    if place.role == SiteRole::Declare {
        place.role = SiteRole::Write;
    }
    place
}

/// `user_preferences` with no columns of its own to tell of.
fn is_table_of_values(candidate: &Candidate) -> bool {
    let settings = |word: &String| matches!(word.as_str(), "setting" | "preference" | "option");
    let of_user = |name: &String| {
        let name = words(name);
        name.iter().any(|it| it == "user") && name.iter().any(settings)
    };
    matches!(candidate.kind, Kind::OrmModel | Kind::SqlTable)
        && candidate.names.iter().any(of_user)
        && candidate.fields.iter().all(|it| it.dimension.is_none())
}

/// Whether a key is used as the name of a user's value.
pub(super) fn is_one(used: &KeyUse<'_>) -> bool {
    used.kind == Kind::OrmModel
        && used
            .accesses
            .iter()
            .all(|(_, it)| it.rule.starts_with(RULE))
}

/// Candidates of all such names, by purpose.
pub(super) fn candidates(
    uses: BTreeMap<(Kind, String), KeyUse<'_>>,
    excluded: &mut Vec<Excluded>,
) -> Vec<Candidate> {
    let mut groups: BTreeMap<String, (Group, Candidate)> = BTreeMap::new();
    for used in uses.into_values() {
        let name = &used.key.template;
        let found = match meaning(name, Weight::Loose) {
            Ok(found) => found,
            Err(reason) => {
                let mut alone = Candidate::new(Kind::OrmModel, name, "");
                alone.places = used.places();
                excluded.push(alone.excluded(format!("{reason}: `{name}` says so")));
                continue;
            }
        };
        if found.is_none() && used.accesses.iter().all(|(_, it)| it.rule == NAMES) {
            continue;
        }
        let purpose = found.as_ref().map_or_else(
            || "general".to_owned(),
            |it| purpose_of(name, &it.dimension.purpose),
        );
        let new = || {
            let candidate = Candidate::new(Kind::OrmModel, STORE, &purpose);
            (Group::default(), candidate)
        };
        let (group, candidate) = groups.entry(purpose.clone()).or_insert_with(new);
        let places = used.places();
        let (path, line) = places
            .first()
            .map_or(("", 0), |it| (it.path.as_str(), it.line));
        if let Some(found) = &found {
            group.learn(found);
        }
        group
            .fields
            .push(draft(name, found.as_ref(), path, line, None));
        candidate.named(name);
        add_terms(candidate, &used);
        candidate.places.extend(places);
    }
    groups.into_values().map(finish).collect()
}

fn finish((group, mut candidate): (Group, Candidate)) -> Candidate {
    order_places(&mut candidate.places, &candidate.names.join(" "));
    candidate.format = Format::KeyValue;
    candidate.owner = Owner::Key;
    candidate.inference = inference_of(&group, false);
    candidate.richness = richness_of(&group, None, Owner::Person);
    candidate.because(40, "an accessor reads and writes it for one user");
    let known = group.fields.iter().filter(|it| it.dimension.is_some());
    match known.count() {
        0 => candidate.because(10, "what a user can set is a preference"),
        _ if group.strong => candidate.because(25, "a name says beyond doubt what it is for"),
        _ => candidate.because(15, "a name may say what it is for"),
    }
    candidate.fields = group.fields;
    candidate
}
