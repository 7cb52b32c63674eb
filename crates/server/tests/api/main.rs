//! The API through its router, on embedded stores, with a clock that stands and seeded ids.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

mod bad_input;
mod batch;
mod beliefs;
mod explanation;
mod features;
mod keys;
mod observations;
mod observe_and_read;
mod openapi;
mod operations;
mod problems;
mod query;
mod schema;
mod self_model;
mod support;
