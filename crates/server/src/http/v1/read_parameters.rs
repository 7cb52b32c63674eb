//! The parameters of a read, from a query string, and what is wrong with those of either place.

use selfmodel_api_types::{Include, ProblemError, ReadParameters, Token};
use selfmodel_core::{schema::Schema, time::Millis};

use crate::{
    http::{
        extract::{Caller, QueryString},
        problem::{Problem, ProblemKind},
    },
    service::{ParameterError, ReadPlan},
};

/// The parameters of a read.
pub(super) const READ: [&str; 11] = [
    "context",
    "focus",
    "dimension",
    "min_confidence",
    "max_age",
    "min_relevance",
    "limit",
    "exclude_feature",
    "exclude_origin",
    "at_least",
    "include",
];

/// Where parameters stand, for the pointers of what is wrong with them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In the query string.
    QueryString,
    /// In the body, below this pointer.
    Body(&'static str),
}

/// Reads the parameters of `query`.
pub(super) fn from_query_string(query: QueryString) -> Result<ReadParameters, Problem> {
    let mut reader = query.reader(&READ);
    let parameters = ReadParameters {
        context: reader.one("context"),
        focus: reader.one("focus"),
        dimension: reader.all("dimension"),
        min_confidence: reader.parsed("min_confidence", "a number from 0 to 1"),
        max_age: length(&mut reader),
        min_relevance: reader.parsed("min_relevance", "a number from 0 to 1"),
        limit: reader.parsed("limit", "a whole number from 1 on"),
        exclude_feature: reader.all("exclude_feature"),
        exclude_origin: reader.all("exclude_origin"),
        at_least: reader.one("at_least").map(Token),
        include: include(&mut reader),
    };
    reader.finish()?;
    Ok(parameters)
}

/// What `parameters` ask of `schema` on the part of `caller`.
pub(super) fn plan(
    parameters: &ReadParameters,
    caller: &Caller,
    schema: &Schema,
    place: Place,
) -> Result<ReadPlan, Problem> {
    let who = caller.reader(schema)?;
    ReadPlan::new(parameters, who, schema).map_err(|errors| problem(errors, place))
}

/// Includes, separated by commas or repeated.
pub(super) fn include(reader: &mut crate::http::extract::Reader) -> Vec<Include> {
    let texts = reader.all("include");
    let words = texts.iter().flat_map(|text| text.split(','));
    let mut includes = Vec::new();
    for word in words {
        match word.trim().parse() {
            Ok(include) => includes.push(include),
            Err(_) => reader.error(
                "include",
                &format!("holds {word:?}, expected priors, withheld or interval"),
            ),
        }
    }
    includes
}

fn length(reader: &mut crate::http::extract::Reader) -> Option<Millis> {
    let text = reader.one("max_age")?;
    let parsed = Millis::parse(&text);
    parsed
        .map_err(|error| reader.error("max_age", &format!("is no length of time: {error}")))
        .ok()
}

pub(super) fn problem(errors: Vec<ParameterError>, place: Place) -> Problem {
    let errors = errors.into_iter().map(|error| {
        let pointer = match place {
            Place::QueryString => format!("?{}", error.name),
            Place::Body(parent) => format!("{parent}/{}", error.name),
        };
        ProblemError {
            pointer,
            detail: format!("`{}` {}", error.name, error.detail),
        }
    });
    let kind = match place {
        Place::QueryString => ProblemKind::InvalidParameter,
        Place::Body(_) => ProblemKind::InvalidRequest,
    };
    Problem::with_errors(kind, errors)
}
