//! One purpose of a store as a candidate of its own.

use super::{
    add_owner_reason, blank, document::is_document, holds_settings, is_membership, kind_words,
};
use crate::{
    lexicon::{Lexicon, StoreWord, words},
    link::{
        candidate::{Candidate, FieldDraft, Place},
        columns::{is_relation, is_structured, key_value},
        group::{Group, inference_of, richness_of},
        tables::Table,
    },
    mechanism::{Format, Owner, SiteRole},
};

pub(super) fn group_candidate(
    table: &Table,
    owner: Owner,
    store: Option<&StoreWord>,
    purpose: &str,
    group: Group,
    document: bool,
) -> Option<Candidate> {
    let mut candidate = blank(table, purpose);
    candidate.owner = owner;
    candidate.needs_prompt = purpose == "about";
    candidate.format = format_of(table, &group, store, candidate.needs_prompt);
    candidate.inference = inference_of(&group, candidate.needs_prompt);
    candidate.richness = richness_of(&group, store, owner);
    weigh(&mut candidate, table, owner, store, &group);
    if store.is_none()
        && matches!(owner, Owner::ManyRows | Owner::Device)
        && !tells_among_content(&mut candidate, table, purpose, &group)
    {
        return None;
    }
    focus(&mut candidate, table, &group.fields, owner, store);
    if document && owner != Owner::Person {
        as_document(&mut candidate, table, &group.fields);
    }
    candidate.fields = group.fields;
    Some(candidate)
}

/// The form in which the fields of a group are kept.
fn format_of(table: &Table, group: &Group, store: Option<&StoreWord>, prompt: bool) -> Format {
    if is_document(table) {
        Format::JsonBlob
    } else if key_value(table) && store.is_some() {
        Format::KeyValue
    } else if all_of_type(group, is_relation) {
        Format::Relation
    } else if all_of_type(group, is_structured) {
        Format::JsonBlob
    } else if prompt {
        Format::FreeText
    } else {
        Format::TypedColumns
    }
}

fn all_of_type(group: &Group, is: fn(Option<&str>) -> bool) -> bool {
    group.fields.iter().all(|it| is(it.type_.as_deref()))
}

fn is_document_of_settings(group: &Group) -> bool {
    all_of_type(group, is_structured) && group.fields.iter().all(|it| holds_settings(&it.name))
}

/// Gives the reasons for taking the group for a mechanism, each with its weight.
fn weigh(
    candidate: &mut Candidate,
    table: &Table,
    owner: Owner,
    store: Option<&StoreWord>,
    group: &Group,
) {
    let kind = kind_words(table.kind);
    candidate.because(20, format!("`{}` is declared as a {kind}", table.name()));
    add_owner_reason(candidate, owner);
    if let Some(store) = store {
        candidate.because(store.strength, "its name says it holds settings");
    } else if group.strong {
        candidate.because(22, "a field says beyond doubt what it is for");
    } else {
        candidate.because(10, "a field is usually a preference in a person's store");
        if group.exact {
            candidate.because(6, "its whole name is a phrase of the vocabulary");
        }
    }
    if store.is_none() && owner == Owner::Person && is_document_of_settings(group) {
        candidate.because(8, "its name says it holds settings");
    }
    let count = i32::try_from(group.fields.len()).unwrap_or(9);
    candidate.because(
        (2 * count).min(8),
        format!("fields that mean something: {count}"),
    );
}

/// Whether fields beside what may be content the user made tell of the user, and how surely.
fn tells_among_content(
    candidate: &mut Candidate,
    table: &Table,
    purpose: &str,
    group: &Group,
) -> bool {
    // `starred` on what a user owns is the user's mark, however alone it stands.
    let is_switch = |it: &FieldDraft| {
        let type_ = it.type_.as_deref().unwrap_or_default();
        type_.to_ascii_lowercase().starts_with("bool")
    };
    let mark = group.exact && purpose == "feedback" && group.fields.iter().all(is_switch);
    if is_document_of_settings(group) || is_membership(&table.key) {
        candidate.because(8, "the row or the document is for what the person prefers");
        return true;
    }
    if mark {
        candidate.because(8, "a mark the user puts on a thing");
    }
    candidate.because(-6, "rows of this kind may also be content the user made");
    group.strong || mark || group.fields.len() >= 2
}

