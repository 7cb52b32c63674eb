//! A table to which calls add columns one by one, in a chain or on a variable.

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
    let is_of_table = |other: &Call| {
        other.start == call.start && other.path.len() > call.path.len()
            || variable.as_ref().is_some_and(|it| it.is_receiver_of(other))
    };
    let columns: Vec<Column> = events
        .calls
        .iter()
        .filter(|it| {
            let adds = last_segment(&it.path);
            builder.add.iter().any(|name| name.matches(adds)) && is_of_table(it)
        })
        .filter_map(column)
        .collect();
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
        let held = events.assignments.iter().find(|it| {
            (call.line..=call.end_line).contains(&it.line)
                && it.function == call.function
                && matches!(&it.value, Expression::Call { path, arguments }
                    if path.starts_with(&call.path) && (path.len() > call.path.len() || *arguments == call.arguments))
        })?;
        let others = events.assignments.iter();
        let until = others
            .filter(|it| it.target == held.target && it.line > held.line)
            .map(|it| it.line)
            .min();
        Some(Self {
            name: &held.target,
            from: held.line,
            until: until.unwrap_or(u32::MAX),
        })
    }

    fn is_receiver_of(&self, call: &Call) -> bool {
        let behind = call.path.strip_prefix(self.name);
        behind.is_some_and(|it| it.starts_with('.')) && (self.from..self.until).contains(&call.line)
    }
}
