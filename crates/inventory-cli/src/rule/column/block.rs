//! A call with a block in which each call adds a column.

use std::collections::BTreeSet;

use super::{named, store, table_name};
use crate::{
    fact::{FileFacts, StoreFact},
    lexicon::canonical,
    rule::{
        Block, Rule,
        apply::{FileContext, argument, literal},
    },
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

pub(in crate::rule) fn block(
    rule: &Rule,
    block: &Block,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some(table) = argument(&call.arguments, &block.table).and_then(table_name) else {
        return;
    };
    if in_rollback(call, events) {
        return;
    }
    let mut columns: Vec<Column> = Vec::new();
    for (name, type_, inner) in calls_inside(call, events) {
        if NOT_COLUMNS.contains(&type_.as_str()) {
            continue;
        }
        let reference = matches!(type_.as_str(), "references" | "belongs_to");
        let target = reference.then(|| name.clone());
        let name = if reference {
            format!("{name}_id")
        } else {
            name
        };
        columns.push(Column {
            name,
            type_: Some(type_),
            target,
            default: default_of(inner, events),
            values: values_of(inner),
            unique: modifier(inner, events, "unique").is_some(),
            line: inner.line,
        });
    }
    let unique = unique_columns(call, events);
    for column in &mut columns {
        column.unique |= unique.contains(column.name.as_str());
    }
    let change = if block.alter {
        TableChange::Alter
    } else {
        TableChange::Create
    };
    facts.stores.push(StoreFact {
        on_device: block.on_device,
        ..store(rule, table, change, columns, call, context)
    });
}

/// Calls inside the span of `call` on a receiver with one member: (first argument, type, call).
pub(in crate::rule) fn calls_inside<'a>(
    call: &'a Call,
    events: &'a FileEvents,
) -> impl Iterator<Item = (String, String, &'a Call)> + 'a {
    // What stands before it in its chain has a block of its own.
    let chain = events.calls_along(call).filter(|it| it.end < call.end);
    let before = chain.map(|it| it.end).max().unwrap_or(call.start);
    events
        .calls_inside(call)
        .filter(move |inner| inner.start >= before)
        .filter_map(|inner| {
            let (receiver, type_) = inner.path.split_once('.')?;
            let name = match &inner.arguments.first()?.value {
                // Laravel: `$table->foreignIdFor(User::class)` adds `user_id`.
                Expression::Path(path) if type_ == "foreignIdFor" => {
                    let class = path.strip_suffix(".class").unwrap_or(path);
                    canonical(last_segment(class)) + "_id"
                }
                // Where an enumeration names the columns, its members are called much like them.
                Expression::Path(path) if path.contains('.') => {
                    let member = last_segment(path);
                    let is_name = member.chars().any(char::is_lowercase);
                    is_name.then(|| member.to_owned())?
                }
                name => name.text()?.to_owned(),
            };
            (!receiver.is_empty() && !type_.contains('.')).then(|| (name, type_.to_owned(), inner))
        })
}

/// Columns that an index of their own makes unique: `t.index ["user_id"], unique: true`.
fn unique_columns<'a>(call: &Call, events: &'a FileEvents) -> BTreeSet<&'a str> {
    let indexes = events.calls_inside(call).filter(|inner| {
        let told = named(&inner.arguments, "unique").and_then(literal);
        let (_, name) = inner.path.split_once('.').unwrap_or_default();
        name == "unique" || name == "index" && told.as_deref() == Some("true")
    });
    let columns = indexes.filter_map(|inner| match &inner.arguments.first()?.value {
        Expression::List(columns) => match columns.as_slice() {
            [only] => only.text(),
            _ => None,
        },
        only => only.text(),
    });
    columns.collect()
}

/// Whether the call stands in the part of a migration that undoes it.
pub(super) fn in_rollback(call: &Call, events: &FileEvents) -> bool {
    call.function
        .and_then(|index| events.functions.get(index))
        .is_some_and(|function| {
            matches!(
                function.name.as_str(),
                "down" | "downgrade" | "Down" | "safeDown"
            )
        })
}

/// `default:` of the call itself or `.default(…)`, `.defaultTo(…)` later in its chain.
fn default_of(call: &Call, events: &FileEvents) -> Option<String> {
    named(&call.arguments, "default")
        .and_then(literal)
        .or_else(|| {
            let modifier = modifier(call, events, "default")
                .or_else(|| modifier(call, events, "defaultTo"))?;
            modifier.arguments.first().and_then(|it| literal(&it.value))
        })
}

fn values_of(call: &Call) -> Vec<String> {
    match call.arguments.get(1).map(|it| &it.value) {
        Some(Expression::List(values)) => values.iter().filter_map(literal).collect(),
        _ => Vec::new(),
    }
}

/// The call of this name further along the chain that begins with `call`.
fn modifier<'a>(call: &Call, events: &'a FileEvents, name: &str) -> Option<&'a Call> {
    events.calls_along(call).find(|other| {
        other.path.len() > call.path.len()
            && other.path.starts_with(&call.path)
            && last_segment(&other.path) == name
    })
}

/// Calls on the block's parameter that do not add a column.
const NOT_COLUMNS: &[&str] = &[
    "index",
    "primary",
    "dropColumn",
    "dropColumns",
    "remove",
    "remove_index",
    "foreign",
    "unique",
    "timestamps",
    "dropIndex",
    "dropUnique",
    "rename",
    "renameColumn",
    "check_constraint",
    "dropForeign",
    "comment",
    "drop",
    "engine",
    "where",
    "exclusion_constraint",
    "unique_constraint",
    "column_exists?",
    "change_default",
    "raw",
];
