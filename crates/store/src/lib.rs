//! Where Selfmodel keeps what it was told: the append-only log, the models folded from it, and the
//! catalogues of schemas, keys, retractions, quarantines, calibrations and jobs.
//!
//! [`contract`] says what every backend does and is held to it by one conformance suite;
//! `sqlite` and `postgres` are the backends.

pub mod clock;
pub mod contract;
mod error;
mod migrations;
pub mod postgres;
mod sql;
pub mod sqlite;
pub mod token;

pub use self::error::{BoxError, StoreError};
