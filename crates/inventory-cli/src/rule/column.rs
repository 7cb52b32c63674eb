//! Tables declared by calls: blocks of column calls, object literals, single added columns.

use super::{
    Block, ColumnCall, ObjectTable, Pattern, Position, Rule,
    apply::{FileContext, argument, is_migration, literal},
};
use crate::{
    fact::{FileFacts, StoreFact},
    lexicon::canonical,
    syntax::{Argument, Call, Column, Expression, FileEvents, TableChange, last_segment},
};

/// Calls inside the span of `call` on a receiver with one member: (first argument, type, call).
pub(super) fn calls_inside<'a>(
    call: &'a Call,
    events: &'a FileEvents,
) -> impl Iterator<Item = (String, String, &'a Call)> + 'a {
    events
        .calls
        .iter()
        .filter(move |inner| inner.start > call.start && inner.end <= call.end)
        .filter_map(|inner| {
            let (receiver, type_) = inner.path.split_once('.')?;
            let name = match &inner.arguments.first()?.value {
                // Laravel: `$table->foreignIdFor(User::class)` adds `user_id`.
                Expression::Path(path) if type_ == "foreignIdFor" => {
                    let class = path.strip_suffix(".class").unwrap_or(path);
                    canonical(last_segment(class)) + "_id"
                }
                name => name.text()?.to_owned(),
            };
            (!receiver.is_empty() && !type_.contains('.')).then(|| (name, type_.to_owned(), inner))
        })
}

pub(super) fn block(
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
    let change = if block.alter {
        TableChange::Alter
    } else {
        TableChange::Create
    };
    facts
        .stores
        .push(store(rule, table, change, columns, call, context));
}

pub(super) fn object(
    rule: &Rule,
    object: &ObjectTable,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some(Expression::Object(pairs)) = argument(&call.arguments, &object.object) else {
        return;
    };
    let holder = events.assignments.iter().find(|assignment| {
        assignment.line <= call.line
            && call.line <= assignment.line + 2
            && assignment.value.path() == Some(call.path.as_str())
    });
    let holder = holder.map(|assignment| last_segment(&assignment.target).to_owned());
    let table = match &object.table {
        Some(position) => argument(&call.arguments, position).and_then(table_name),
        None => holder
            .clone()
            .map(|name| name.trim_end_matches("Schema").to_owned()),
    };
    let Some(table) = table else { return };
    let columns = (0_u32..).zip(pairs).map(|(index, (name, value))| {
        let line = (call.line + 1 + index).min(call.end_line);
        object_column(name, value, line)
    });
    let columns = columns.collect();
    let mut fact = store(rule, table, TableChange::Create, columns, call, context);
    fact.class = holder;
    facts.stores.push(fact);
}

fn object_column(name: &str, value: &Expression, line: u32) -> Column {
    let mut column = Column {
        name: name.to_owned(),
        line,
        ..Column::default()
    };
    match value {
        Expression::Path(path) => column.type_ = Some(last_segment(path).to_owned()),
        Expression::Call { path, arguments } => {
            column.type_ = path.split('.').next().map(ToOwned::to_owned);
            column.unique = path
                .split('.')
                .any(|part| part == "unique" || part == "primaryKey");
            if let Some(name) = arguments.first().and_then(|it| it.value.text())
                && column
                    .type_
                    .as_deref()
                    .is_some_and(|it| it.chars().all(char::is_alphanumeric))
                && name.chars().all(|it| it.is_alphanumeric() || it == '_')
            {
                name.clone_into(&mut column.name);
            }
        }
        Expression::Object(pairs) => {
            let member = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, it)| it);
            column.type_ = member("type")
                .and_then(Expression::path)
                .map(|it| last_segment(it).to_owned());
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
                column.target = target.and_then(|(_, it)| it.text()).map(ToOwned::to_owned);
            }
        }
        _ => {}
    }
    column
}

pub(super) fn added(
    rule: &Rule,
    added: &ColumnCall,
    call: &Call,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let table = argument(&call.arguments, &added.table).and_then(table_name);
    let column = argument(&call.arguments, &added.column);
    let (Some(table), Some(column)) = (table, column) else {
        return;
    };
    let Some(mut column) = added_column(column) else {
        return;
    };
    column.line = call.line;
    if let Some(position) = &added.column_type {
        let type_ = argument(&call.arguments, position);
        column.type_ = type_
            .and_then(|it| it.text().or_else(|| it.path()))
            .map(|it| last_segment(it).to_owned());
    }
    column.default = named(&call.arguments, "default")
        .and_then(literal)
        .or(column.default);
    facts.stores.push(store(
        rule,
        table,
        TableChange::Alter,
        vec![column],
        call,
        context,
    ));
}

/// A column by its name, or as a call makes it: `sa.Column("theme", sa.String())`,
/// `new TableColumn({ name: "theme" })`.
fn added_column(column: &Expression) -> Option<Column> {
    let arguments = match column {
        Expression::Text(name) => {
            return Some(Column {
                name: name.clone(),
                ..Column::default()
            });
        }
        Expression::Call { arguments, .. } => arguments,
        _ => return None,
    };
    let first = &arguments.first()?.value;
    if let Expression::Object(pairs) = first {
        let of = |wanted: &str| {
            let pair = pairs.iter().find(|(name, _)| name == wanted);
            pair.map(|(_, value)| value)
        };
        return Some(Column {
            name: of("name")?.text()?.to_owned(),
            type_: of("type").and_then(Expression::text).map(str::to_owned),
            default: of("default").and_then(literal),
            ..Column::default()
        });
    }
    let type_ = arguments.get(1).and_then(|it| it.value.path());
    Some(Column {
        name: first.text()?.to_owned(),
        type_: type_.map(|it| last_segment(it).to_owned()),
        ..Column::default()
    })
}

