//! Tables declared by calls: blocks of column calls, object literals, single added columns.

mod added;
mod block;
mod builder;
mod class;
mod collection;
mod key_lines;
mod object;
mod removed;

pub(super) use self::{
    added::{added, arguments},
    block::{block, calls_inside},
    builder::builder,
    class::{association, in_class},
    collection::collection,
    object::object,
    removed::removed,
};
use super::{
    Rule,
    apply::{FileContext, is_migration},
};
use crate::{
    fact::StoreFact,
    syntax::{Argument, Call, Column, Expression, TableChange, last_segment},
};

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
        // Yii puts the prefix of all tables where the percent stands: `{{%user}}`.
        Expression::Text(text) => {
            let text = text.trim_matches(['{', '}', '%']);
            Some(last_segment(text).to_owned())
        }
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
