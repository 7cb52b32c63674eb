//! The command as people and scripts call it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what goes wrong ends the test"
)]

mod full_disk;
mod help;
mod import;
mod running;
mod schema;
mod serve;
mod support;
