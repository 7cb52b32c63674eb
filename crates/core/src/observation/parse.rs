//! The shape of an observation: which fields there are, their names, times and sizes. What the
//! schema says of them is for [`admit`](super::admit()).

use std::io;

use serde_json::{Map, Value};

use super::{Observation, Problem};
use crate::{
    names::{InvalidName, UserId},
    problem::{capped, child, instead, kind_of, nearest, quoted},
    time::Timestamp,
};

/// Most bytes of one observation, as JSON without white space.
pub const MAX_BYTES: usize = 32 * 1024;
/// Most levels of lists and objects within an observation.
pub const MAX_DEPTH: usize = 8;

const FIELDS: [&str; 10] = [
    "id",
    "user",
    "feature",
    "action",
    "details",
    "context",
    "observed_at",
    "release",
    "origin",
    "derived_from",
];

/// Reads one observation. Null counts as absent; every problem is reported, but for an input that is
/// too large or too deep to look into.
pub fn parse(value: &Value) -> Result<Observation, Vec<Problem>> {
    let fields = match value {
        Value::Object(fields) => fields,
        other => {
            let kind = kind_of(other);
            let detail =
                format!("an observation is an object with user, action and details, not {kind}");
            return Err(vec![Problem::new("", detail)]);
        }
    };
    within_limits(value).map_err(|problem| vec![problem])?;
    let mut reader = Reader {
        fields,
        problems: unknown_fields(fields),
    };
    let observation = reader.observation();
    match observation {
        Some(observation) if reader.problems.is_empty() => Ok(observation),
        _ => Err(capped(reader.problems)),
    }
}

struct Reader<'a> {
    fields: &'a Map<String, Value>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn observation(&mut self) -> Option<Observation> {
        let id = self.optional("id");
        let user: Option<UserId> = self.required("user");
        let feature = self.optional("feature");
        let action = self.required("action");
        let details = self.details();
        Some(Observation {
            id,
            feature,
            context: self.optional("context"),
            observed_at: self.instant("observed_at"),
            release: self.optional("release"),
            origin: self.optional("origin"),
            derived_from: self.optional("derived_from"),
            user: user?,
            action: action?,
            details: details?,
        })
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// Whether the field is absent, and not there under a misspelt name: that was reported already.
    fn is_missing(&self, name: &str) -> bool {
        let mut keys = self.fields.keys();
        let unknown = |key: &String| !FIELDS.contains(&key.as_str());
        self.field(name).is_none()
            && !keys.any(|key| unknown(key) && nearest(key, FIELDS) == Some(name))
    }

    fn problem(&mut self, field: &str, detail: String) {
        self.problems.push(Problem::new(child("", field), detail));
    }

    fn text(&mut self, field: &str) -> Option<String> {
        match self.field(field)? {
            Value::String(text) => Some(text.clone()),
            other => {
                let kind = kind_of(other);
                self.problem(field, format!("must be a string, not {kind}"));
                None
            }
        }
    }

    fn optional<T: TryFrom<String, Error = InvalidName>>(&mut self, field: &str) -> Option<T> {
        let text = self.text(field)?;
        let name = T::try_from(text);
        name.map_err(|invalid| self.problem(field, invalid.to_string()))
            .ok()
    }

    fn required<T: TryFrom<String, Error = InvalidName>>(&mut self, field: &str) -> Option<T> {
        if self.is_missing(field) {
            self.problem(field, "is required".into());
        }
        self.optional(field)
    }

    fn instant(&mut self, field: &str) -> Option<Timestamp> {
        let text = self.text(field)?;
        let instant = Timestamp::parse(&text);
        instant
            .map_err(|invalid| self.problem(field, invalid.to_string()))
            .ok()
    }

    fn details(&mut self) -> Option<Map<String, Value>> {
        match self.field("details") {
            Some(Value::Object(details)) => return Some(without_nulls(details)),
            Some(other) => {
                let kind = kind_of(other);
                self.problem("details", format!("must be an object, not {kind}"));
            }
            None if self.is_missing("details") => {
                let detail = "is required; write {} where there are none";
                self.problem("details", detail.into());
            }
            None => {}
        }
        None
    }
}

fn unknown_fields(fields: &Map<String, Value>) -> Vec<Problem> {
    let unknown = fields.keys().filter(|key| !FIELDS.contains(&key.as_str()));
    let problems = unknown.map(|key| {
        let known = instead(key, FIELDS);
        Problem::new(
            child("", key),
            format!("{} is no field of an observation{known}", quoted(key)),
        )
    });
    problems.collect()
}

fn without_nulls(object: &Map<String, Value>) -> Map<String, Value> {
    let entries = object.iter().filter(|(_, value)| !value.is_null());
    let kept = entries.map(|(key, value)| {
        let value = match value {
            Value::Object(inner) => Value::Object(without_nulls(inner)),
            other => other.clone(),
        };
        (key.clone(), value)
    });
    kept.collect()
}

/// Checks depth before size: measuring a value goes down into it.
fn within_limits(value: &Value) -> Result<(), Problem> {
    if let Some(pointer) = too_deep(value, "", MAX_DEPTH) {
        let detail = format!("lists and objects nest deeper than {MAX_DEPTH} levels");
        return Err(Problem::new(pointer, detail));
    }
    let mut room = Room(MAX_BYTES);
    if serde_json::to_writer(&mut room, value).is_err() {
        let detail = format!(
            "is larger than {MAX_BYTES} bytes; send what was concluded from long content, not the content"
        );
        return Err(Problem::new("", detail));
    }
    Ok(())
}

/// Pointer to the first list or object below more than `levels` others.
fn too_deep(value: &Value, pointer: &str, levels: usize) -> Option<String> {
    let below = |key: &str, inner: &Value| match inner {
        Value::Array(_) | Value::Object(_) => {
            let pointer = child(pointer, key);
            match levels {
                0 | 1 => Some(pointer),
                _ => too_deep(inner, &pointer, levels - 1),
            }
        }
        _ => None,
    };
    match value {
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| below(&index.to_string(), item))
        }
        Value::Object(object) => object.iter().find_map(|(key, inner)| below(key, inner)),
        _ => None,
    }
}

/// A writer that keeps nothing and fails once so many bytes were written.
struct Room(usize);

impl io::Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len());
        self.0 = left.ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
