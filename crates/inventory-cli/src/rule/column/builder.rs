//! A table to which calls add columns one by one, in a chain or on a variable.

use std::cmp::Reverse;

use super::{block::in_rollback, store, table_name};
use crate::{
    fact::FileFacts,
    rule::{
        Builder, Rule,
        apply::{FileContext, argument},
    },
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

/// `schema.createTable("x").addColumn("a", "text")`, `$table = $schema->createTable("x");
/// $table->addColumn("a", "text")`.
pub(in crate::rule) fn builder(
    rule: &Rule,
    builder: &Builder,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let table = argument(&call.arguments, &builder.table).and_then(table_name);
    let Some(table) = table.filter(|_| !in_rollback(call, events)) else {
        return;
    };
    let variable = Variable::holding(call, events);
    let is_of_chain = |it: &&Call| it.start == call.start && it.path.len() > call.path.len();
    let mut of_table: Vec<&Call> = events.calls_along(call).filter(is_of_chain).collect();
    if let Some(variable) = &variable {
        let on_variable = events.calls_below(variable.name, variable.from..=variable.until);
        of_table.extend(on_variable.filter(|it| !is_of_chain(it)));
        of_table.sort_by_key(|it| (it.start, Reverse(it.end)));
    }
    let adds = |it: &&Call| {
        let name = last_segment(&it.path);
        builder.add.iter().any(|wanted| wanted.matches(name))
    };
    let columns = of_table.into_iter().filter(adds).filter_map(column);
    let columns: Vec<Column> = columns.collect();
    if !columns.is_empty() {
        let change = TableChange::Create;
        let fact = store(rule, table, change, columns, call, context);
        facts.stores.push(fact);
    }
}

fn column(call: &Call) -> Option<Column> {
    let type_ = call.arguments.get(1).and_then(|it| match &it.value {
        Expression::Text(type_) => Some(type_.as_str()),
        value => value.path().map(last_segment),
    });
    Some(Column {
        name: call.arguments.first()?.value.text()?.to_owned(),
        type_: type_.map(ToOwned::to_owned),
        line: call.line,
        ..Column::default()
    })
}

/// What a table is assigned to, and the lines until something else is.
struct Variable<'a> {
    name: &'a str,
    from: u32,
    until: u32,
}

impl<'a> Variable<'a> {
    fn holding(call: &Call, events: &'a FileEvents) -> Option<Self> {
        let held = events.assigned_on(call.line..=call.end_line).find(|it| {
            it.function == call.function
                && matches!(&it.value, Expression::Call { path, arguments }
                    if path.starts_with(&call.path) && (path.len() > call.path.len() || *arguments == call.arguments))
        })?;
        let mut others = events.assigned_between(&held.target, held.line + 1..=u32::MAX);
        Some(Self {
            name: &held.target,
            from: held.line,
            until: others.next().map_or(u32::MAX, |it| it.line - 1),
        })
    }
}
