//! From tables to candidates: what a table is for, and into which purposes it falls.

mod document;
mod edges;
mod letter;
mod overruled;
mod purpose;
mod split;
mod tracking;

use std::{collections::BTreeMap, slice};

pub(super) use self::purpose::distinctive;
use self::split::split;
use super::{
    candidate::Candidate,
    columns::{is_of_named_values, key_value},
    members::members_only,
    owner::{is_picked_for_somebody, owner},
    tables::{Table, is_mark},
    whole::whole,
};
use crate::{
    lexicon::{Lexicon, StoreWord, words},
    mechanism::{Excluded, Kind, Owner},
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
    let identifier = telling_name(table);
    let owner = owner(table, people);
    let (purpose, vetoed) = told(table, people, owner, &identifier);
    let Some(owner) = owner else {
        edges::edges(table, people, found);
        if let Some((store, _)) = purpose
            && vetoed.is_none()
        {
            excluded.push(no_owner(table, store));
        }
        return;
    };
    let refused = document::refusal(table).filter(|_| document::is_document(table));
    let refused = refused.or_else(|| letter::refusal(table));
    let refused = refused.or_else(|| {
        let things = purpose.filter(|_| vetoed.is_none() && owner == Owner::ManyRows);
        things.and_then(|(store, _)| refusal_of_settings(table, store, &identifier))
    });
    if let Some(reason) = refused {
        excluded.push(blank(table, "").excluded(reason));
    } else if owner == Owner::Person {
        split(table, people, owner, None, found);
    } else if let Some(reason) = vetoed {
        let before = found.len();
        in_spite_of(reason, table, people, owner, found);
        if found.len() == before {
            excluded.push(blank(table, "").excluded(format!("{reason}: the name says so")));
        }
    } else {
        match purpose {
            Some((store, length)) if !store.split => {
                whole(table, people, owner, store, length, found);
            }
            _ => {
                let before = found.len();
                split(table, people, owner, purpose.map(|it| it.0), found);
                let history = Lexicon::get().store(&["history".to_owned()]);
                if let Some((store, length)) = history
                    && purpose.is_none()
                    && found.len() == before
                    && owner == Owner::ManyRows
                    && tracking::stands_between(table, people, &identifier)
                {
                    whole(table, people, owner, store, length, found);
                }
            }
        }
    }
}

/// What a table is for, and why its name says that it holds no understanding of a person.
fn told(
    table: &Table,
    people: &[String],
    owner: Option<Owner>,
    identifier: &[String],
) -> (Option<(&'static StoreWord, usize)>, Option<&'static str>) {
    let lexicon = Lexicon::get();
    let settings = || lexicon.store(&["setting".to_owned()]);
    let many = owner == Some(Owner::ManyRows);
    let tracked = many
        && (tracking::is_tracking(table, people) || tracking::acts_on_content(table, identifier))
        || owner == Some(Owner::Device) && tracking::notes_what_was_done(table, people);
    let picked = many && is_picked_for_somebody(table, people);
    let purpose = if document::is_document(table) {
        settings()
    } else if picked {
        lexicon.store(&["recommendation".to_owned()])
    } else if owner == Some(Owner::OneRow) && tracking::counts_deeds(table, people) {
        lexicon.store(&["user".to_owned(), "stat".to_owned()])
    } else if tracked {
        lexicon.store(&["history".to_owned()])
    } else {
        // A row for a user, a name and a value is a setting, whatever the table is called.
        let named = many && is_of_named_values(table, people);
        let own = lexicon.store(identifier);
        own.or_else(|| settings().filter(|_| named))
    };
    let vetoed = vetoed(identifier, purpose).filter(|it| !(tracked && *it == "content"));
    let chosen = vetoed.zip(owner);
    let chosen =
        chosen.and_then(|(reason, owner)| overruled::store(reason, table, owner, identifier));
    chosen.map_or((purpose, vetoed), |it| (Some(it), None))
}

/// Why many rows of settings that name a person are not that person's.
fn refusal_of_settings(
    table: &Table,
    store: &StoreWord,
    identifier: &[String],
) -> Option<&'static str> {
    if !store.split {
        None
    } else if !key_value(table) && !names_settings(identifier) {
        Some("configuration: many rows of a person are things they set up")
    } else {
        is_of_site(table).then_some("site_settings: its columns say so")
    }
}

/// What a table holds of a person though its name says that it is something else.
fn in_spite_of(
    reason: &str,
    table: &Table,
    people: &[String],
    owner: Owner,
    found: &mut Vec<Candidate>,
) {
    // What is content for many may still note, on a device, what its one person did with it; on a server
    // such a row is a person's by its name.
    let noted = reason == "content" && (owner == Owner::Device || begins_with_person(table));
    if noted || reason == "permission" && is_membership(&table.key) {
        split(table, people, owner, None, found);
    } else if !table.members.is_empty() {
        members_only(table, owner, found);
    }
}

/// `user_media_data`: what each person did with what is many people's.
fn begins_with_person(table: &Table) -> bool {
    let name = words(&table.key);
    name.len() > 1
        && name
            .first()
            .is_some_and(|it| Lexicon::get().is_person(slice::from_ref(it)))
}

/// The words of the table, or of a class of it that says what it is for where the table does not: the
/// rows of `book_read_link` are each a `ReadBook`.
fn telling_name(table: &Table) -> Vec<String> {
    let lexicon = Lexicon::get();
    let told = |name: &[String]| {
        let purpose = lexicon.store(name);
        purpose.is_some() && vetoed(name, purpose).is_none()
    };
    let name = words(&table.key);
    let silent = vetoed(&name, lexicon.store(&name)) == Some("content");
    let classes = table.classes.iter().filter(|_| silent);
    let mut classes = classes.map(|it| words(it));
    classes.find(|it| told(it)).unwrap_or(name)
}

/// Why the name of a table says that it holds no understanding of a person, though it may name a purpose.
fn vetoed<'a>(identifier: &[String], purpose: Option<(&StoreWord, usize)>) -> Option<&'a str> {
    // Members of a group are a matter of permissions, what is kept of a member is not.
    let kept = match identifier {
        [first, kept @ ..] if first == "member" && !kept.is_empty() => kept,
        [mark, member, kept @ ..] if member == "member" && !kept.is_empty() && is_mark(mark) => {
            kept
        }
        all => all,
    };
    let veto = Lexicon::get().store_veto(kept);
    match (purpose, veto) {
        (_, None) => None,
        // A post's comment is content, what a person did to a post is not.
        (None, Some(("content", _))) if identifier.last().is_some_and(|it| it == "action") => None,
        (None, Some((reason, _))) => Some(reason),
        // A rating of a photo is no photo, a vote in a poll no poll.
        (Some(_), Some(("content", _)))
            if identifier
                .last()
                .is_some_and(|it| matches!(it.as_str(), "rating" | "vote")) =>
        {
            None
        }
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
    (key.contains('_') || matches!(key, "ownership" | "membership" | "member" | "participant"))
        && matches!(
            last,
            "user"
                | "member"
                | "membership"
                | "participant"
                | "participation"
                | "enrollment"
                | "subscriber"
                | "ownership"
        )
}

/// A document of settings by its name.
pub(super) fn holds_settings(name: &str) -> bool {
    let name = words(name);
    let last = name.last().map(String::as_str);
    matches!(last, Some("setting" | "preference" | "pref"))
        || Lexicon::get()
            .store(&name)
            .is_some_and(|(store, _)| store.split)
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
