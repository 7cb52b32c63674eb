//! A call with an object literal of columns.

use super::{key_lines::KeyLines, store, table_name};
use crate::{
    fact::{FileFacts, MembersFact},
    lexicon::{Lexicon, Weight, words},
    rule::{
        ObjectTable, Rule,
        apply::{FileContext, argument, literal},
        wrapper::stem,
    },
    syntax::{Call, Column, Expression, FileEvents, RETURNED, TableChange, last_segment},
};

pub(in crate::rule) fn object(
    rule: &Rule,
    object: &ObjectTable,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some(pairs) = columns_of(object, call) else {
        return;
    };
    let holder = holder(call, events);
    let table = match &object.table {
        Some(position) => argument(&call.arguments, position).and_then(table_name),
        None => key_before(call, context.source)
            .or_else(|| holder.clone())
            .or_else(|| Some(stem(context.path).to_owned()))
            .map(|name| name.trim_end_matches("Schema").to_owned()),
    };
    let Some(table) = table else { return };
    let lines = events.lines(context.source);
    let mut lines = KeyLines::new(lines, call.line, call.end_line);
    let mut columns = Vec::new();
    for (name, value) in pairs {
        let line = lines.next(name);
        columns.push(object_column(name, value, line));
        if let Some(inner) = document(value).filter(|_| tells(name)) {
            facts.members.push(MembersFact {
                rule: rule.id.clone(),
                class: holder.clone().unwrap_or_else(|| table.clone()),
                column: name.clone(),
                members: inner
                    .iter()
                    .map(|(member, _)| (member.clone(), lines.next(member)))
                    .collect(),
                line,
            });
        }
    }
    let mut fact = store(rule, table, TableChange::Create, columns, call, context);
    fact.class = holder;
    facts.stores.push(fact);
}

/// The columns, also where a function makes them: `createTable("views", (d) => ({ user_id: d.text() }))`.
fn columns_of<'a>(object: &ObjectTable, call: &'a Call) -> Option<&'a [(String, Expression)]> {
    let returned = || {
        let mut all = call.arguments.iter();
        all.find(|it| it.name.as_deref() == Some(RETURNED))
            .map(|it| &it.value)
    };
    match argument(&call.arguments, &object.object) {
        Some(Expression::Object(pairs)) => Some(pairs),
        _ => match returned() {
            Some(Expression::Object(pairs)) => Some(pairs),
            _ => None,
        },
    }
}

/// The name under which a schema of tables has one: `views` of `views: defineTable({ … })`.
fn key_before(call: &Call, source: &[u8]) -> Option<String> {
    if last_segment(&call.path) != "defineTable" {
        return None;
    }
    let before = source.get(..call.start)?.trim_ascii_end();
    let before = before.strip_suffix(b":")?.trim_ascii_end();
    let is_part = |it: &&u8| it.is_ascii_alphanumeric() || **it == b'_';
    let length = before.iter().rev().take_while(is_part).count();
    let name = before.get(before.len() - length..)?;
    let name = std::str::from_utf8(name).ok()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name a schema is given: that of its variable, or of the model made of it on the spot.
fn holder(call: &Call, events: &FileEvents) -> Option<String> {
    // Where schemas follow each other, the last one begun is meant.
    let before = call.line.saturating_sub(2)..=call.line;
    let assigned = events.assigned_on(before).rev().find(|assignment| {
        assignment.value.path() == Some(call.path.as_str())
            && last_segment(&assignment.target) != "exports"
    });
    let model = || {
        let around = events
            .calls_around(call)
            .find(|outer| last_segment(&outer.path) == "model");
        around?.arguments.first()?.value.text()
    };
    assigned
        .map(|assignment| last_segment(&assignment.target))
        .or_else(model)
        .map(ToOwned::to_owned)
}

/// A document within the document, and not a description of a plain value: `{ type: String }`.
fn document(value: &Expression) -> Option<&[(String, Expression)]> {
    let Expression::Object(pairs) = value else {
        return None;
    };
    match pairs.iter().find(|(name, _)| name == "type") {
        None if pairs.iter().any(|(name, _)| name == "ref") => None,
        None => Some(pairs),
        Some((_, inner @ Expression::Object(_))) => document(inner),
        Some(_) => None,
    }
}

/// Whether what lies under a name is worth reading: not everything in a user's document is a preference.
fn tells(name: &str) -> bool {
    let lexicon = Lexicon::get();
    let name = words(name);
    lexicon.store(&name).is_some() || lexicon.field(&name, Weight::Owned).is_some()
}

fn object_column(name: &str, value: &Expression, line: u32) -> Column {
    let mut column = Column {
        name: name.to_owned(),
        line,
        ..Column::default()
    };
    match value {
        Expression::Path(path) => column.type_ = Some(structured_name(last_segment(path))),
        Expression::Call { path, arguments } => {
            column.type_ = constructor(path).map(ToOwned::to_owned);
            // `v.id("users")` points to a row of that table.
            if column.type_.as_deref() == Some("id") {
                let target = arguments.first().and_then(|it| it.value.text());
                column.target = target.map(ToOwned::to_owned);
                return column;
            }
            column.unique = path
                .split('.')
                .any(|part| part == "unique" || part == "primaryKey");
            // Of a chain the arguments are those of its last call.
            if last_segment(path) == "default" {
                column.default = arguments.first().and_then(|it| literal(&it.value));
            } else if let Some(name) = arguments.first().and_then(|it| it.value.text())
                && column
                    .type_
                    .as_deref()
                    .is_some_and(|it| it.chars().all(char::is_alphanumeric))
                && name.chars().all(|it| it.is_alphanumeric() || it == '_')
            {
                name.clone_into(&mut column.name);
            }
        }
        Expression::Object(_) if document(value).is_some() => {
            column.type_ = Some("json".to_owned());
        }
        Expression::Object(pairs) => {
            let member = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, it)| it);
            column.type_ = member("type")
                .and_then(Expression::path)
                .map(|it| structured_name(last_segment(it)));
            column.target = member("ref")
                .and_then(Expression::text)
                .map(ToOwned::to_owned);
            column.default = member("default")
                .or_else(|| member("defaultValue"))
                .and_then(literal);
            column.unique = member("unique").and_then(literal).as_deref() == Some("true");
            if let Some(Expression::List(values)) = member("enum") {
                column.values = values.iter().filter_map(literal).collect();
            }
        }
        Expression::List(items) => {
            column.type_ = Some("array".to_owned());
            if let Some(Expression::Object(pairs)) = items.first() {
                let target = pairs.iter().find(|(name, _)| name == "ref");
                if let Some((_, target)) = target {
                    column.type_ = Some("ManyToMany".to_owned());
                    column.target = target.text().map(ToOwned::to_owned);
                }
            }
        }
        _ => {}
    }
    column
}

/// The function that makes a column: `text` of `text().notNull()` and of `d.text().notNull()`.
fn constructor(path: &str) -> Option<&str> {
    let mut parts = path.split('.');
    let list = path.split('.').skip(1).any(|it| it == "array");
    let first = parts.next()?;
    let name = if first.len() == 1 {
        parts.next()?
    } else {
        first
    };
    Some(match name {
        _ if list => "array",
        "object" => "json",
        name => name,
    })
}

/// A type that holds anything, or another schema, is a document.
fn structured_name(type_: &str) -> String {
    if matches!(type_, "Object" | "Map") || type_.ends_with("Schema") {
        "json".to_owned()
    } else {
        type_.to_owned()
    }
}
