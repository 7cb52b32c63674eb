//! From tables to candidates: what a table is for, and into which purposes it falls.

mod edges;
mod purpose;

use std::collections::BTreeMap;

pub(super) use self::purpose::distinctive;
use self::purpose::{MEMBERS_OWN, PERSONAL_IN_CONTENT, group_candidate, is_identity_like};
use super::{
    candidate::{Candidate, FieldDraft},
    columns::{field, is_plumbing, is_relation, is_structured, key_value, meaning, owner},
    group::{Group, gather_documents, gather_small, purpose_of, settle_general},
    members::{families, members_only},
    tables::{PlacedColumn, Table},
    whole::whole,
};
use crate::{
    lexicon::{Lexicon, StoreWord, Weight, words},
    mechanism::{Excluded, Format, Kind, Owner},
    syntax::Column,
};

/// Candidates of every table.
pub(super) fn candidates(
    tables: &BTreeMap<String, Table>,
    people: &[String],
) -> (Vec<Candidate>, Vec<Excluded>) {
    let mut found = Vec::new();
    let mut excluded = Vec::new();
    for table in tables.values().filter(|table| !table.is_base) {
        of_table(table, people, &mut found, &mut excluded);
    }
    (found, excluded)
}

fn of_table(
    table: &Table,
    people: &[String],
    found: &mut Vec<Candidate>,
    excluded: &mut Vec<Excluded>,
) {
    let lexicon = Lexicon::get();
    let identifier = words(&table.key);
    let purpose = lexicon.store(&identifier);
    let veto = lexicon.store_veto(&identifier);
    let owner = owner(table, people);
    let vetoed = match (purpose, veto) {
        (_, None) => None,
        // A post's comment is content, what a person did to a post is not.
        (None, Some(("content", _))) if identifier.last().is_some_and(|it| it == "action") => None,
        (None, Some((reason, _))) => Some(reason),
        // What somebody wants to be notified of is no notification.
        (Some((store, _)), Some(("notification_inbox", _)))
            if store.split || store.purpose == "notification.preferences" =>
        {
            None
        }
        (Some((_, length)), Some((reason, veto_length))) => {
            let yields =
                reason == "content" && purpose.is_some_and(|(store, _)| store.strength > 12);
            let wins = if yields {
                veto_length > length
            } else {
                veto_length >= length
            };
            wins.then_some(reason)
        }
    };
    let Some(owner) = owner else {
        edges::edges(table, people, found);
        if let Some((store, _)) = purpose
            && vetoed.is_none()
        {
            excluded.push(no_owner(table, store));
        }
        return;
    };
    if owner == Owner::Person {
        split(table, people, owner, None, found);
    } else if let Some(reason) = vetoed {
        // What is content for many may still note, on a device, what its one person did with it.
        let noted = reason == "content" && owner == Owner::Device;
        if noted || reason == "permission" && is_membership(&table.key) {
            split(table, people, owner, None, found);
        } else if !table.members.is_empty() {
            members_only(table, owner, found);
        }
        excluded.push(blank(table, "").excluded(format!("{reason}: the name says so")));
    } else if let Some((store, length)) = purpose {
        if store.split
            && owner == Owner::ManyRows
            && !key_value(table)
            && !names_settings(&identifier)
        {
            excluded.push(
                blank(table, "")
                    .excluded("configuration: many rows of a person are things they set up"),
            );
        } else if store.split && owner == Owner::ManyRows && is_of_site(table) {
            excluded.push(blank(table, "").excluded("site_settings: its columns say so"));
        } else if store.split {
            split(table, people, owner, Some(store), found);
        } else {
            whole(table, people, owner, store, length, found);
        }
    } else {
        split(table, people, owner, None, found);
    }
}

