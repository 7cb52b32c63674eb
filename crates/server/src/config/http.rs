//! Section `[http]`: how the API is served.

use std::{net::SocketAddr, time::Duration};

use selfmodel_core::time::Millis;
use serde::Deserialize;

/// How the API is served.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HttpSettings {
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How long a request may take before it is answered with a problem.
    pub request_timeout: Millis,
    /// How long open requests may go on after the signal to stop.
    pub shutdown_timeout: Millis,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            request_timeout: Millis::seconds(30),
            shutdown_timeout: Millis::seconds(30),
        }
    }
}

/// `length` as the standard library wants it.
#[must_use]
pub fn duration(length: Millis) -> Duration {
    Duration::from_millis(length.get().unsigned_abs())
}
