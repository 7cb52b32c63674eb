//! Finds every personalization mechanism in a codebase: where user understanding is stored, in which
//! format, by which logic, and which features use it.
//!
//! A scan walks a tree, keeps the files that hold a relevant word, parses them to language-neutral events,
//! matches declarative rules, and links the facts into [`mechanism::Mechanism`]s. Reports, baselines,
//! diffs and drafts read only [`mechanism::Report`].

pub mod analysis;
pub mod baseline;
pub mod bridged;
pub mod check;
pub mod cli;
pub mod commands;
pub mod error;
pub mod exit;
#[cfg(test)]
mod fixture;
mod identity;
pub mod mechanism;
pub mod report;
pub mod scan;

pub use error::Error;
pub use exit::Exit;
