//! The name a model gives its table.

use crate::syntax::{Class, Expression, FileEvents, Function, last_segment};

/// By attribute, field, body or method; `None` where the framework makes it of the class name.
pub(super) fn table_name(class: &Class, events: &FileEvents) -> Option<String> {
    name_in_attribute(class, events).or_else(|| {
        name_in_field(class)
            .or_else(|| name_in_body(class, events))
            .or_else(|| name_of_method(class, events))
            .map(ToOwned::to_owned)
    })
}

/// `@Table(name = "settings")`, `#[sea_orm(table_name = "settings")]`.
fn name_in_attribute(class: &Class, events: &FileEvents) -> Option<String> {
    class.attributes.iter().find_map(|attribute| {
        let name = last_segment(&attribute.name).to_ascii_lowercase();
        if !matches!(
            name.as_str(),
            "entity"
                | "table"
                | "tablename"
                | "map"
                | "schema"
                | "collection"
                | "document"
                | "sea_orm"
                | "diesel"
        ) {
            return None;
        }
        attribute
            .arguments
            .iter()
            .find_map(|it| match (it.name.as_deref(), &it.value) {
                (
                    None | Some("name" | "tableName" | "table" | "table_name" | "collection"),
                    Expression::Text(text),
                ) => Some(text.clone()),
                (Some("table_name"), Expression::Path(path)) => Some(last_segment(path).to_owned()),
                (Some("name" | "tableName"), Expression::Path(path)) => {
                    text_of_constant(path, events).map(ToOwned::to_owned)
                }
                _ => None,
            })
    })
}

/// The text of a constant of the file, of the class that the path names where it names one.
fn text_of_constant<'a>(path: &str, events: &'a FileEvents) -> Option<&'a str> {
    let name = last_segment(path);
    let class = path.rsplit('.').nth(1);
    let of_class = |index: Option<usize>| {
        let found = index.and_then(|it| events.classes.get(it));
        class.is_none_or(|class| found.is_some_and(|it| it.name == class))
    };
    let texts = || {
        let named = events.assigned_last(name);
        named.filter_map(|it| Some((it.class, it.value.text()?)))
    };
    let own = texts().find(|(index, _)| of_class(*index));
    own.or_else(|| texts().next()).map(|(_, text)| text)
}

/// `__tablename__ = "settings"`, `protected $table = 'settings'`.
fn name_in_field(class: &Class) -> Option<&str> {
    class.fields.iter().find_map(|field| {
        matches!(
            field.name.as_str(),
            "__tablename__"
                | "table"
                | "db_table"
                | "tableName"
                | "collection"
                | "databaseTableName"
        )
        .then(|| field.value.as_ref().and_then(Expression::text))
        .flatten()
    })
}

/// `self.table_name = "settings"`, and `db_table` of a class inside.
fn name_in_body<'a>(class: &Class, events: &'a FileEvents) -> Option<&'a str> {
    let lines = class.line..=class.end_line;
    let own = events.assigned_between("self.table_name", lines.clone());
    let of_meta = events.assigned_between("db_table", lines);
    own.chain(of_meta)
        .find_map(|assignment| assignment.value.text())
}

/// `func (Setting) TableName() string { return "settings" }`.
fn name_of_method<'a>(class: &Class, events: &'a FileEvents) -> Option<&'a str> {
    // Methods of Go follow their struct.
    let behind = match events.class_line_behind(class.line) {
        Some(next) => class.line + 1..=next,
        None => class.line + 1..=u32::MAX,
    };
    let lines = class.line..=class.end_line;
    let inside = events
        .functions_between("TableName", lines.clone())
        .chain(events.functions_between("tableName", lines));
    let own = |it: &&Function| it.parameters.is_empty() || it.parameters == "()";
    inside
        .chain(events.functions_between("TableName", behind))
        .filter(own)
        .find_map(|it| it.returns.as_ref().and_then(Expression::text))
}
