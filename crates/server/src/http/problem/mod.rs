//! Problem details (RFC 9457): the one form in which anything that fails is answered.
//!
//! A [`Problem`] travels in the extensions of its response; the outermost layer writes the body,
//! because only there the id of the request is known.

mod kind;
mod mapping;

use std::borrow::Cow;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, header},
    response::IntoResponse,
};
pub(crate) use selfmodel_api_types as wire;
use selfmodel_api_types::{PROBLEM_JSON, ProblemError};

pub use self::kind::{Description, ProblemKind};

/// Why a request failed.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Of which kind.
    pub kind: ProblemKind,
    /// What went wrong this time.
    pub detail: Cow<'static, str>,
    /// Every single thing that is wrong with the input.
    pub errors: Vec<ProblemError>,
}

impl Problem {
    /// A problem of `kind`, told by `detail`.
    pub fn new(kind: ProblemKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// A problem of `kind` for each of `errors`.
    pub fn with_errors<E: Into<ProblemError>>(
        kind: ProblemKind,
        errors: impl IntoIterator<Item = E>,
    ) -> Self {
        let errors: Vec<ProblemError> = errors.into_iter().map(Into::into).collect();
        let detail = match errors.as_slice() {
            [only] => only.detail.clone().into(),
            errors => format!("{} things are wrong", errors.len()).into(),
        };
        Self {
            kind,
            detail,
            errors,
        }
    }

    /// The same, of an input that stands below `parent` in a larger one.
    #[must_use]
    pub fn below(mut self, parent: &str) -> Self {
        for error in &mut self.errors {
            error.pointer.insert_str(0, parent);
        }
        self
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn to_wire(&self, request_id: Option<&str>) -> wire::Problem {
        let description = self.kind.description();
        wire::Problem {
            kind: format!("/problems/{}", description.slug),
            title: description.title.to_owned(),
            status: description.status.as_u16(),
            detail: Some(self.detail.clone().into_owned()),
            errors: self.errors.clone(),
            request_id: request_id.map(str::to_owned),
        }
    }

    /// The response with its body. Of the headers that the response had, `Allow` stays.
    pub fn render(&self, request_id: &str, had: &HeaderMap) -> Response<Body> {
        let body = serde_json::to_vec(&self.to_wire(Some(request_id))).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.kind.description().status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(allow) = had.get(header::ALLOW) {
            headers.insert(header::ALLOW, allow.clone());
        }
        match self.kind {
            ProblemKind::Unauthenticated => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            ProblemKind::Unavailable | ProblemKind::Timeout => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> axum::response::Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.kind.description().status;
        response.extensions_mut().insert(self);
        response
    }
}
