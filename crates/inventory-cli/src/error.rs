//! The one error type of this crate.

use std::path::PathBuf;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path given on the command line is not there.
    #[error("cannot scan {path}: it does not exist; check the spelling and the current directory")]
    PathMissing {
        /// The path as given.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("cannot read {path}, which should be {what}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What was expected there, and where it comes from.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path} is not a valid {what}: {reason}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What it should have been.
        what: &'static str,
        /// What is wrong, and how to mend it.
        reason: String,
    },
    /// A mechanism was asked for that the scan does not hold.
    #[error("no mechanism {id} in this scan; `scan` lists the ids{hint}")]
    UnknownMechanism {
        /// The id asked for.
        id: String,
        /// ` (did you mean …?)` or nothing.
        hint: String,
    },
    /// Something the command line asks for cannot be done.
    #[error("{0}")]
    Usage(String),
}
