//! Parts of the path, percent-decoded and checked.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use percent_encoding::percent_decode_str;
use selfmodel_api_types::ProblemError;
use selfmodel_core::names::{DimensionName, InvalidName, UserId};

use crate::http::problem::{Problem, ProblemKind};

/// The parts of a path that stand for something, by the name that the route gives them.
#[derive(Debug)]
pub struct PathParts(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for PathParts {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = parts.uri.path().to_owned();
        match RawPathParams::from_request_parts(parts, state).await {
            Ok(raw) => Ok(Self(
                raw.iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            )),
            // axum says which part is no UTF-8, in a text of its own.
            Err(_) => Err(not_utf8(&path)),
        }
    }
}

impl PathParts {
    /// The user that the path names.
    pub fn user(&self) -> Result<UserId, Problem> {
        self.parsed("user", UserId::new)
    }

    /// The dimension that the path names.
    pub fn dimension(&self) -> Result<DimensionName, Problem> {
        self.parsed("dimension", DimensionName::new)
    }

    /// The part called `name`, as text; empty when the route has none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(candidate, _)| candidate == name);
        found.map_or("", |(_, value)| value)
    }

    fn parsed<T>(
        &self,
        name: &'static str,
        parse: fn(&str) -> Result<T, InvalidName>,
    ) -> Result<T, Problem> {
        parse(self.text(name)).map_err(|error| {
            let error = ProblemError {
                pointer: format!("{{{name}}}"),
                detail: format!("the {name} in the path {error}"),
            };
            Problem::with_errors(ProblemKind::InvalidParameter, [error])
        })
    }
}

fn not_utf8(path: &str) -> Problem {
    let bad = path
        .split('/')
        .find(|part| percent_decode_str(part).decode_utf8().is_err());
    let error = ProblemError {
        pointer: String::new(),
        detail: format!(
            "the part {:?} of the path is not percent-encoded UTF-8",
            bad.unwrap_or(path)
        ),
    };
    Problem::with_errors(ProblemKind::InvalidParameter, [error])
}
