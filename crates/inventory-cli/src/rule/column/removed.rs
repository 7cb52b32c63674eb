//! Tables and columns that a migration takes away.

use super::{block::in_rollback, store, table_name};
use crate::{
    fact::FileFacts,
    rule::{
        Position, Removal, Rule,
        apply::{FileContext, argument},
    },
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

/// `drop_table :users`, `remove_column :users, :theme`,
/// `Schema::table('users', function ($table) { $table->dropColumn(['theme', 'tone']); })`.
pub(in crate::rule) fn removed(
    rule: &Rule,
    removal: &Removal,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let table = argument(&call.arguments, &removal.table).and_then(table_name);
    let Some(table) = table.filter(|_| !in_rollback(call, events)) else {
        return;
    };
    let takes_whole = removal.columns.is_none() && removal.inside.is_empty();
    let change = if takes_whole {
        TableChange::Drop
    } else {
        TableChange::DropColumns
    };
    let columns = columns(removal, call, events);
    if takes_whole || !columns.is_empty() {
        let fact = store(rule, table, change, columns, call, context);
        facts.stores.push(fact);
    }
}

fn columns(removal: &Removal, call: &Call, events: &FileEvents) -> Vec<Column> {
    let own: Vec<&Expression> = match &removal.columns {
        Some(Position::Index(first)) => {
            let arguments = call.arguments.iter().skip(*first);
            arguments
                .filter(|it| it.name.is_none())
                .map(|it| &it.value)
                .collect()
        }
        Some(name) => argument(&call.arguments, name).into_iter().collect(),
        None => Vec::new(),
    };
    let chain = events.calls_along(call);
    let chain = chain.filter(|it| it.path.len() > call.path.len());
    let inner = chain.chain(events.calls_inside(call)).filter(|it| {
        let name = last_segment(&it.path);
        removal.inside.iter().any(|pattern| pattern.matches(name))
    });
    let inner = inner.flat_map(|it| it.arguments.iter().map(|it| &it.value));
    let names = own.into_iter().chain(inner).flat_map(names);
    names
        .map(|name| Column {
            name: name.to_owned(),
            line: call.line,
            ..Column::default()
        })
        .collect()
}

/// The texts of a text, or of a list.
fn names(value: &Expression) -> Vec<&str> {
    match value {
        Expression::List(values) => values.iter().filter_map(Expression::text).collect(),
        value => value.text().into_iter().collect(),
    }
}
