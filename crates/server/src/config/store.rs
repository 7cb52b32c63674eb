//! Section `[store]`: where everything is kept.

use std::{fmt, path::PathBuf, str::FromStr};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// Where everything is kept, and how much memory reads may take.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreSettings {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: StoreUrl,
    /// Bytes of memory for models that were read or written lately.
    pub cache_bytes: u64,
    /// Most connections for reading (SQLite), or in all (PostgreSQL).
    pub connections: u32,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            url: StoreUrl::Sqlite(PathBuf::from("selfmodel.db")),
            cache_bytes: 256 * 1024 * 1024,
            connections: 8,
        }
    }
}

/// Which database, by URL.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub enum StoreUrl {
    /// A file, made when it does not exist.
    Sqlite(PathBuf),
    /// A connection URL, which may hold a password.
    Postgres(SecretString),
}

impl FromStr for StoreUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err("`sqlite:` lacks the path of its file, as in `sqlite:data.db`".into());
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned().into()));
        }
        Err("a store is `sqlite:PATH` or `postgres://USER@HOST/DATABASE`".into())
    }
}

impl TryFrom<String> for StoreUrl {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Without what may be a password.
impl fmt::Debug for StoreUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let url = url.expose_secret();
                let place = url.rsplit_once('@').map_or("…", |(_, place)| place);
                let place = place.split_once('?').map_or(place, |(place, _)| place);
                write!(formatter, "postgres://{place}")
            }
        }
    }
}
