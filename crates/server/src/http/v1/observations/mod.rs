//! Observations: what features write.

pub(in crate::http) mod batch;
pub(in crate::http) mod create;

use selfmodel_api_types::OBSERVATION_BYTES;
use serde_json::{Value, value::RawValue};

use crate::http::{
    extract::json,
    problem::{Problem, ProblemKind},
};

/// One observation within a larger body, measured as it was sent.
pub(super) fn measured(raw: &RawValue) -> Result<Value, Problem> {
    let size = raw.get().len();
    if size > OBSERVATION_BYTES {
        let detail = format!("the observation has {size} bytes, the limit is {OBSERVATION_BYTES}");
        return Err(Problem::new(ProblemKind::TooLarge, detail));
    }
    json::value(raw.get().as_bytes())
}
