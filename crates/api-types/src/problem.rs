//! Problem details (RFC 9457): what every failed request is answered with.

use selfmodel_core::observation;
use serde::{Deserialize, Serialize};

/// Why a request failed, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Which kind of problem: a reference to its documentation, `/problems/…` on the server.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words; the same for every problem of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time and how to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Every single thing that is wrong with the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
    /// Id of the request in the server's log; absent within the answer to a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemError {
    /// JSON pointer (RFC 6901) to the offending part, empty for the whole; for a parameter of the
    /// query string its name after a `?`, for a schema the line.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}

impl From<observation::Problem> for ProblemError {
    fn from(problem: observation::Problem) -> Self {
        Self {
            pointer: problem.pointer,
            detail: problem.detail,
        }
    }
}
