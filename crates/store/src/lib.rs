//! Where Selfmodel keeps what it was told: the append-only log, the models folded from it, and the
//! catalogues of schemas, keys, retractions, quarantines, calibrations and jobs.
//!
//! [`contract`] says what every backend does and is held to it by one conformance suite; [`sqlite`]
//! and [`postgres`] are the backends. [`node`] is what a server uses: writes that gather into one
//! transaction, reads through a cache of decoded models, and jobs.

mod address;
mod cache;
pub mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod contract;
mod error;
pub mod governance;
mod migrations;
pub mod node;
mod pipeline;
pub mod postgres;
mod sql;
pub mod sqlite;
pub mod token;

pub use self::{
    address::open,
    cache::CacheFigures,
    error::{BoxError, StoreError},
    pipeline::{Outcome, Submission},
};
