//! Section `[schema]`: the schema to apply at the start.

use std::path::PathBuf;

use serde::Deserialize;

/// The schema to apply at the start, by the same rules as over HTTP.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SchemaSettings {
    /// Its file. Without one the schema of the store stays in force.
    pub file: Option<PathBuf>,
}
