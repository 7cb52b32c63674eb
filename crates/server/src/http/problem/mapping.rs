//! The one place where failures become problems. Causes within the server are logged here, under
//! the id of the request, and never leave.

use std::error::Error;

use selfmodel_api_types::ProblemError;
use selfmodel_store::StoreError;

use super::{Problem, ProblemKind};
use crate::service::{ParameterError, ServiceError};

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NoSchema => Self::new(
                ProblemKind::NoSchema,
                "apply a schema first: `PUT /v1/schema`, or `selfmodel schema apply FILE`",
            ),
            ServiceError::InvalidObservation(problems) => {
                Self::with_errors(ProblemKind::InvalidObservation, problems)
            }
            ServiceError::ForbiddenObservation(problems) => {
                Self::with_errors(ProblemKind::Forbidden, problems)
            }
            ServiceError::IdConflict => of_id(),
            ServiceError::InvalidSchema(rejected) => {
                Self::with_errors(ProblemKind::InvalidSchema, rejected.problems())
            }
            ServiceError::SchemaConflict(detail) => Self::new(ProblemKind::SchemaConflict, detail),
            ServiceError::NotPermitted(detail) => Self::new(ProblemKind::Forbidden, detail),
            ServiceError::NotFound(detail) => Self::new(ProblemKind::NotFound, detail),
            ServiceError::Parameter(error) => of_parameter(&error),
            ServiceError::Defect(what) => {
                tracing::error!(what, "defect of the server");
                Self::new(
                    ProblemKind::Internal,
                    "the request met a defect of the server",
                )
            }
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        of_store(&error)
    }
}

fn of_id() -> Problem {
    let detail = "an observation with this id was recorded with another payload; take a fresh id, \
                  or send it exactly as it was sent first";
    let error = ProblemError {
        pointer: "/id".to_owned(),
        detail: detail.to_owned(),
    };
    Problem::with_errors(ProblemKind::IdConflict, [error])
}

fn of_parameter(error: &ParameterError) -> Problem {
    let error = ProblemError {
        pointer: format!("?{}", error.name),
        detail: format!("`{}` {}", error.name, error.detail),
    };
    Problem::with_errors(ProblemKind::InvalidParameter, [error])
}

fn of_store(error: &StoreError) -> Problem {
    match error {
        StoreError::Shared(error) => of_store(error),
        StoreError::ForeignToken | StoreError::UnreachedToken => Problem::new(
            ProblemKind::UnreachableToken,
            "`at_least` is a token of another store or of a state that was lost; leave it out",
        ),
        StoreError::DiskFull => {
            log(error, "the disk of the store is full");
            Problem::new(
                ProblemKind::StorageFull,
                "the disk of the database is full; nothing of this request was recorded",
            )
        }
        StoreError::Locked
        | StoreError::LostRace { .. }
        | StoreError::Unavailable(_)
        | StoreError::Closed => {
            log(error, "the store is not available");
            Problem::new(
                ProblemKind::Unavailable,
                "the store is not available at the moment; send it again under the same id",
            )
        }
        _ => {
            log(error, "the store failed");
            Problem::new(
                ProblemKind::Internal,
                "the store failed; the log of the server names the cause under this request id",
            )
        }
    }
}

/// Logs `error` with every cause.
fn log(error: &StoreError, message: &'static str) {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    tracing::error!(%error, causes = causes.join(": "), "{message}");
}
