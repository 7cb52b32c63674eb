//! Who owns a row.

use std::path::Path;

use super::{
    columns::key_value,
    tables::{PlacedColumn, Table},
};
use crate::{
    lexicon::{Lexicon, words},
    mechanism::Owner,
};

/// How rows belong to a person.
pub(super) fn owner(table: &Table, people: &[String]) -> Option<Owner> {
    if table.is_person {
        return Some(Owner::Person);
    }
    let keys: Vec<&PlacedColumn> = table
        .columns
        .iter()
        .filter(|it| is_owner_key(it, people))
        .collect();
    if keys.is_empty() && is_made_for_oneself(table, people) {
        return Some(Owner::ManyRows);
    }
    if keys.is_empty() && (is_of_who_did_it(table) || is_picked_for_somebody(table, people)) {
        return Some(Owner::ManyRows);
    }
    if keys.is_empty() {
        return table.on_device.then_some(Owner::Device);
    }
    // A relation stands beside the column that it is kept in: `user` and `user_id`.
    let same = keys.windows(2).all(|it| bare(it[0]) == bare(it[1]));
    let one_row = same
        && keys.iter().any(|it| it.column.unique)
        && !key_value(table)
        && !is_known_by_name(table);
    Some(if one_row {
        Owner::OneRow
    } else {
        Owner::ManyRows
    })
}

/// Whether each row is a thing that was picked out for a person: `suggested_to`.
pub(super) fn is_picked_for_somebody(table: &Table, people: &[String]) -> bool {
    const PICKED: &[&str] = &["suggested", "recommended"];
    let picked = |name: &[String]| {
        matches!(name, [picked, whom] if PICKED.contains(&picked.as_str())
            && matches!(whom.as_str(), "to" | "for"))
    };
    let to_person = |it: &PlacedColumn| {
        let target = it.column.target.as_deref().map(crate::lexicon::canonical);
        target.is_some_and(|target| target == "user" || people.contains(&target))
    };
    let mut columns = table.columns.iter();
    columns.any(|it| picked(&bare(it)) && to_person(it))
}

/// Whether a name is part of what tells rows apart: a thing that somebody has more of.
fn is_known_by_name(table: &Table) -> bool {
    const NAMES: &[&str] = &["name", "title", "slug", "label", "topic", "path", "url"];
    let mut columns = table.columns.iter().filter(|it| it.column.unique);
    columns.any(|it| NAMES.contains(&it.key.as_str()))
}

/// The name of a key without the words for its being one.
pub(super) fn bare(key: &PlacedColumn) -> Vec<String> {
    let mut name = words(&key.column.name);
    if name.len() > 1
        && name
            .last()
            .is_some_and(|it| matches!(it.as_str(), "id" | "uuid" | "pk"))
    {
        name.pop();
    }
    name
}

/// What one does, keeps or filters by oneself is one's own, also where the row says only who made it.
fn is_made_for_oneself(table: &Table, people: &[String]) -> bool {
    const PURPOSES: &[&str] = &[
        "behavior.history",
        "rules.personal",
        "feedback.saved",
        "feedback.rating",
        "content.filtering",
        "memory.facts",
        "interests.profile",
    ];
    const ALONE: &[&str] = &["bookmark", "favorite", "favourite", "wishlist", "vote"];
    // What narrows lists for one who kept it so.
    const WHOLE: &[&str] = &["filter"];
    // Whole places of the network are shut out for all.
    const SHARED: &[&str] = &["domain", "instance", "email", "ip", "server"];
    let identifier = words(&table.key);
    let shared = identifier.iter().any(|it| SHARED.contains(&it.as_str()));
    let telling = !shared
        && Lexicon::get()
            .store(&identifier)
            .is_some_and(|(store, length)| {
                let says_enough = length > 1
                    || WHOLE.contains(&table.key.as_str())
                    || identifier.iter().any(|word| ALONE.contains(&word.as_str()));
                says_enough && PURPOSES.contains(&store.purpose.as_str())
            });
    let maker = |placed: &PlacedColumn| {
        let name = words(&placed.column.name);
        let is_user = |target: &str| target == "user" || people.iter().any(|it| it == target);
        let to_person = placed
            .column
            .target
            .as_deref()
            .is_some_and(|target| is_user(&crate::lexicon::canonical(target)));
        (to_person || name.last().is_some_and(|it| it == "by" || it == "id"))
            && name
                .iter()
                .any(|it| matches!(it.as_str(), "created" | "creator" | "author"))
    };
    telling && table.columns.iter().any(maker)
}

