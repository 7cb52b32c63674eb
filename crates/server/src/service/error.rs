//! Why a use case failed. What a status and a problem is made of it is decided in one place, by
//! `http::problem`.

use selfmodel_core::{
    observation::{Problem, Refusal},
    schema::Rejected,
};
use selfmodel_store::StoreError;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No schema is in force.
    #[error("no schema is in force")]
    NoSchema,
    /// The observation does not fit the schema.
    #[error("the observation is not admitted")]
    InvalidObservation(Vec<Problem>),
    /// The author may not write the observation.
    #[error("the observation is not allowed")]
    ForbiddenObservation(Vec<Problem>),
    /// The id was used with another payload.
    #[error("the id was used for another observation")]
    IdConflict,
    /// The schema has mistakes.
    #[error("the schema does not check")]
    InvalidSchema(Box<Rejected>),
    /// The version is in force with another text, or a higher one is.
    #[error("{0}")]
    SchemaConflict(String),
    /// The feature may not read the dimension.
    #[error("{0}")]
    NotPermitted(String),
    /// What was named does not exist.
    #[error("{0}")]
    NotFound(String),
    /// A parameter is wrong.
    #[error("a parameter is wrong")]
    Parameter(super::ParameterError),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// Something that cannot be.
    #[error("defect: {0}")]
    Defect(&'static str),
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(problems) => Self::InvalidObservation(problems),
            Refusal::Forbidden(problems) => Self::ForbiddenObservation(problems),
        }
    }
}
