//! Settings: from a file, then the environment, then flags, each overriding the one before. Every
//! key is described in `selfmodel.example.toml`; an unknown key is an error wherever it stands.

mod http;
mod load;
mod log;
mod schema;
mod store;

use secrecy::SecretString;
use serde::Deserialize;

pub use self::{
    http::{HttpSettings, duration},
    load::{ConfigError, Source, load},
    log::{LogFormat, LogSettings},
    schema::SchemaSettings,
    store::{StoreSettings, StoreUrl},
};

/// Everything that can be set.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The admin key to set at the first start on a store; without it one is made and printed.
    pub admin_key: Option<SecretString>,
    /// How the API is served.
    pub http: HttpSettings,
    /// Where everything is kept.
    pub store: StoreSettings,
    /// The schema to apply at the start.
    pub schema: SchemaSettings,
    /// What is logged.
    pub log: LogSettings,
}
