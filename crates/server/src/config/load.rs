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

#[cfg(test)]
mod tests {
    use std::{error::Error, path::Path};

    use secrecy::ExposeSecret;

    use super::*;

    fn example() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("selfmodel.example.toml")
    }

    fn environment(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    fn message(source: Source) -> String {
        let error = load(source).unwrap_err();
        error.source().unwrap().to_string()
    }

    #[test]
    fn the_example_holds_the_defaults() {
        let source = Source {
            file: Some(example()),
            ..Source::default()
        };
        let loaded = load(source).unwrap();
        assert_eq!(format!("{loaded:?}"), format!("{:?}", Settings::default()));
    }

    #[test]
    fn the_example_describes_every_key() {
        let text = std::fs::read_to_string(example()).unwrap();
        for key in [
            "admin_key",
            "listen",
            "request_timeout",
            "shutdown_timeout",
            "url",
            "cache_bytes",
            "connections",
            "file",
            "filter",
            "format",
        ] {
            let is_set = |line: &str| {
                let line = line.trim_start_matches("# ");
                line.split_once(" = ").is_some_and(|(name, _)| name == key)
            };
            assert!(text.lines().any(is_set), "{key} is not described");
        }
        // What is commented out is valid as well.
        let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        let uncommented = text
            .replace("# admin_key", "admin_key")
            .replace("# file", "file");
        std::fs::write(file.path(), uncommented).unwrap();
        let source = Source {
            file: Some(file.path().into()),
            ..Source::default()
        };
        assert!(load(source).unwrap().admin_key.is_some());
    }

    #[test]
    fn the_environment_overrides_the_file_and_flags_override_both() {
        let settings = load(Source {
            file: Some(example()),
            environment: environment(&[
                ("SELFMODEL_HTTP__LISTEN", "127.0.0.1:1"),
                ("SELFMODEL_STORE__CONNECTIONS", "3"),
                ("SELFMODEL_ADMIN_KEY", "007"),
                ("SELFMODEL_KEY", "not a setting"),
                ("PATH", "/bin"),
            ]),
            flags: vec![("http.listen", "127.0.0.1:2".into())],
        })
        .unwrap();
        assert_eq!(settings.http.listen.port(), 2);
        assert_eq!(settings.store.connections, 3);
        assert_eq!(settings.admin_key.unwrap().expose_secret(), "007");
    }

    #[test]
    fn an_unknown_key_is_an_error_wherever_it_stands() {
        let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        std::fs::write(file.path(), "[http]\nlisen = \"127.0.0.1:1\"\n").unwrap();
        let in_file = message(Source {
            file: Some(file.path().into()),
            ..Source::default()
        });
        assert!(in_file.contains("lisen"), "{in_file}");
        let in_environment = message(Source {
            file: Some(example()),
            environment: environment(&[("SELFMODEL_HTTP__LISEN", "127.0.0.1:1")]),
            ..Source::default()
        });
        assert!(in_environment.contains("lisen"), "{in_environment}");
    }

    #[test]
    fn a_value_that_cannot_be_is_an_error() {
        for (name, value) in [
            ("SELFMODEL_HTTP__LISTEN", "nowhere"),
            ("SELFMODEL_HTTP__REQUEST_TIMEOUT", "30"),
            ("SELFMODEL_STORE__URL", "mysql://localhost"),
            ("SELFMODEL_STORE__CONNECTIONS", "many"),
            ("SELFMODEL_LOG__FORMAT", "xml"),
        ] {
            let source = Source {
                file: Some(example()),
                environment: environment(&[(name, value)]),
                ..Source::default()
            };
            assert!(load(source).is_err(), "{name}={value}");
        }
    }
}
