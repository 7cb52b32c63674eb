//! Reading one table's columns: who owns a row, and what each column means.

use super::{
    candidate::FieldDraft,
    tables::{PlacedColumn, Table},
};
use crate::{
    lexicon::{Lexicon, Meaning, Weight, words},
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
    if keys.is_empty() && is_of_who_did_it(table) {
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
    const ALONE: &[&str] = &["bookmark", "favorite", "favourite", "wishlist"];
    // Whole places of the network are shut out for all.
    const SHARED: &[&str] = &["domain", "instance", "email", "ip", "server"];
    let identifier = words(&table.key);
    let shared = identifier.iter().any(|it| SHARED.contains(&it.as_str()));
    let telling = !shared
        && Lexicon::get()
            .store(&identifier)
            .is_some_and(|(store, length)| {
                let says_enough =
                    length > 1 || identifier.iter().any(|word| ALONE.contains(&word.as_str()));
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
    let name = words(&column.name);
    to_person
        || (!own_id && lexicon.is_owner_key(&name, people))
        || (is_user_of_something(&name) && !is_author(&column.name))
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

/// Rows are (name, value) pairs.
pub(super) fn key_value(table: &Table) -> bool {
    let has = |names: &[&str]| {
        table
            .columns
            .iter()
            .any(|it| names.contains(&it.column.name.to_lowercase().as_str()))
    };
    has(&[
        "key",
        "name",
        "setting",
        "setting_key",
        "label",
        "pref_key",
        "preference_key",
        "meta_key",
        "property",
        "option",
    ]) && has(&[
        "value",
        "setting_value",
        "val",
        "meta_value",
        "pref_value",
        "data",
        "preference_value",
        "config",
    ]) && table.columns.len() <= 9
}

/// Rows are what one person has set under names, and nothing else: what such a table is called matters not.
pub(super) fn is_of_named_values(table: &Table, people: &[String]) -> bool {
    let told = table.columns.iter().filter(|it| !is_plumbing(it, people));
    let ids = table.columns.iter().filter(|it| {
        let name = it.column.name.to_lowercase();
        it.column.target.is_some() || name.ends_with("_id") || it.column.name.ends_with("Id")
    });
    let others = ids.filter(|it| {
        // Whom one sells to sets nothing.
        let customer = words(&it.column.name).iter().any(|word| word == "customer");
        customer || !is_owner_key(it, people)
    });
    key_value(table) && told.count() <= 3 && others.count() == 0
}

/// Ids, foreign keys and times say nothing.
pub(super) fn is_plumbing(placed: &PlacedColumn, people: &[String]) -> bool {
    let name = placed.column.name.to_lowercase();
    let type_ = placed.column.type_.as_deref().unwrap_or_default();
    matches!(
        name.as_str(),
        "id" | "uuid"
            | "created_at"
            | "updated_at"
            | "createdat"
            | "updatedat"
            | "deleted_at"
            | "deletedat"
            | "created"
            | "modified"
            | "version"
            | "meta"
            | "class"
            | "lock_version"
            | "inserted_at"
            | "created_date"
            | "updated_date"
            | "createdtime"
            | "objects"
            | "casts"
            | "fillable"
    ) || is_owner_key(placed, people)
        || matches!(
            name.as_str(),
            "created_by" | "updated_by" | "deleted_by" | "modified_by"
        )
        || ((name.ends_with("_id")
            || name.ends_with("id") && type_ != "boolean"
            || name.ends_with("_fk"))
            && !name.contains("theme")
            && !name.contains("last")
            && !name.contains("default")
            && !name.contains("preferred")
            && !name.contains("language")
            && !name.contains("zone")
            && !name.contains("currency"))
}

/// JSON and the like.
pub(super) fn is_structured(type_: Option<&str>) -> bool {
    let type_ = type_.unwrap_or_default().to_ascii_lowercase();
    [
        "json",
        "hstore",
        "array",
        "pickle",
        "map<",
        "dictionary",
        "serialize",
        "bson",
        "schematypes.mixed",
        "mixed",
        "text[]",
        "[]",
    ]
    .iter()
    .any(|it| type_.contains(it))
}

/// Many-to-many columns are edges.
pub(super) fn is_relation(type_: Option<&str>) -> bool {
    type_.is_some_and(|it| it.contains("ManyToMany"))
}

/// A vector.
pub(super) fn is_vector(type_: Option<&str>) -> bool {
    let type_ = type_.unwrap_or_default().to_ascii_lowercase();
    type_.starts_with("vector") || type_.contains("halfvec") || type_.contains("embedding")
}

/// What a column or member means, unless its name vetoes it.
pub(super) fn meaning(name: &str, least: Weight) -> Result<Option<Meaning<'static>>, &'static str> {
    let lexicon = Lexicon::get();
    let identifier = words(name);
    let found = lexicon.field(&identifier, least);
    // `user_timezone`: whose it is says nothing against what is beyond doubt.
    let sure = found.as_ref().is_some_and(|it| it.weight == Weight::Strong);
    let told = match identifier.as_slice() {
        [first, rest @ ..] if first == "user" && sure => rest,
        all => all,
    };
    // `custom_value1` is the first of several.
    let numberless = |word: &String| {
        let stem = word.trim_end_matches(|it: char| it.is_ascii_digit());
        if stem.is_empty() {
            word.clone()
        } else {
            stem.to_owned()
        }
    };
    let told: Vec<String> = told.iter().map(numberless).collect();
    let second_factor = told.first().map(String::as_str);
    match (found, lexicon.field_veto(&told)) {
        (_, Some(("secret", _))) => Err("secret"),
        (_, Some(("auth", _))) if matches!(second_factor, Some("mfa" | "totp" | "otp")) => {
            Err("auth")
        }
        (Some(found), Some((reason, length)))
            if length >= found.length && !(found.weight == Weight::Strong && found.length > 1) =>
        {
            Err(reason)
        }
        (None, Some((reason, _))) => Err(reason),
        (found, _) => Ok(found),
    }
}

/// A field from a column.
pub(super) fn field(placed: &PlacedColumn, meaning: Option<&Meaning<'_>>) -> FieldDraft {
    FieldDraft {
        name: placed.column.name.clone(),
        type_: placed.column.type_.clone(),
        default: placed.column.default.clone(),
        values: placed.column.values.clone(),
        dimension: meaning.map(|it| it.dimension.id.clone()),
        sensitive: meaning.is_some_and(|it| it.dimension.sensitive),
        path: placed.path.clone(),
        line: placed.column.line,
    }
}
