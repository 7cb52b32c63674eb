//! A call with an object literal of columns.

use super::{store, table_name};
use crate::{
    fact::FileFacts,
    rule::{
        ObjectTable, Rule,
        apply::{FileContext, argument, literal},
    },
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

pub(in crate::rule) fn object(
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
