//! Use cases of the server, without anything of HTTP: requests come parsed, results are the wire
//! types that a response is made of.

mod error;
pub mod explain;
pub mod features;
pub mod observe;
mod parameters;
mod present;
mod preview;
pub mod read;
pub mod schema;
pub mod self_model;

pub use self::{
    error::ServiceError,
    parameters::{ParameterError, ReadPlan, Who},
};
