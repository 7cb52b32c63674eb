//! Columns that a model of Laravel declares by what it casts and what may be filled.

use crate::syntax::{Column, Expression, Field, last_segment};

/// Laravel declares structured columns by a cast: `$casts = ['options' => 'json']`; and those of a
/// document, which no migration declares, by what may be filled: `$fillable = ['theme']`.
pub(super) fn casts(field: &Field) -> Vec<Column> {
    let column = |(line, (name, cast)): (u32, (&String, Option<Cast>))| {
        cast.map(|cast| Column {
            name: name.clone(),
            type_: cast.structured.then(|| "json".to_owned()),
            target: cast.class,
            line,
            ..Column::default()
        })
    };
    match (field.name.as_str(), field.value.as_ref()) {
        ("casts", Some(Expression::Object(pairs))) => {
            let casts = pairs.iter().map(|(name, value)| (name, Cast::of(value)));
            (field.line + 1..).zip(casts).filter_map(column).collect()
        }
        ("fillable", Some(Expression::List(names))) => {
            let names = names.iter().filter_map(Expression::text);
            names
                .map(|name| Column {
                    name: name.to_owned(),
                    line: field.line,
                    ..Column::default()
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What a cast makes of a column.
struct Cast {
    structured: bool,
    class: Option<String>,
}

impl Cast {
    /// A name of the framework, or a class of one's own: a document where its name says what it holds.
    fn of(value: &Expression) -> Option<Self> {
        if let Some(name) = value.text() {
            let kind = name.rsplit(':').next().unwrap_or(name);
            let structured = matches!(kind, "json" | "array" | "object" | "collection");
            return structured.then_some(Self {
                structured,
                class: None,
            });
        }
        let class = last_segment(value.path()?.trim_end_matches(".class"));
        let framework = ["AsArrayObject", "AsCollection", "AsEncryptedCollection"];
        let holds = ["ettings", "references", "ptions", "refs"];
        let own = holds.iter().any(|it| class.ends_with(it));
        (own || framework.contains(&class)).then(|| Self {
            structured: true,
            class: own.then(|| class.to_owned()),
        })
    }
}
