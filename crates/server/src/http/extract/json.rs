//! Reading JSON, with the place of what is wrong as a JSON pointer.

use selfmodel_api_types::ProblemError;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::strict_value::StrictValue;
use crate::http::problem::{Problem, ProblemKind};

/// Reads a `T`. A body that is no JSON is [`ProblemKind::MalformedJson`], one that is no `T` is
/// [`ProblemKind::InvalidRequest`].
pub fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_str(text(bytes)?);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if error.inner().is_data() {
            let error = ProblemError {
                pointer: pointer(error.path()),
                detail: error.inner().to_string(),
            };
            return Problem::with_errors(ProblemKind::InvalidRequest, [error]);
        }
        malformed(error.inner())
    })?;
    deserializer.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

/// Reads a `T` from a part of a body that stands at `parent`.
pub fn part<T: DeserializeOwned>(value: Value, parent: &str) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let error = ProblemError {
            pointer: format!("{parent}{}", pointer(error.path())),
            detail: error.inner().to_string(),
        };
        Problem::with_errors(ProblemKind::InvalidRequest, [error])
    })
}

/// Reads any JSON value in which no object has the same name twice.
pub fn value(bytes: &[u8]) -> Result<Value, Problem> {
    let parsed: Result<StrictValue, _> = serde_json::from_str(text(bytes)?);
    parsed
        .map(|strict| strict.0)
        .map_err(|error| malformed(&error))
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let detail = format!(
            "not UTF-8: byte {} starts no character",
            error.valid_up_to()
        );
        Problem::new(ProblemKind::MalformedJson, detail)
    })
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(ProblemKind::MalformedJson, error.to_string())
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}
