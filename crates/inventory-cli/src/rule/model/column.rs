//! What a field of a model says of its column: by its type, its constructor, its attributes.

use super::struct_tag::read_struct_tag;
use crate::{
    rule::apply::literal,
    syntax::{Argument, Attribute, Column, Expression, Field, last_segment},
};

pub(super) fn column(field: &Field) -> Column {
    let mut column = Column {
        name: field.name.clone(),
        type_: field.type_.clone(),
        default: field.value.as_ref().and_then(literal),
        line: field.line,
        ..Column::default()
    };
    if let Some(Expression::Call { path, arguments }) = &field.value {
        column.type_ = Some(last_segment(path).to_owned());
        read_arguments(last_segment(path), arguments, &mut column);
    }
    for attribute in &field.attributes {
        read_attribute(attribute, &mut column);
    }
    if column.target.is_none() {
        column.target = field.type_.as_deref().and_then(class_of_type);
    }
    column
}

/// Arguments of a field's constructor: `models.CharField(default="x", choices=…)`.
fn read_arguments(type_: &str, arguments: &[Argument], column: &mut Column) {
    let relation = type_.contains("ForeignKey")
        || type_.contains("OneToOne")
        || type_.contains("ManyToMany")
        || type_ == "relationship";
    for (index, argument) in arguments.iter().enumerate() {
        match (argument.name.as_deref(), &argument.value) {
            (Some("default" | "server_default"), value) => {
                column.default = literal(value).or_else(|| column.default.take());
            }
            // The edges are rows of a model of their own.
            (Some("through"), _) => column.type_ = Some("Through".to_owned()),
            (Some("unique" | "primary_key"), value) => {
                column.unique |= literal(value).as_deref() == Some("True");
            }
            (None | Some("to"), Expression::Text(text))
                if relation && (index == 0 || argument.name.is_some()) =>
            {
                column.target = Some(last_segment(text).to_owned());
            }
            (None | Some("to"), Expression::Path(path)) if relation => {
                let named = last_segment(path);
                let user = named == "AUTH_USER_MODEL";
                column.target = Some(if user {
                    "User".to_owned()
                } else {
                    named.to_owned()
                });
            }
            // SQLAlchemy: mapped_column(ForeignKey("users.id"), …)
            (_, Expression::Call { path, arguments }) if last_segment(path) == "ForeignKey" => {
                let target = arguments.first().and_then(|it| it.value.text());
                column.target = target
                    .and_then(|it| it.split('.').next())
                    .map(ToOwned::to_owned);
            }
            (None, Expression::Call { path, .. } | Expression::Path(path))
                if type_.to_lowercase().contains("column") =>
            {
                column.type_ = Some(last_segment(path).to_owned());
            }
            _ => {}
        }
    }
    column.unique |= type_.contains("OneToOne");
}

fn read_attribute(attribute: &Attribute, column: &mut Column) {
    let name = last_segment(&attribute.name).to_ascii_lowercase();
    let text = |wanted: &[&str]| {
        attribute.arguments.iter().find_map(|it| match &it.name {
            Some(name) if wanted.contains(&name.as_str()) => literal(&it.value),
            None if wanted.contains(&"") => it.value.text().map(ToOwned::to_owned),
            _ => None,
        })
    };
    match name.as_str() {
        "id" | "unique" | "key" | "primarykey" => column.unique = true,
        "onetoone" => {
            column.unique = true;
            column.target = target_entity(attribute);
        }
        "relation" => {
            if let Some(Expression::List(keys)) = attribute
                .arguments
                .iter()
                .find(|it| it.name.as_deref() == Some("fields"))
                .map(|it| &it.value)
                && let Some(key) = keys.first().and_then(Expression::path)
            {
                key.clone_into(&mut column.name);
            }
        }
        // Doctrine names the class in the attribute: `ManyToOne(targetEntity: Config::class)`.
        "manytoone" => column.target = target_entity(attribute),
        "default" => {
            column.default = attribute
                .arguments
                .first()
                .and_then(|it| literal(&it.value));
        }
        "column" | "jsonproperty" | "columninfo" | "field" | "prop" => {
            if is_structured_type(attribute) {
                column.type_ = Some("json".to_owned());
            }
            if let Some(name) = text(&["name", ""]).filter(|it| !is_type_name(it)) {
                column.name = name;
            }
        }
        // Edges of both sides in a table that no class stands for.
        "manytomany" => column.type_ = Some("ManyToMany".to_owned()),
        // Go struct tags name the column themselves.
        "db" | "structs" | "bson" | "sql" | "pg" | "bun" | "gorm" | "xorm" => {
            read_struct_tag(&name, &text(&[""]).unwrap_or_default(), column);
        }
        _ => {}
    }
    if column.default.is_none() && matches!(name.as_str(), "column" | "prop" | "property") {
        column.default = attribute.arguments.iter().find_map(|it| match &it.value {
            Expression::Object(pairs) => pairs
                .iter()
                .find(|(key, _)| key == "default")
                .and_then(|(_, value)| literal(value)),
            _ => None,
        });
    }
}

