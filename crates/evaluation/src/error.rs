//! The one error type of this crate.

use std::path::PathBuf;

/// Why an evaluation could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be opened or read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system or the CSV reader said.
        source: csv::Error,
    },
    /// A line is not what its data set consists of.
    #[error("{path}, line {line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong and what was expected.
        reason: String,
    },
    /// A file has too little data for a bench.
    #[error("{path} is too small: {reason}")]
    TooSmall {
        /// The file.
        path: PathBuf,
        /// What there is and what is needed.
        reason: String,
    },
    /// A schema does not check or a name is not valid.
    #[error("cannot build the schema of {data}: {reason}")]
    Schema {
        /// The data set.
        data: &'static str,
        /// What the checker said.
        reason: String,
    },
}