/// `create_table("x", Column("a", …), …)`.
pub(super) fn arguments(
    rule: &Rule,
    table: &Position,
    column: &[Pattern],
    call: &Call,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some(table) = argument(&call.arguments, table).and_then(table_name) else {
        return;
    };
    let mut columns = Vec::new();
    for (line, argument) in (call.line + 1..).zip(call.arguments.iter().skip(1)) {
        let Expression::Call { path, arguments } = &argument.value else {
            continue;
        };
        if !column.iter().any(|pattern| pattern.matches(path)) {
            continue;
        }
        let Some(name) = arguments.first().and_then(|it| it.value.text()) else {
            continue;
        };
        let target = arguments.iter().find_map(|it| match &it.value {
            Expression::Call { path, arguments } if last_segment(path) == "ForeignKey" => arguments
                .first()?
                .value
                .text()?
                .split('.')
                .next()
                .map(ToOwned::to_owned),
            _ => None,
        });
        let type_ = arguments.get(1).and_then(|it| it.value.path());
        columns.push(Column {
            name: name.to_owned(),
            type_: type_.map(|it| last_segment(it).to_owned()),
            target,
            line: line.min(call.end_line),
            ..Column::default()
        });
    }
    facts.stores.push(store(
        rule,
        table,
        TableChange::Create,
        columns,
        call,
        context,
    ));
}

/// `Progress.belongsTo(user, { foreignKey: "owner_id" })`.
pub(super) fn association(
    rule: &Rule,
    call: &Call,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some((model, _)) = call.path.rsplit_once('.') else {
        return;
    };
    let target = call.arguments.first().and_then(|it| it.value.path());
    let (model, Some(target)) = (last_segment(model).to_owned(), target.map(last_segment)) else {
        return;
    };
    let option = |wanted: &str| match call.arguments.get(1).map(|it| &it.value) {
        Some(Expression::Object(pairs)) => {
            let pair = pairs.iter().find(|(name, _)| name == wanted);
            pair.and_then(|(_, value)| value.text())
        }
        _ => None,
    };
    let name = option("foreignKey").map_or_else(
        || format!("{}Id", option("as").unwrap_or(target)),
        ToOwned::to_owned,
    );
    let column = Column {
        name,
        target: Some(target.to_owned()),
        line: call.line,
        ..Column::default()
    };
    let columns = vec![column];
    let mut fact = store(
        rule,
        model.clone(),
        TableChange::Alter,
        columns,
        call,
        context,
    );
    fact.table = None;
    fact.class = Some(model);
    facts.stores.push(fact);
}

/// A collection known by name only.
pub(super) fn collection(
    rule: &Rule,
    call: &Call,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let names: Vec<&str> = call
        .arguments
        .iter()
        .filter_map(|it| it.value.text())
        .collect();
    if let Some(name) = names.last() {
        let name = name.rsplit('/').next().unwrap_or(name).to_owned();
        let mut fact = store(rule, name, TableChange::Create, Vec::new(), call, context);
        fact.end_line = fact.line;
        facts.stores.push(fact);
    }
}

/// `field :theme` inside a document class.
pub(super) fn in_class(
    rule: &Rule,
    bases: &[Pattern],
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let class = call.class.and_then(|index| events.classes.get(index));
    let Some(class) = class else { return };
    let is_document = class
        .bases
        .iter()
        .any(|base| bases.iter().any(|it| it.matches(base)));
    if let (true, Some(name)) = (
        is_document,
        call.arguments.first().and_then(|it| it.value.text()),
    ) {
        let type_ = named(&call.arguments, "type").and_then(Expression::path);
        let column = Column {
            name: name.to_owned(),
            type_: type_.map(ToOwned::to_owned),
            default: named(&call.arguments, "default").and_then(literal),
            line: call.line,
            ..Column::default()
        };
        let name = class.name.clone();
        let mut fact = store(
            rule,
            name.clone(),
            TableChange::Alter,
            vec![column],
            call,
            context,
        );
        fact.class = Some(name);
        facts.stores.push(fact);
    }
}

fn store(
    rule: &Rule,
    table: String,
    change: TableChange,
    columns: Vec<Column>,
    call: &Call,
    context: FileContext<'_>,
) -> StoreFact {
    StoreFact {
        rule: rule.id.clone(),
        kind: rule.kind,
        table: Some(table),
        class: None,
        bases: Vec::new(),
        change,
        migration: is_migration(context.path),
        columns,
        line: call.line,
        end_line: call.end_line,
    }
}

/// Calls on the block's parameter that do not add a column.
const NOT_COLUMNS: &[&str] = &[
    "index",
    "primary",
    "dropColumn",
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
];

/// Whether the call stands in the part of a migration that undoes it.
fn in_rollback(call: &Call, events: &FileEvents) -> bool {
    call.function
        .and_then(|index| events.functions.get(index))
        .is_some_and(|function| {
            matches!(
                function.name.as_str(),
                "down" | "downgrade" | "Down" | "safeDown"
            )
        })
}

fn table_name(value: &Expression) -> Option<String> {
    match value {
        Expression::Text(text) => Some(last_segment(text).to_owned()),
        Expression::Path(path) => Some(last_segment(path).to_owned()),
        _ => None,
    }
}

fn named<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Expression> {
    arguments
        .iter()
        .find(|it| it.name.as_deref() == Some(name))
        .map(|it| &it.value)
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
    events.calls.iter().find(|other| {
        other.start == call.start
            && other.path.len() > call.path.len()
            && other.path.starts_with(&call.path)
            && last_segment(&other.path) == name
    })
}
