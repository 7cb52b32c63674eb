//! Reading one table's columns: what each of them means.

use super::{
    candidate::FieldDraft,
    owner::{is_owner_key, leads_elsewhere},
    tables::{PlacedColumn, Table},
};
use crate::lexicon::{Lexicon, Meaning, Weight, words};

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
    let of_others = table.columns.iter().any(|it| {
        // Whom one sells to sets nothing.
        let customer = words(&it.column.name).iter().any(|word| word == "customer");
        leads_elsewhere(it, people) || (customer && is_owner_key(it, people))
    });
    key_value(table) && told.count() <= 3 && !of_others
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
    ) || is_owner_key(placed, people) && !is_relation(placed.column.type_.as_deref())
        || matches!(
            name.as_str(),
            "created_by" | "updated_by" | "deleted_by" | "modified_by"
        )
        || ((name.ends_with("_id")
            || name.ends_with("id") && type_ != "boolean"
            || name.ends_with("_fk"))
            && !name.contains("theme")
            && !name.contains("skin")
            && !name.contains("locale")
            && !name.contains("layout")
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
    // What somebody may do is given to them, whatever it is about.
    // What others may do by default is chosen.
    if let [first, rest @ ..] = identifier.as_slice()
        && matches!(first.as_str(), "perm" | "permission" | "can")
        && !rest.is_empty()
        && !rest.iter().any(|it| it == "default")
    {
        return Err("auth");
    }
    // A level alone is how much somebody may do as often as how much they know.
    if identifier == ["level"] {
        return Ok(None);
    }
    // `topics_count`: how many there are says nothing of which.
    let counted = identifier.last().is_some_and(|it| it == "count");
    if counted
        && found
            .as_ref()
            .is_some_and(|it| it.dimension.purpose == "interests")
    {
        return Ok(None);
    }
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
    let asked = asks_for_messages(&told);
    match (found, lexicon.field_veto(&told)) {
        (_, Some(("secret", _))) => Err("secret"),
        // What a message is about says nothing against that somebody wants it.
        (Some(found), Some(("billing" | "operations", _)))
            if asked && found.dimension.purpose == "notifications" =>
        {
            Ok(Some(found))
        }
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

/// `sendInvoiceNotifications`, `receive_payment_emails`: whether a person wants messages about something.
fn asks_for_messages(name: &[String]) -> bool {
    const WANTS: &[&str] = &[
        "send", "receive", "notify", "email", "get", "enable", "allow",
    ];
    const MESSAGES: &[&str] = &[
        "notification",
        "email",
        "mail",
        "reminder",
        "alert",
        "digest",
        "sms",
        "push",
    ];
    let [first, about @ ..] = name else {
        return false;
    };
    WANTS.contains(&first.as_str()) && about.iter().any(|it| MESSAGES.contains(&it.as_str()))
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
