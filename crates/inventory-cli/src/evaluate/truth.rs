//! Truth files: mechanisms labelled by hand, and the traps beside them.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::Error;

/// A labelled repository.
#[derive(Debug, Clone, Deserialize)]
pub struct Truth {
    /// `owner/name`.
    pub repo: String,
    /// Commit the labels hold for.
    pub commit: String,
    /// Mechanisms.
    pub mechanisms: Vec<Label>,
    /// Places that look like one and are none.
    pub hard_negatives: Vec<HardNegative>,
}

/// A labelled mechanism.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// Id.
    pub id: String,
    /// `core` or `borderline`.
    pub tier: String,
    /// Kind of store.
    pub kind: String,
    /// Other kinds that are right too.
    #[serde(default)]
    pub kind_alt: Vec<String>,
    /// Format.
    pub format: String,
    /// Origins of its values.
    pub inference: Vec<String>,
    /// Where it is declared.
    pub primary: Position,
    /// Other sites.
    #[serde(default)]
    pub other_sites: Vec<Position>,
    /// Names that identify it.
    pub names: Vec<String>,
    /// How much it knows.
    pub data_richness: String,
}

impl Label {
    /// Whether it must be found.
    #[must_use]
    pub fn is_core(&self) -> bool {
        self.tier == "core"
    }

    /// Its sites, the declaration first.
    pub fn sites(&self) -> impl Iterator<Item = &Position> {
        std::iter::once(&self.primary).chain(&self.other_sites)
    }
}

/// A line of a file.
#[derive(Debug, Clone, Deserialize)]
pub struct Position {
    /// Relative path.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
}

/// A place that looks like a mechanism and is none.
#[derive(Debug, Clone, Deserialize)]
pub struct HardNegative {
    /// Relative path.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
}

impl Truth {
    /// Reads a truth file.
    ///
    /// # Errors
    /// It cannot be read or has another shape.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(file).map_err(|source| Error::Read {
            path: file.to_owned(),
            what: "the labels of a tree (.json)",
            source,
        })?;
        serde_json::from_str(&text).map_err(|error| Error::Invalid {
            path: file.to_owned(),
            what: "truth file",
            reason: error.to_string(),
        })
    }
}
