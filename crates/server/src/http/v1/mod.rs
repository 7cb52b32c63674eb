//! Version 1 of the API: a folder per resource, a file per operation.

pub(super) mod beliefs;
pub(super) mod features;
pub(super) mod keys;
pub(super) mod observations;
mod read_parameters;
pub(super) mod schema;
pub(super) mod users;
