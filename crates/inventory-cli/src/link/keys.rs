//! From keyed accesses to candidates: one per key, one per family of keys.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    candidate::{Candidate, FieldDraft, Place},
    constants::{Constants, Key},
};
use crate::{
    fact::{AccessFact, FileFacts},
    lexicon::{Lexicon, Meaning, Weight, canonical, words},
    mechanism::{Excluded, Format, Inference, Kind, Owner, Richness, SiteRole},
    rule::wrapper::stem,
};

/// Seconds below which a stored value is a cache and not a memory.
const DAY: u64 = 86_400;

/// Accesses of one key.
#[derive(Debug)]
struct KeyUse<'a> {
    key: Key,
    kind: Kind,
    accesses: Vec<(&'a str, &'a AccessFact)>,
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
            let Some(key) = constants.resolve(path, &access.class, &access.key) else {
                unresolved += 1;
                continue;
            };
            let entry = uses
                .entry((access.kind, key.template.clone()))
                .or_insert_with(|| KeyUse {
                    key: key.clone(),
                    kind: access.kind,
                    accesses: Vec::new(),
                });
            entry.key.personal |= key.personal;
            for name in key.through {
                if !entry.key.through.contains(&name) {
                    entry.key.through.push(name);
                }
            }
            entry.accesses.push((path, access));
        }
    }
    let mut found = Vec::new();
    let mut excluded = Vec::new();
    for used in families(uses) {
        match candidate(&used) {
            Ok(mut candidate) => {
                add_first_state(&mut candidate, files);
                found.push(candidate);
            }
            Err(exclusion) => excluded.extend(exclusion),
        }
    }
    (found, excluded, unresolved)
}

/// A kept slice of an application's state is declared by the first state of its reducer or store.
fn add_first_state(candidate: &mut Candidate, files: &[(String, FileFacts)]) {
    const HOMES: &[&str] = &["reducer", "slice", "store", "state"];
    let slice = match (candidate.kind, candidate.names.as_slice()) {
        (Kind::BrowserStorage | Kind::DeviceStorage, [only])
            if only.chars().all(char::is_alphanumeric) =>
        {
            canonical(only)
        }
        _ => return,
    };
    let home = files.iter().find(|(path, facts)| {
        let stem = canonical(stem(path));
        !facts.objects.is_empty()
            && HOMES.iter().any(|home| {
                stem == format!("{slice}_{home}") || (stem == slice && path.contains(home))
            })
    });
    let Some((path, facts)) = home else { return };
    let Some(object) = facts.objects.first() else {
        return;
    };
    let lexicon = Lexicon::get();
    let mut fields = Vec::new();
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
    candidate.fields = fields;
    candidate.format = Format::JsonBlob;
    candidate.because(8, format!("{path} declares what it starts as"));
    let place = Place {
        path: path.clone(),
        line: object.line,
        end_line: None,
        role: SiteRole::Declare,
        rule: "state.initial".to_owned(),
    };
    candidate.places.insert(0, place);
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
    lexicon.field(&identifier, Weight::Loose).is_some()
        || lexicon.field_veto(&identifier).is_some()
        || identifier.iter().any(|word| word.len() > 4)
}

/// `menu_{id}` and `menu_{name}` are one.
fn generalised(template: &str) -> String {
    let mut result = String::new();
    let mut depth = 0_usize;
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
        for (path, access) in &used.accesses {
            candidate.places.push(Place {
                path: (*path).to_owned(),
                line: access.line,
                end_line: None,
                role: access.role,
                rule: access.rule.clone(),
            });
        }
        add_terms(&mut candidate, used);
    }
    order_places(&mut candidate.places);
    let identifier = identifier_words(uses);
    let meaning = Lexicon::get().field(&identifier, Weight::Loose);
    judge_key(&mut candidate, uses, &identifier, meaning.as_ref())?;
    add_fields(&mut candidate, uses, meaning.as_ref());
    shape(&mut candidate, uses, &identifier, meaning.as_ref());
    Ok(candidate)
}