/// A table of settings whose row names who set them, and whose columns run a site.
fn is_of_site(table: &Table) -> bool {
    const FEWEST: usize = 3;
    const RUNNING: &[&str] = &[
        "site",
        "ldap",
        "saml",
        "smtp",
        "logo",
        "brand",
        "backup",
        "license",
        "webhook",
        "footer",
        "registration",
        "favicon",
        "oauth",
        "captcha",
        "slack",
        "maintenance",
    ];
    let runs = |name: &str| words(name).iter().any(|it| RUNNING.contains(&it.as_str()));
    let columns = table.columns.iter();
    columns.filter(|it| runs(&it.column.name)).count() >= FEWEST
}

/// A row that makes a person part of something; what they prefer there stands beside it.
pub(super) fn is_membership(key: &str) -> bool {
    let last = key.rsplit('_').next().unwrap_or(key);
    key.contains('_')
        && matches!(
            last,
            "user"
                | "member"
                | "membership"
                | "participant"
                | "participation"
                | "enrollment"
                | "subscriber"
        )
}

/// Edges whose name says what they mean: a watchlist, those followed.
fn names_edges(column: &Column) -> bool {
    let lexicon = Lexicon::get();
    let name = words(&column.name);
    let edges = lexicon
        .store(&name)
        .is_some_and(|(store, _)| store.format == Some(Format::Relation));
    edges && lexicon.store_veto(&name).is_none() && is_relation(column.type_.as_deref())
}

/// A document of settings by its name.
fn holds_settings(name: &str) -> bool {
    Lexicon::get()
        .store(&words(name))
        .is_some_and(|(store, _)| store.split)
}

/// A text named `preferences` and nothing else is a document that the application writes into it.
fn is_text_of_settings(column: &Column) -> bool {
    let type_ = column.type_.as_deref().unwrap_or_default();
    let identifier = words(&column.name);
    type_.to_ascii_lowercase().contains("text")
        && column.target.is_none()
        && names_settings(&identifier)
        && Lexicon::get()
            .store(&identifier)
            .is_some_and(|(store, length)| store.split && length == identifier.len())
}

/// Words that mean preferences, not just any configuration.
fn names_settings(identifier: &[String]) -> bool {
    identifier.iter().any(|word| {
        matches!(
            word.as_str(),
            "preference"
                | "pref"
                | "setting"
                | "user"
                | "personalization"
                | "appearance"
                | "display"
                | "notification"
                | "member"
                | "profile"
        )
    })
}

fn no_owner(table: &Table, store: &StoreWord) -> Excluded {
    let mut candidate = blank(table, "");
    candidate.dimension = Some(store.purpose.clone());
    candidate.excluded("site_settings: no column ties a row to a person")
}

pub(super) fn blank(table: &Table, purpose: &str) -> Candidate {
    let mut candidate = Candidate::new(table.kind, &table.key, purpose);
    candidate.name = if purpose.is_empty() {
        table.name().to_owned()
    } else {
        format!("{}: {purpose}", table.name())
    };
    for name in table.tables.iter().chain(&table.classes) {
        candidate.named(name);
    }
    candidate.terms = candidate.names.clone();
    candidate.places.clone_from(&table.places);
    candidate
}

