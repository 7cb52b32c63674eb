//! One spelling for equal JSON values, so that equal content has equal hashes: keys sorted, nulls
//! left out of objects, and 1.0 written as 1.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

use crate::mapping::whole;

/// A SHA-256 hash.
pub(crate) type Hash = [u8; 32];

/// Hash of the canonical text of a JSON array of `parts`.
#[must_use]
pub(crate) fn hash(parts: &[&dyn Canonical]) -> Hash {
    let mut text = String::from("[");
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        part.write(&mut text);
    }
    text.push(']');
    Sha256::digest(text).into()
}

/// What has a canonical JSON text.
pub(crate) trait Canonical {
    /// Appends the canonical text.
    fn write(&self, text: &mut String);
}

impl Canonical for Value {
    fn write(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
            Self::Number(number) => write_number(number, text),
            Self::String(string) => string.as_str().write(text),
            Self::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    item.write(text);
                }
                text.push(']');
            }
            Self::Object(object) => object.write(text),
        }
    }
}

impl Canonical for Map<String, Value> {
    fn write(&self, text: &mut String) {
        let mut entries: Vec<_> = self.iter().filter(|(_, value)| !value.is_null()).collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        text.push('{');
        for (index, (key, value)) in entries.into_iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            key.as_str().write(text);
            text.push(':');
            value.write(text);
        }
        text.push('}');
    }
}

impl Canonical for &str {
    fn write(&self, text: &mut String) {
        text.push_str(&Value::from(*self).to_string());
    }
}

impl Canonical for i64 {
    fn write(&self, text: &mut String) {
        let _ = write!(text, "{self}");
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(value) => value.write(text),
            None => text.push_str("null"),
        }
    }
}

fn write_number(number: &Number, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = match whole(number) {
        Some(whole) => write!(text, "{whole}"),
        None => write!(text, "{number}"),
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn canonical(value: &Value) -> String {
        let mut text = String::new();
        value.write(&mut text);
        text
    }

    #[test]
    fn equal_values_have_one_spelling() {
        let value = json!({"b": [1.0, -0.0, 0.5, null], "a": null, "é": {"z": "\"\n", "y": true}});
        assert_eq!(
            canonical(&value),
            r#"{"b":[1,0,0.5,null],"é":{"y":true,"z":"\"\n"}}"#.replace('\n', "\\n")
        );
    }

    #[test]
    fn whole_numbers_beyond_the_exact_range_of_floats_stay_distinct() {
        let left = json!(9_007_199_254_740_993_i64);
        let right = json!(9_007_199_254_740_992_i64);
        assert_ne!(canonical(&left), canonical(&right));
    }
}