/// The words of the keys without their holes, and of the constants they came through.
fn identifier_words(uses: &[KeyUse<'_>]) -> Vec<String> {
    let mut identifier = Vec::new();
    for used in uses {
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

/// The first write is the declaration.
fn order_places(places: &mut Vec<Place>) {
    places.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    places.dedup_by(|one, other| one.path == other.path && one.line == other.line);
    if let Some(write) = places
        .iter()
        .position(|place| place.role == SiteRole::Write)
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

fn judge_key(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let lexicon = Lexicon::get();
    let accesses = || {
        uses.iter()
            .flat_map(|used| &used.accesses)
            .map(|(_, access)| *access)
    };
    if let Some((reason, length)) = lexicon.field_veto(identifier) {
        let saved = meaning.is_some_and(|it| {
            it.weight == Weight::Strong && it.length > length
                || it.length > length + 1
                || (it.weight >= Weight::Owned && reason == "site_settings")
                || (it.length >= length && matches!(reason, "transient" | "cache" | "operations"))
        });
        let by_user = candidate.kind == Kind::Redis || candidate.kind == Kind::OrmModel;
        let only_person =
            by_user && reason == "auth" && identifier_is_only_person(identifier, meaning);
        if !(saved || only_person) {
            return Err(Some(
                candidate.excluded(format!("{reason}: `{}` says so", candidate.name)),
            ));
        }
    }
    if identifier == ["name"] || identifier == ["id"] {
        return Err(Some(
            candidate.excluded("identity: who the user is, not what they like"),
        ));
    }
    judge_owner(candidate, uses, identifier, meaning)?;
    match meaning {
        Some(found) if found.weight == Weight::Strong => {
            candidate.because(25, format!("the key says {}", found.dimension.id));
        }
        Some(found) => candidate.because(15, format!("the key may say {}", found.dimension.id)),
        None => candidate.because(0, "no word of the key is known"),
    }
    let roles: BTreeSet<SiteRole> = accesses().map(|access| access.role).collect();
    if roles.contains(&SiteRole::Write) && roles.contains(&SiteRole::Read) {
        candidate.because(10, "it is written and read");
    }
    Ok(())
}

/// Whose the value is; what is nobody's, or only a cache, is left out.
fn judge_owner(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let accesses = || {
        uses.iter()
            .flat_map(|used| &used.accesses)
            .map(|(_, access)| *access)
    };
    let home = identifier.iter().any(|it| it == "home")
        && identifier
            .iter()
            .any(|it| matches!(it.as_str(), "timeline" | "feed" | "stream"));
    let personal = uses
        .iter()
        .any(|used| used.key.personal || (home && used.key.has_hole));
    match candidate.kind {
        Kind::BrowserStorage | Kind::DeviceStorage => {
            candidate.owner = Owner::Device;
            candidate.because(50, "the browser or device belongs to one person");
        }
        Kind::InMemorySession => {
            candidate.owner = Owner::Session;
            candidate.because(25, "a session belongs to one person");
            if meaning.is_none_or(|it| it.weight == Weight::Loose) {
                return Err(None);
            }
        }
        Kind::Redis => {
            candidate.owner = Owner::Key;
            if !personal && accesses().any(|access| access.needs_person) {
                return Err(
                    meaning.map(|_| candidate.excluded("not_personal: the key names no user"))
                );
            }
            candidate.because(32, "the key names a user");
            let short = accesses()
                .filter_map(|access| access.lifetime)
                .max()
                .is_some_and(|it| it < DAY);
            if short {
                return Err(Some(candidate.excluded("cache: it lives less than a day")));
            }
            let cached = accesses().all(|access| access.rule == "server.cache");
            let computed = redis_purpose(identifier).is_some_and(|it| {
                it.1 != Inference::Explicit && it.0 != "behavior.history"
                    || identifier.iter().any(|word| {
                        matches!(word.as_str(), "insight" | "review" | "wrapped" | "summary")
                    })
            });
            if cached && !computed {
                return Err(Some(candidate.excluded(
                    "cache: a framework's cache of something kept elsewhere",
                )));
            }
            if meaning.is_none_or(|it| it.weight < Weight::Strong)
                && redis_purpose(identifier).is_none()
            {
                return Err(Some(
                    candidate.excluded("cache: nothing says what it knows of the user"),
                ));
            }
        }
        Kind::RemoteSdk | Kind::VectorLlmMemory => {
            candidate.owner = Owner::Key;
            candidate.because(45, "a service is told of one user");
        }
        _ => {
            candidate.owner = Owner::Key;
            candidate.because(40, "the label names a user");
        }
    }
    Ok(())
}

/// A key that is vetoed only because it holds a user's id.
fn identifier_is_only_person(identifier: &[String], meaning: Option<&Meaning<'_>>) -> bool {
    meaning.is_some()
        && identifier
            .iter()
            .any(|word| matches!(word.as_str(), "user" | "profile"))
        || redis_purpose(identifier).is_some()
        || identifier.len() >= 3 && identifier.first().is_some_and(|it| it == "user")
}

/// What a key of a user is kept for, by a word no single field would prove anything by.
fn redis_purpose(identifier: &[String]) -> Option<(&'static str, Inference, Richness)> {
    let has = |list: &[&str]| identifier.iter().any(|word| list.contains(&word.as_str()));
    if has(&["timeline", "feed", "stream", "home"]) {
        Some(("interests.social", Inference::Rules, Richness::High))
    } else if has(&[
        "suggestion",
        "suggested",
        "recommendation",
        "recommended",
        "affinity",
        "similar",
        "rec",
    ]) {
        Some(("interests.topics", Inference::Implicit, Richness::High))
    } else if has(&["insight", "memory", "review", "summary", "wrapped"]) {
        Some(("behavior.history", Inference::Implicit, Richness::Medium))
    } else if has(&[
        "follow",
        "following",
        "follower",
        "mute",
        "block",
        "bookmark",
        "like",
        "filter",
        "hashtag",
    ]) {
        Some(("interests.social", Inference::Explicit, Richness::Medium))
    } else if has(&["read", "seen", "viewed", "marker", "recent", "history"]) {
        Some(("behavior.history", Inference::Implicit, Richness::Medium))
    } else if has(&[
        "whitelist",
        "whitelisted",
        "skill",
        "setting",
        "preference",
        "pref",
    ]) {
        Some(("workflow.defaults", Inference::Explicit, Richness::Medium))
    } else {
        None
    }
}

fn add_fields(candidate: &mut Candidate, uses: &[KeyUse<'_>], meaning: Option<&Meaning<'_>>) {
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
            && used.accesses.iter().all(|(_, it)| it.members.len() == 1);
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

fn draft(
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

fn default_of(used: &KeyUse<'_>) -> Option<String> {
    used.accesses
        .iter()
        .find_map(|(_, access)| access.default.clone())
}

fn shape(
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
        _ if structured => Format::JsonBlob,
        _ => Format::KeyValue,
    };
    let from_meaning = meaning.map_or(Inference::Explicit, |it| it.dimension.inference);
    candidate.inference = vec![from_meaning];
    if meaning.is_some_and(|it| it.dimension.low) {
        candidate.richness = Some(Richness::Low);
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
