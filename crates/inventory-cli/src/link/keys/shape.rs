//! What is stored under a key: its fields and their form.

use std::collections::BTreeSet;

use super::{
    KeyUse,
    database::{database_purpose, is_of_file},
    shared_store::redis_purpose,
};
use crate::{
    lexicon::{Lexicon, Meaning, Weight, words},
    link::candidate::{Candidate, FieldDraft},
    mechanism::{Format, Inference, Kind, Richness},
};

/// Rules of libraries that keep a state: what they list is the state's, however little.
const STATES: &[&str] = &[
    "browser.zustand",
    "browser.redux-persist",
    "browser.pinia-persist",
    "browser.vuex-persist",
];

pub(super) fn add_fields(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    meaning: Option<&Meaning<'_>>,
) {
    let lexicon = Lexicon::get();
    for used in uses {
        let place = used.accesses.first();
        let path = place.map_or("", |it| it.0);
        let line = place.map_or(0, |it| it.1.line);
        let members: BTreeSet<&String> = used
            .accesses
            .iter()
            .flat_map(|(_, access)| &access.members)
            .collect();
        let members: Vec<&String> = members
            .into_iter()
            .filter(|it| lexicon.field_veto(&words(it)).is_none())
            .collect();
        let whole = used.kind == Kind::BrowserStorage
            && members.len() == 1
            && used.accesses.iter().all(|(_, it)| it.members.len() == 1)
            && !used
                .accesses
                .iter()
                .any(|(_, it)| STATES.contains(&it.rule.as_str()));
        if members.is_empty() || whole {
            let own = if uses.len() > 1 {
                lexicon.field(&words(&used.key.template), Weight::Loose)
            } else {
                None
            };
            let found = own.as_ref().or(meaning);
            candidate.fields.push(draft(
                &used.key.template,
                found,
                path,
                line,
                default_of(used),
            ));
            continue;
        }
        for member in members {
            let found = lexicon.field(&words(member), Weight::Loose);
            candidate
                .fields
                .push(draft(member, found.as_ref(), path, line, None));
        }
    }
}

pub(super) fn draft(
    name: &str,
    meaning: Option<&Meaning<'_>>,
    path: &str,
    line: u32,
    default: Option<String>,
) -> FieldDraft {
    FieldDraft {
        name: name.to_owned(),
        type_: None,
        default,
        values: Vec::new(),
        dimension: meaning.map(|it| it.dimension.id.clone()),
        sensitive: meaning.is_some_and(|it| it.dimension.sensitive),
        path: path.to_owned(),
        line,
    }
}

pub(super) fn default_of(used: &KeyUse<'_>) -> Option<String> {
    used.accesses
        .iter()
        .find_map(|(_, access)| access.default.clone())
}

fn is_of_files(uses: &[KeyUse<'_>]) -> bool {
    let mut accesses = uses.iter().flat_map(|used| &used.accesses);
    accesses.all(|(_, access)| is_of_file(&access.rule))
}

pub(super) fn shape(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) {
    let structured = uses
        .iter()
        .flat_map(|used| &used.accesses)
        .any(|(_, access)| !access.members.is_empty());
    candidate.format = match candidate.kind {
        Kind::VectorLlmMemory => Format::Embedding,
        Kind::OrmModel => Format::JsonBlob,
        _ if structured || is_of_files(uses) => Format::JsonBlob,
        _ => Format::KeyValue,
    };
    let from_meaning = meaning.map_or(Inference::Explicit, |it| it.dimension.inference);
    candidate.inference = vec![from_meaning];
    if meaning.is_some_and(|it| it.dimension.low) {
        candidate.richness = Some(Richness::Low);
    } else if let Some(store) = database_purpose(uses, &candidate.name) {
        // A store of settings has a dimension for each of them, and more than one of them.
        if store.split && is_of_files(uses) {
            candidate.richness = Some(Richness::Medium);
        } else {
            candidate.dimension = Some(store.purpose.clone());
            candidate.richness = store.richness;
        }
        candidate.inference = vec![store.inference.unwrap_or(from_meaning)];
        candidate.because(15, format!("the name of the table says {}", store.purpose));
    }
    if let (Kind::Redis | Kind::OrmModel, Some((dimension, inference, richness))) =
        (candidate.kind, redis_purpose(identifier))
    {
        candidate.dimension = Some(dimension.to_owned());
        candidate.inference = vec![inference];
        if inference == Inference::Rules {
            candidate.inference.push(Inference::Implicit);
        }
        candidate.richness = Some(richness);
        candidate.because(15, format!("the key says {dimension}"));
    }
    if candidate.kind == Kind::VectorLlmMemory {
        candidate.inference = vec![Inference::PromptInjection];
        candidate.dimension = Some("memory.facts".to_owned());
        candidate.richness = Some(Richness::High);
    }
}
