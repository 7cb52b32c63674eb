//! Columns as arguments: one added to a table, or a table whose arguments are its columns.

use super::{named, store, table_name};
use crate::{
    fact::FileFacts,
    rule::{
        ColumnCall, Pattern, Position, Rule,
        apply::{FileContext, argument, literal},
    },
    syntax::{Call, Column, Expression, TableChange, last_segment},
};

pub(in crate::rule) fn added(
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
pub(in crate::rule) fn arguments(
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
