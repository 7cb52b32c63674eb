//! The pure domain of Selfmodel: what is observed of a user, and what is believed.
//!
//! Nothing here performs IO, reads a clock or draws random numbers: the same arguments give the
//! same bits on every machine.

pub mod belief;
pub mod calibration;
mod canonical;
mod decay;
pub mod diagnostic;
pub mod document;
pub mod evidence;
pub mod explanation;
pub mod fold;
pub mod log;
pub mod mapping;
pub mod model;
pub mod names;
pub mod observation;
pub mod problem;
pub mod query;
pub mod schema;
pub mod time;
