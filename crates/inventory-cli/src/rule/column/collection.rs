//! Collections of document stores: named by a call, their fields known from what is asked and written.

use std::cmp::Reverse;

use memchr::memmem;

use super::store;
use crate::{
    fact::FileFacts,
    lexicon::{Lexicon, words},
    rule::{Rule, apply::FileContext},
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

/// Operations whose arguments name fields of the documents.
const OPERATIONS: &[&str] = &[
    "find",
    "findone",
    "findoneandupdate",
    "findoneandreplace",
    "insertone",
    "insertmany",
    "updateone",
    "updatemany",
    "replaceone",
    "deleteone",
    "deletemany",
    "countdocuments",
    "find_one",
    "find_one_and_update",
    "insert_one",
    "insert_many",
    "update_one",
    "update_many",
    "replace_one",
    "delete_one",
    "delete_many",
    "count_documents",
    "add",
    "set",
    "update",
    "where",
    "createindex",
    "create_index",
];

/// Operators of updates: their members are the fields.
const OPERATORS: &[&str] = &[
    "set",
    "unset",
    "setOnInsert",
    "inc",
    "push",
    "addToSet",
    "pull",
    "max",
    "min",
    "currentDate",
];

/// What options say, not documents.
const OPTIONS: &[&str] = &["upsert", "merge", "projection", "sort", "limit", "session"];

/// The column that a path below a person amounts to: `users/{uid}/bookmarks`.
const OWNER: &str = "user_id";

/// A collection, with the fields that operations on it name.
pub(in crate::rule) fn collection(
    rule: &Rule,
    receiver: bool,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let path = if receiver {
        call.path.rsplit('.').skip(1).take(1).collect()
    } else {
        path(call)
    };
    let Some(name) = path.last() else { return };
    if receiver && asks_a_mapper(call) {
        return;
    }
    let mut columns = Vec::new();
    let below_person = path.iter().rev().skip(1).any(|it| names_people(it));
    if below_person || below_document_of_person(call, events) {
        columns.push(column(OWNER, call.line));
    }
    if receiver || last_segment(&call.path) == "doc" {
        read_operation(call, &mut columns);
        read_written(call, events, &mut columns);
    }
    for operation in operations(call, events) {
        read_operation(operation, &mut columns);
    }
    let mut fact = store(
        rule,
        (*name).to_owned(),
        TableChange::Create,
        columns,
        call,
        context,
    );
    fact.end_line = fact.line;
    fact.class = type_of_documents(call, context.source);
    facts.stores.push(fact);
}

/// The type of the documents: `db.collection<UserPrefs>("prefs")`.
fn type_of_documents(call: &Call, source: &[u8]) -> Option<String> {
    const TYPED: &[u8] = b"collection<";
    const GENERAL: &[&str] = &["Document", "Record", "Partial", "WithId"];
    let code = source.get(call.start..call.end)?;
    let at = memmem::find(code, TYPED)? + TYPED.len();
    let behind = code.get(at..)?;
    let is_part = |it: &&u8| it.is_ascii_alphanumeric() || **it == b'_';
    let name = behind.get(..behind.iter().take_while(is_part).count())?;
    let name = std::str::from_utf8(name).ok()?;
    (name.len() > 2 && name.starts_with(char::is_uppercase) && !GENERAL.contains(&name))
        .then(|| name.to_owned())
}

/// `Database.feedModel.findOne({ where: { … } })` asks a mapper of tables: a filter of documents is the
/// object itself.
fn asks_a_mapper(call: &Call) -> bool {
    call.arguments.iter().any(
        |it| matches!(&it.value, Expression::Object(pairs) if pairs.iter().any(|it| it.0 == "where")),
    )
}

/// Names of the collections on the way. `doc(db, "users", uid, "settings", "ui")` names a document behind
/// each of them.
fn path(call: &Call) -> Vec<&str> {
    if last_segment(&call.path) == "doc" {
        let behind_store = call.arguments.iter().skip(1);
        return behind_store
            .step_by(2)
            .filter_map(|it| it.value.text())
            .filter(|it| !it.contains('/'))
            .collect();
    }
    call.arguments
        .iter()
        .filter_map(|it| it.value.text())
        .flat_map(|it| it.split('/'))
        .collect()
}

/// `setDoc(doc(db, "settings", uid), { theme })` writes what the second argument says.
fn read_written(call: &Call, events: &FileEvents, columns: &mut Vec<Column>) {
    let around = events
        .calls_around(call)
        .find(|outer| matches!(last_segment(&outer.path), "setDoc" | "updateDoc"));
    if let Some(written) = around.and_then(|it| it.arguments.get(1)) {
        read_document(&written.value, call.line, columns);
    }
}

fn names_people(segment: &str) -> bool {
    Lexicon::get().is_person(&words(segment))
}

/// `collection("users").doc(id).collection("bookmarks")`.
fn below_document_of_person(call: &Call, events: &FileEvents) -> bool {
    events.calls_along(call).any(|outer| {
        outer.end < call.end
            && last_segment(&outer.path) == "collection"
            && outer
                .arguments
                .iter()
                .filter_map(|it| it.value.text())
                .any(names_people)
    })
}

/// Operations on what holds a collection that are looked at.
const MOST_OPERATIONS: usize = 200;

/// Calls further along the chain, and those on the name the collection is given.
fn operations<'a>(
    call: &'a Call,
    events: &'a FileEvents,
) -> impl Iterator<Item = &'a Call> + use<'a> {
    let holder = events
        .assigned_on(call.line.saturating_sub(1)..=call.line)
        .rev()
        .find(|it| makes(&it.value, call))
        .map(|it| last_segment(&it.target));
    let next_collection = events
        .calls_along(call)
        .filter(|it| it.end > call.end)
        .filter(|it| last_segment(&it.path) == "collection")
        .map(|it| it.end)
        .min()
        .unwrap_or(usize::MAX);
    let on_holder = holder.map(|it| events.calls_with_receiver(it).take(MOST_OPERATIONS));
    let mut found: Vec<&Call> = on_holder.into_iter().flatten().collect();
    let along = |it: &&Call| it.end > call.end && it.end < next_collection;
    found.extend(events.calls_along(call).filter(along));
    let place = |it: &&Call| (it.start, Reverse(it.end));
    found.sort_by_key(place);
    found.dedup_by_key(|it| place(it));
    found.into_iter()
}

