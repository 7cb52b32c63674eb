//! The command as people and scripts call it.

mod help;
mod import;
mod running;
mod schema;
mod serve;
mod support;