/// On a shared table the declaration is the first of the fields, not the class.
pub(super) fn focus(
    candidate: &mut Candidate,
    table: &Table,
    fields: &[FieldDraft],
    owner: Owner,
    store: Option<&StoreWord>,
) {
    let shared = owner == Owner::Person || store.is_none();
    let mut places: Vec<Place> = fields.iter().map(|it| field_place(it, table)).collect();
    places.dedup_by(|one, other| one.path == other.path && one.line == other.line);
    let single = table.places.len() <= 1 && !shared;
    if single {
        let mut all = table.places.clone();
        all.extend(places);
        candidate.places = all;
    } else {
        let declarations = table
            .places
            .iter()
            .filter(|_| !shared)
            .cloned()
            .map(|mut place| {
                place.end_line = None;
                place
            });
        places.extend(declarations);
        candidate.places = places;
    }
    if shared {
        // The table is used for everything; only its fields show use of this purpose.
        candidate.terms.clear();
        if owner == Owner::Person {
            candidate.names.clear();
            candidate.named(table.name());
        }
    }
    for field in fields {
        if distinctive(&field.name) {
            candidate.terms.push(field.name.clone());
        } else if owner == Owner::Person {
            candidate.terms.extend(
                [
                    "user.",
                    "user?.",
                    "user->",
                    "current_user.",
                    "currentUser.",
                    "users.",
                ]
                .iter()
                .map(|holder| format!("{holder}{}", field.name)),
            );
        }
    }
}

/// A document in a column beside others is a store in itself.
pub(super) fn as_document(candidate: &mut Candidate, table: &Table, fields: &[FieldDraft]) {
    let [field] = fields else { return };
    candidate.names.clear();
    candidate.named(&format!("{}.{}", table.name(), field.name));
    candidate.places.retain(|place| {
        place.role != SiteRole::Declare || (place.path == field.path && place.line == field.line)
    });
    if candidate.places.is_empty() {
        candidate.places.push(field_place(field, table));
    }
}

/// What a table of content may still know of the person: behaviour, not the content's own settings.
pub(super) const PERSONAL_IN_CONTENT: &[&str] = &[
    "history",
    "feedback",
    "media",
    "segments",
    "memory",
    "goals",
    "expertise",
    "reading",
    "content_filter",
    "follows",
];

/// What a row of membership says of the member rather than of what they belong to.
pub(super) const MEMBERS_OWN: &[&str] = &[
    "notifications",
    "list",
    "appearance",
    "language",
    "defaults",
];

/// A name that means the same wherever it stands.
pub(in crate::link) fn distinctive(name: &str) -> bool {
    words(name).len() >= 2 && name.len() >= 7
}

pub(super) fn field_place(field: &FieldDraft, table: &Table) -> Place {
    let rule = table
        .places
        .iter()
        .find(|it| it.path == field.path)
        .map_or_else(|| "sql.table".to_owned(), |it| it.rule.clone());
    Place {
        path: field.path.clone(),
        line: field.line,
        end_line: None,
        role: SiteRole::Declare,
        rule,
    }
}

/// Words of columns that say who or what somebody is.
const IDENTITY: &[&str] = &[
    "url", "count", "uri", "name", "slug", "avatar", "image", "at", "date", "ip", "total",
    "number", "key", "remote", "inbox", "outbox",
];

/// Words beside which they say what somebody likes or did.
const UNDERSTANDING: &[&str] = &["play", "last", "theme", "summary", "birthday"];

/// Columns of a person that are who they are, not what they like.
pub(super) fn is_identity_like(name: &str) -> bool {
    let identifier = words(name);
    let holds = |list: &[&str]| identifier.iter().any(|word| list.contains(&word.as_str()));
    Lexicon::get().is_identity(&identifier) || (holds(IDENTITY) && !holds(UNDERSTANDING))
}
