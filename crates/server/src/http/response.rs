//! Answers that are JSON.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::problem::{Problem, ProblemKind};

/// A successful answer with a JSON body.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) StatusCode, pub(super) T);

impl<T> Json<T> {
    /// 200.
    pub(super) const fn ok(body: T) -> Self {
        Self(StatusCode::OK, body)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let mut bytes = Vec::with_capacity(1024);
        if let Err(error) = serde_json::to_writer(&mut bytes, &self.1) {
            tracing::error!(%error, "defect: an answer cannot be written as JSON");
            return Problem::new(ProblemKind::Internal, "the answer cannot be written")
                .into_response();
        }
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = self.0;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}
