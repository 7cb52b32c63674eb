//! Classes that are stores: entities, models, tagged structs.

mod casts;
mod column;
mod struct_tag;
mod table;

use memchr::memmem;

use self::{
    casts::casts,
    column::{column, is_unmapped},
    table::table_name,
};
use super::{
    ColumnSource, Model, Pattern, Rule,
    apply::{FileContext, is_migration},
};
use crate::{
    fact::{FileFacts, StoreFact, shows_a_model},
    syntax::{Attribute, Class, Expression, Field, FileEvents, TableChange},
};

pub(super) fn apply(
    rule: &Rule,
    model: &Model,
    context: FileContext<'_>,
    events: &FileEvents,
    facts: &mut FileFacts,
) {
    let holds = |text: &String| memmem::find(context.source, text.as_bytes()).is_some();
    if !model.with.is_empty() && !model.with.iter().any(holds) {
        return;
    }
    for class in &events.classes {
        if !is_store(model, class) || is_joined(class) || shows_a_model(&class.name, &class.bases) {
            continue;
        }
        // A base of the project's own is known by the columns beside.
        let is_known =
            has_base(model, class) || class.fields.iter().any(|field| matches_field(model, field));
        let columns = class
            .fields
            .iter()
            .filter(|field| match model.columns {
                ColumnSource::None => false,
                ColumnSource::Matching => {
                    matches_field(model, field) || is_known && calls(&model.own_field_calls, field)
                }
                ColumnSource::All => true,
            })
            .filter(|field| !is_unmapped(field))
            .map(column)
            .chain(class.fields.iter().flat_map(casts))
            .collect();
        facts.stores.push(StoreFact {
            rule: rule.id.clone(),
            kind: rule.kind,
            table: table_name(class, events),
            class: Some(class.name.clone()),
            bases: class.bases.clone(),
            change: TableChange::Create,
            migration: is_migration(context.path),
            on_device: model.on_device,
            columns,
            line: class.line,
            end_line: class.end_line,
        });
    }
}

fn is_store(model: &Model, class: &Class) -> bool {
    let is_named = model.class_names.is_empty() || matches_any(&model.class_names, &class.name);
    is_named && is_declared(model, class)
}

fn is_declared(model: &Model, class: &Class) -> bool {
    (model.any && !class.fields.is_empty())
        || has_base(model, class)
        || class
            .attributes
            .iter()
            .any(|it| has_attribute(&model.attributes, it))
        || class.fields.iter().any(|field| matches_field(model, field))
}

fn has_base(model: &Model, class: &Class) -> bool {
    let mut bases = class.bases.iter();
    bases.any(|base| matches_any(&model.bases, base))
}

/// Rows of several tables read at once: a named field holds those of another.
fn is_joined(class: &Class) -> bool {
    let mut attributes = class.fields.iter().flat_map(|field| &field.attributes);
    attributes.any(|it| {
        let tag = it.arguments.first().and_then(|it| it.value.text());
        it.name == "xorm" && tag == Some("extends")
    })
}

/// A derive names what it derives in its arguments.
fn has_attribute(patterns: &[Pattern], attribute: &Attribute) -> bool {
    matches_any(patterns, &attribute.name)
        || (attribute.name == "derive"
            && attribute
                .arguments
                .iter()
                .filter_map(|it| it.value.path())
                .any(|path| matches_any(patterns, path)))
}

fn matches_any(patterns: &[Pattern], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(text))
}

fn matches_field(model: &Model, field: &Field) -> bool {
    field
        .attributes
        .iter()
        .any(|it| matches_any(&model.field_attributes, &it.name))
        || calls(&model.field_calls, field)
}

fn calls(patterns: &[Pattern], field: &Field) -> bool {
    matches!(&field.value, Some(Expression::Call { path, .. }) if matches_any(patterns, path))
}
