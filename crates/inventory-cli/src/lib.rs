//! Finds every personalization mechanism in a codebase: where user understanding is stored, in which
//! format, by which logic, and which features use it.
//!
//! A scan walks a tree, keeps the files that hold a relevant word, parses them to language-neutral events,
//! matches declarative rules, and links the facts into [`mechanism::Mechanism`]s. Reports, baselines,
//! diffs and drafts read only [`mechanism::Report`].

pub mod analysis;
mod assemble;
pub mod baseline;
pub mod bridged;
mod cache;
pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod diff;
pub mod draft;
pub mod error;
pub mod evaluate;
pub mod exit;
pub mod fact;
pub mod feature;
#[cfg(test)]
mod fixture;
mod identity;
pub mod language;
pub mod lexicon;
mod link;
pub mod mechanism;
mod name_search;
mod prefilter;
pub mod report;
pub mod rule;
pub mod scan;
pub mod syntax;
mod text_search;
mod usage;
pub mod walk;

pub use error::Error;
pub use exit::Exit;