/// Whether rows are what somebody did to something, by a name for who did it: the `favoritor` of a
/// favorite, the `voter` of a vote.
fn is_of_who_did_it(table: &Table) -> bool {
    const WHO: &[&str] = &[
        "favoritor",
        "favoriter",
        "favouriter",
        "follower",
        "voter",
        "liker",
        "rater",
        "reactor",
        "bookmarker",
        "muter",
        "blocker",
        "watcher",
        "viewer",
        "reader",
        "listener",
        "subscriber",
    ];
    let stores = Lexicon::get().store(&words(&table.key));
    let whole = stores.is_some_and(|(store, _)| !store.split);
    let names_who = |it: &PlacedColumn| WHO.contains(&bare(it).join("_").as_str());
    whole && table.columns.iter().any(names_who)
}

/// Whether a column points to the person a row belongs to.
pub(super) fn is_owner_key(placed: &PlacedColumn, people: &[String]) -> bool {
    let lexicon = Lexicon::get();
    let column = &placed.column;
    let to_person = column.target.as_deref().is_some_and(|target| {
        let target = crate::lexicon::canonical(target);
        people.contains(&target) && !is_author(&column.name)
    });
    // A row's own unique id is often called `uid`.
    let is_number = column
        .type_
        .as_deref()
        .is_some_and(|it| it.to_ascii_lowercase().contains("int"));
    let own_id = column.unique
        && column.target.is_none()
        && !is_number
        && column.name.eq_ignore_ascii_case("uid");
    let name = as_id(words(&column.name));
    to_person
        || (!own_id && lexicon.is_owner_key(&name, people))
        || (is_user_of_something(&name) && !is_author(&column.name))
}

/// `profile_pk` and `user_ref` point to a row as `profile_id` does.
fn as_id(mut name: Vec<String>) -> Vec<String> {
    const IDS: &[&str] = &["pk", "uuid", "guid", "fk", "ref", "uid"];
    if let [_, .., last] = name.as_mut_slice()
        && IDS.contains(&last.as_str())
    {
        "id".clone_into(last);
    }
    name
}

/// Whether a column points to something that is not the owner.
pub(super) fn leads_elsewhere(placed: &PlacedColumn, people: &[String]) -> bool {
    let column = &placed.column;
    let name = words(&column.name);
    let id = name.len() > 1 && name.last().is_some_and(|it| it == "id");
    // A row of Rust holds no other rows: what a field of it is called after is the type of its value.
    let ending = Path::new(&placed.path).extension();
    let refers = column.target.is_some() && ending.is_none_or(|it| it != "rs");
    (refers || id) && !is_owner_key(placed, people)
}

/// The user as a member of something: `projectUserId`, `application_user_id`.
fn is_user_of_something(name: &[String]) -> bool {
    matches!(name, [.., role, user, id] if user == "user" && id == "id" && !is_other_side(role))
}

/// Who did something to the row, or whom it is about, is not whose it is.
fn is_other_side(word: &str) -> bool {
    matches!(
        word,
        "by" | "from"
            | "to"
            | "target"
            | "recipient"
            | "invited"
            | "blocked"
            | "muted"
            | "followed"
            | "mentioned"
            | "assigned"
            | "other"
            | "last"
            | "external"
            | "remote"
    )
}

fn is_author(name: &str) -> bool {
    let name = words(name);
    name.iter().any(|it| {
        matches!(
            it.as_str(),
            "author"
                | "creator"
                | "created"
                | "updated"
                | "approved"
                | "reviewer"
                | "admin"
                | "moderator"
                | "sender"
                | "assignee"
                | "modified"
                | "deleted"
                | "inviter"
                | "reporter"
        )
    })
}