fn makes(value: &Expression, call: &Call) -> bool {
    matches!(value, Expression::Call { path, .. } if *path == call.path)
}

fn read_operation(call: &Call, columns: &mut Vec<Column>) {
    let name = last_segment(&call.path).to_ascii_lowercase();
    if name == "doc" || name == "document" {
        let of_person = call
            .arguments
            .iter()
            .filter_map(|it| it.value.path())
            .any(|path| Lexicon::get().is_owner_key(&words(last_segment(path)), &[]));
        if of_person {
            columns.push(column(OWNER, call.line));
        }
    } else if OPERATIONS.contains(&name.as_str()) {
        // Behind the filter and the update, and behind what is indexed, stand options.
        let indexes = matches!(name.as_str(), "createindex" | "create_index");
        for argument in call.arguments.iter().take(if indexes { 1 } else { 2 }) {
            match &argument.value {
                Expression::Text(field) if name == "where" => {
                    columns.push(column(field, call.line));
                    break;
                }
                value => read_document(value, call.line, columns),
            }
        }
    }
}

/// Members of a filter, a document or an update, whose operators hold the members.
fn read_document(value: &Expression, line: u32, columns: &mut Vec<Column>) {
    match value {
        Expression::Object(pairs) => {
            for (name, value) in pairs {
                if OPERATORS.contains(&name.trim_start_matches('$')) {
                    read_document(value, line, columns);
                } else if is_name(name) && !OPTIONS.contains(&name.as_str()) {
                    columns.push(column(name, line));
                }
            }
        }
        Expression::List(items) => {
            for item in items {
                read_document(item, line, columns);
            }
        }
        _ => {}
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || it == '_')
}

fn column(name: &str, line: u32) -> Column {
    Column {
        name: name.to_owned(),
        line,
        ..Column::default()
    }
}
