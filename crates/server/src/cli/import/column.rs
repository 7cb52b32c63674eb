//! Columns: what the texts of a row are.

use selfmodel_core::{
    diagnostic::{Code, Diagnostic},
    document::{Findings, Node},
    schema::{DetailField, DetailType},
};
use serde_json::{Number, Value};

/// Most bytes of a text and most items of a list that a mapping is checked for.
const UNBOUNDED: usize = 32 * 1024;

/// What the texts of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Text,
    Integer,
    Number,
    Boolean,
    List { separator: String },
}

const WORDS: [(&str, usize); 4] = [("text", 0), ("integer", 1), ("number", 2), ("boolean", 3)];

impl Column {
    /// Reads `"text"`, `"integer"`, `"number"`, `"boolean"` or `{ list = "|" }`.
    pub(super) fn read(node: &Node<'_>, findings: &mut Findings) -> Option<Self> {
        if node.is_table() {
            let mut table = node.table("`{ list = \"|\" }`", findings)?;
            let separator = table.require("list", "\"|\"");
            table.finish(findings);
            let separator = separator?;
            let text = separator.text(findings)?;
            if text.is_empty() {
                let place = separator.place();
                findings.push(Diagnostic::error(
                    Code::WrongType,
                    place,
                    "a separator is not empty",
                ));
                return None;
            }
            return Some(Self::List {
                separator: text.to_owned(),
            });
        }
        Some(match node.word(&WORDS, findings)? {
            0 => Self::Text,
            1 => Self::Integer,
            2 => Self::Number,
            _ => Self::Boolean,
        })
    }

    /// The column as a detail, for the checks of mappings.
    pub(super) fn detail(&self) -> DetailField {
        let text = DetailType::String {
            max_length: UNBOUNDED,
        };
        DetailField {
            kind: match self {
                Self::Text => text,
                Self::Integer => DetailType::Integer {
                    min: None,
                    max: None,
                },
                Self::Number => DetailType::Number {
                    min: None,
                    max: None,
                },
                Self::Boolean => DetailType::Boolean,
                Self::List { .. } => DetailType::List {
                    items: Box::new(text),
                    max_items: UNBOUNDED,
                },
            },
            optional: true,
        }
    }

    /// What `text` is; none when it is empty.
    pub(super) fn value(&self, text: &str) -> Result<Option<Value>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let not = |what| Err(format!("{text:?} is not {what}"));
        Ok(Some(match self {
            Self::Text => text.into(),
            Self::Integer => match text.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => return not("a whole number"),
            },
            Self::Number => match text.parse().ok().and_then(Number::from_f64) {
                Some(number) => Value::Number(number),
                None => return not("a finite number"),
            },
            Self::Boolean => match text.to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "y" | "1" => true.into(),
                "false" | "f" | "no" | "n" | "0" => false.into(),
                _ => return not("a boolean (true, false, yes, no, 1, 0)"),
            },
            Self::List { separator } => {
                let items = text.split(separator.as_str()).map(str::trim);
                items.filter(|item| !item.is_empty()).collect()
            }
        }))
    }

    /// What a JSON value is: texts are read, other values must be of the type already.
    pub(super) fn json(&self, value: Value) -> Result<Option<Value>, String> {
        let fits = match (self, &value) {
            (_, Value::Null) => return Ok(None),
            (_, Value::String(text)) => return self.value(text),
            (Self::Integer, Value::Number(number)) => number.is_i64() || number.is_u64(),
            (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::List { .. }, Value::Array(_)) => true,
            (Self::Text, Value::Number(_) | Value::Bool(_)) => {
                return Ok(Some(value.to_string().into()));
            }
            _ => false,
        };
        if fits {
            return Ok(Some(value));
        }
        Err(format!("{value} is not of the declared type"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_become_what_the_column_is() {
        let list = Column::List {
            separator: "|".into(),
        };
        let cases = [
            (Column::Text, " a ", json!("a")),
            (Column::Integer, "-7", json!(-7)),
            (Column::Number, "0.5", json!(0.5)),
            (Column::Boolean, "1", json!(true)),
            (Column::Boolean, "No", json!(false)),
            (list, "code|tests||", json!(["code", "tests"])),
        ];
        for (column, text, expected) in cases {
            assert_eq!(column.value(text), Ok(Some(expected)), "{text}");
            assert_eq!(column.value("  "), Ok(None));
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (column, text) in [
            (Column::Integer, "1.5"),
            (Column::Number, "NaN"),
            (Column::Number, "inf"),
            (Column::Boolean, "2"),
        ] {
            assert!(column.value(text).unwrap_err().contains(text));
        }
        assert!(Column::Integer.json(json!(1.5)).is_err());
        assert_eq!(Column::Text.json(json!(12)), Ok(Some(json!("12"))));
    }
}
