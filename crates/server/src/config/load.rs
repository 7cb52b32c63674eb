//! Reading settings from their places.

use std::{collections::HashMap, path::PathBuf};

use config::{Config, Environment, File, FileFormat};

use super::Settings;

/// The file that is read when none is named and it exists.
const DEFAULT_FILE: &str = "selfmodel.toml";
/// Variables that are read elsewhere and are no settings of the server.
const NO_SETTINGS: [&str; 3] = ["SELFMODEL_CONFIG", "SELFMODEL_URL", "SELFMODEL_KEY"];

/// Where settings come from, the later overriding the earlier.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The file that was named; else `selfmodel.toml` is read if it exists.
    pub file: Option<PathBuf>,
    /// The environment of the process.
    pub environment: HashMap<String, String>,
    /// What flags said, by dotted key.
    pub flags: Vec<(&'static str, String)>,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A place cannot be read, or holds what no setting may hold.
    #[error("reading the settings (see selfmodel.example.toml for every key)")]
    Invalid(#[from] config::ConfigError),
}

/// Reads the settings from `source`.
pub fn load(source: Source) -> Result<Settings, ConfigError> {
    let file = match source.file {
        Some(path) => File::from(path).format(FileFormat::Toml).required(true),
        None => File::new(DEFAULT_FILE, FileFormat::Toml).required(false),
    };
    let mut variables = source.environment;
    variables.retain(|name, _| !NO_SETTINGS.contains(&name.as_str()));
    let environment = Environment::with_prefix("SELFMODEL")
        .prefix_separator("_")
        .separator("__")
        .source(Some(variables));
    let mut builder = Config::builder().add_source(file).add_source(environment);
    for (key, value) in source.flags {
        builder = builder.set_override(key, value)?;
    }
    Ok(builder.build()?.try_deserialize()?)
}
