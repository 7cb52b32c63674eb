//! The query string, read strictly: unknown and repeated parameters are errors, and so is what is
//! not UTF-8. Every problem is found at once.

use std::str::FromStr;

use axum::{extract::FromRequestParts, http::request::Parts};
use percent_encoding::percent_decode_str;
use selfmodel_api_types::ProblemError;
use selfmodel_core::problem::{instead, quoted};

use crate::http::problem::{Problem, ProblemKind};

/// The parameters of a request, decoded.
#[derive(Debug, Default)]
pub struct QueryString {
    pairs: Vec<(String, String)>,
    errors: Vec<ProblemError>,
}

impl<S: Send + Sync> FromRequestParts<S> for QueryString {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl QueryString {
    /// Decodes `text`, the part of a URL after `?`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parsed = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (decode(name), decode(value)) {
                (Some(name), Some(value)) => parsed.pairs.push((name, value)),
                _ => parsed.errors.push(ProblemError {
                    pointer: format!("?{name}"),
                    detail: format!("{pair:?} is not percent-encoded UTF-8"),
                }),
            }
        }
        parsed
    }

    /// Begins to read parameters, of which there are those in `known`.
    #[must_use]
    pub fn reader(self, known: &'static [&'static str]) -> Reader {
        let mut errors = self.errors;
        for (name, _) in &self.pairs {
            if !known.contains(&name.as_str()) {
                errors.push(unknown(name, known));
            }
        }
        Reader {
            pairs: self.pairs,
            errors,
        }
    }
}

/// Takes parameters one after the other and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reader {
    pairs: Vec<(String, String)>,
    errors: Vec<ProblemError>,
}

impl Reader {
    /// Every value of `name`.
    pub fn all(&mut self, name: &'static str) -> Vec<String> {
        let named = self
            .pairs
            .extract_if(.., |(candidate, _)| candidate == name);
        named.map(|(_, value)| value).collect()
    }

    /// The value of `name`, which may occur once.
    pub fn one(&mut self, name: &'static str) -> Option<String> {
        let mut values = self.all(name).into_iter();
        let first = values.next();
        if values.next().is_some() {
            self.error(name, "is given more than once");
        }
        first
    }

    /// The value of `name` as a `T`; `expected` says what it should be.
    pub fn parsed<T: FromStr>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        let text = self.one(name)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.error(name, &format!("is {text:?}, expected {expected}"));
        }
        parsed
    }

    /// Notes that `name` is wrong; `detail` goes on after the name.
    pub fn error(&mut self, name: &str, detail: &str) {
        self.errors.push(ProblemError {
            pointer: format!("?{name}"),
            detail: format!("`{name}` {detail}"),
        });
    }

    /// Ends the reading: a problem if anything was wrong.
    pub fn finish(self) -> Result<(), Problem> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(Problem::with_errors(
            ProblemKind::InvalidParameter,
            self.errors,
        ))
    }
}

fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8();
    decoded.ok().map(std::borrow::Cow::into_owned)
}

fn unknown(name: &str, known: &[&str]) -> ProblemError {
    let help = if known.is_empty() {
        "; this operation takes none".to_owned()
    } else {
        instead(name, known.iter().copied())
    };
    ProblemError {
        pointer: format!("?{name}"),
        detail: format!("there is no parameter {}{help}", quoted(name)),
    }
}