/// Whether a column's decorator says it holds a document: `@Column(DataType.JSONB)`,
/// `@Column({ type: "jsonb" })`, `@Column("simple-json")`.
fn is_structured_type(attribute: &Attribute) -> bool {
    attribute.arguments.iter().any(|it| match &it.value {
        Expression::Object(pairs) => pairs.iter().any(|(name, value)| {
            matches!(name.as_str(), "type" | "columnDefinition") && names_document(value)
        }),
        value => {
            it.name
                .as_deref()
                .is_none_or(|name| matches!(name, "type" | "columnDefinition"))
                && names_document(value)
        }
    })
}

fn names_document(value: &Expression) -> bool {
    let name = value.text().or_else(|| value.path()).map(last_segment);
    name.is_some_and(|it| {
        let it = it.to_ascii_lowercase();
        matches!(
            it.trim_start_matches("simple-"),
            "json" | "jsonb" | "hstore" | "mixed" | "object"
        )
    })
}

/// `@Column("varchar")` of `TypeORM` names the type, `@Column("theme")` of others the column.
fn is_type_name(text: &str) -> bool {
    matches!(
        text.trim_start_matches("simple-"),
        "json"
            | "jsonb"
            | "hstore"
            | "array"
            | "enum"
            | "varchar"
            | "text"
            | "int"
            | "integer"
            | "bigint"
            | "smallint"
            | "boolean"
            | "bool"
            | "uuid"
            | "date"
            | "timestamp"
            | "timestamptz"
            | "timestamp with time zone"
            | "datetime"
            | "float"
            | "decimal"
            | "bytea"
    )
}

fn target_entity(attribute: &Attribute) -> Option<String> {
    let mut arguments = attribute.arguments.iter();
    let named = arguments.find(|it| it.name.as_deref() == Some("targetEntity"))?;
    let path = named.value.path().or_else(|| named.value.text())?;
    Some(last_segment(path.trim_end_matches(".class")).to_owned())
}

/// Whether a field is the program's alone: no column holds it.
pub(super) fn is_unmapped(field: &Field) -> bool {
    field.attributes.iter().any(|attribute| {
        let name = last_segment(&attribute.name);
        let skipped = || {
            let mut arguments = attribute.arguments.iter();
            arguments.any(|it| {
                let word = it.value.text().or_else(|| it.value.path());
                matches!(word, Some("-" | "ignore" | "skip"))
            })
        };
        match name {
            "NotMapped" | "Transient" | "Ignore" | "Ignored" => true,
            "gorm" | "xorm" | "db" | "bun" | "pg" | "bson" | "sql" | "orm" | "structs"
            | "sea_orm" | "sqlx" => skipped(),
            _ => false,
        }
    })
}

/// `User` of `User?`, `Option<User>`, `*User`; nothing for lists and plain types.
fn class_of_type(type_: &str) -> Option<String> {
    let inner = type_
        .trim_end_matches(" | undefined")
        .trim_end_matches(" | null")
        .trim_start_matches('*')
        .trim_end_matches(['?', '!'])
        .rsplit(['<', '.', ' '])
        .next()?
        .trim_end_matches('>');
    let starts_upper = inner.chars().next().is_some_and(char::is_uppercase);
    (starts_upper && !type_.contains('[') && !PLAIN.contains(&inner)).then(|| inner.to_owned())
}

const PLAIN: &[&str] = &[
    "String",
    "Int",
    "Integer",
    "Boolean",
    "Bool",
    "Long",
    "Double",
    "Float",
    "Date",
    "DateTime",
    "Json",
    "BigInt",
    "Decimal",
    "Bytes",
    "Text",
    "Timestamp",
    "UUID",
    "Time",
    "Instant",
    "LocalDate",
    "LocalDateTime",
    "Object",
    "Any",
    "Data",
    "URL",
    "Guid",
    "DateOnly",
    "TimeSpan",
    "Value",
];