/// Fields fall into purposes; each is a mechanism.
fn split(
    table: &Table,
    people: &[String],
    owner: Owner,
    store: Option<&StoreWord>,
    found: &mut Vec<Candidate>,
) {
    let least = if store.is_some() {
        Weight::Loose
    } else {
        Weight::Owned
    };
    let member = is_membership(&table.key);
    let many = matches!(owner, Owner::ManyRows | Owner::Device);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut general = Group::default();
    let families = families_of_columns(table, store, owner);
    for placed in table.columns.iter().filter(|it| !is_plumbing(it, people)) {
        let column = &placed.column;
        let structured = is_structured(column.type_.as_deref());
        let Ok(found_meaning) = meaning(&column.name, least) else {
            continue;
        };
        let Some(found_meaning) = found_meaning else {
            if let Some((field, alone)) = unnamed(placed, store, member, many) {
                let group = if alone {
                    groups.entry(column.name.clone()).or_default()
                } else {
                    &mut general
                };
                group.fields.push(field);
            }
            continue;
        };
        let dimension = found_meaning.dimension;
        if store.is_none()
            && many
            && !PERSONAL_IN_CONTENT.contains(&dimension.purpose.as_str())
            && !(member && MEMBERS_OWN.contains(&dimension.purpose.as_str()))
        {
            continue;
        }
        if owner == Owner::Person && is_identity_like(&column.name) {
            continue;
        }
        // A count or a time of others' doing is no preference, a structured column is a store of its own.
        let alone = structured || is_relation(column.type_.as_deref());
        let purpose = if alone {
            column.name.clone()
        } else if let Some(family) = families.get(&column.name) {
            family.clone()
        } else {
            purpose_of(&column.name, &dimension.purpose)
        };
        let group = groups.entry(purpose).or_default();
        group.exact |= words(&column.name).len() == found_meaning.length;
        group.learn(&found_meaning);
        group.fields.push(field(placed, Some(&found_meaning)));
    }
    if table
        .members
        .iter()
        .any(|it| groups.contains_key(&it.column))
    {
        for members in &table.members {
            groups.remove(&members.column);
        }
    }
    if store.is_some() && owner != Owner::Person {
        gather_documents(&mut groups);
        gather_small(&mut groups);
    }
    settle_general(store, &mut groups, general);
    let mixed = groups.values().any(|group| !group.is_alone());
    for (purpose, group) in groups {
        let document = mixed && group.is_alone();
        found.extend(group_candidate(
            table, owner, store, &purpose, group, document,
        ));
    }
    members_only(table, owner, found);
}

/// The field of a column whose name the lexicon does not know, where its store, its type or its name says
/// enough; and whether it is a store of its own.
fn unnamed(
    placed: &PlacedColumn,
    store: Option<&StoreWord>,
    member: bool,
    many: bool,
) -> Option<(FieldDraft, bool)> {
    let column = &placed.column;
    let structured = is_structured(column.type_.as_deref());
    let own = member || !many;
    let mut found = field(placed, None);
    if names_edges(column) && !many {
        Some((found, true))
    } else if store.is_some() {
        let alone = structured || is_relation(column.type_.as_deref());
        let foreign = matches!(
            column.type_.as_deref(),
            Some("ForeignKey" | "OneToOneField")
        );
        (!foreign).then_some((found, alone))
    } else if own && is_text_of_settings(column) {
        found.type_ = Some("serialized text".to_owned());
        Some((found, true))
    } else {
        (own && structured && holds_settings(&column.name)).then_some((found, true))
    }
}

/// Settings of one feature that bear its name stay together: `PdfTheme`, `PdfScrollMode`.
fn families_of_columns(
    table: &Table,
    store: Option<&StoreWord>,
    owner: Owner,
) -> BTreeMap<String, String> {
    if store.is_none() || owner == Owner::Person {
        return BTreeMap::new();
    }
    let columns = table.columns.iter();
    let columns: Vec<(String, u32)> = columns
        .map(|it| (it.column.name.clone(), it.column.line))
        .collect();
    families(&columns)
}

pub(super) fn add_owner_reason(candidate: &mut Candidate, owner: Owner) {
    match owner {
        Owner::Person => candidate.because(18, "its rows are people"),
        Owner::OneRow => candidate.because(20, "one row per person"),
        Owner::ManyRows => candidate.because(14, "its rows belong to a person"),
        Owner::Device => candidate.because(14, "its rows belong to the person with the device"),
        Owner::Key | Owner::Session => {}
    }
}

pub(super) fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::OrmModel => "model",
        Kind::DocumentCollection => "collection",
        Kind::VectorLlmMemory => "memory",
        _ => "table",
    }
}
