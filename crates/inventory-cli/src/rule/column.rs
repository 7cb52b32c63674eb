//! Tables declared by calls: blocks of column calls, object literals, single added columns.

mod added;
mod block;
mod class;
mod object;

pub(super) use self::{
    added::{added, arguments},
    block::{block, calls_inside},
    class::{association, in_class},
    object::object,
};
use super::{
    Rule,
    apply::{FileContext, is_migration},
};
use crate::{
    fact::{FileFacts, StoreFact},
    syntax::{Argument, Call, Column, Expression, TableChange, last_segment},
};

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
        on_device: false,
        columns,
        line: call.line,
        end_line: call.end_line,
    }
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
