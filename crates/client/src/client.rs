//! The client and how it is set up.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{
    Url,
    header::{AUTHORIZATION, HeaderMap, HeaderValue},
};

use crate::{error::Error, retry::Retries, tls, url::Base};

/// Speaks to one server with one key. Cloning is cheap and shares the connections: make one at
/// the start of the program and keep it.
#[derive(Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Arc<Base>,
    pub(crate) retries: Retries,
}

impl Client {
    /// A client with the usual time-outs and retries. `address` is where the server is reached,
    /// such as `https://selfmodel.internal` (a path in front of the API is kept).
    pub fn new(address: &str, key: &str) -> Result<Self, Error> {
        Self::builder(address, key).build()
    }

    /// A client that is set up step by step.
    pub fn builder(address: impl Into<String>, key: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            address: address.into(),
            key: key.into(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(3),
            retries: Retries::default(),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("server", &self.base.origin())
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

/// Sets up a [`Client`].
#[must_use = "call `build`"]
pub struct ClientBuilder {
    address: String,
    key: String,
    timeout: Duration,
    connect_timeout: Duration,
    retries: Retries,
}

impl ClientBuilder {
    /// How long one attempt may take, from the connection to the last byte of the answer.
    /// Default: 10 s.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the connection may take. Default: 3 s.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often and how patiently a call is repeated. Default: [`Retries::default`].
    pub const fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// The client. Nothing is sent yet.
    pub fn build(self) -> Result<Client, Error> {
        let base = Base::parse(&self.address)?;
        let mut http = reqwest::Client::builder()
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            .default_headers(authorization(&self.key)?)
            .user_agent(concat!("selfmodel-client/", env!("CARGO_PKG_VERSION")))
            // A key must not follow a redirect to another host.
            .redirect(reqwest::redirect::Policy::none())
            // Repetition is decided here, by what the call does.
            .retry(reqwest::retry::never())
            .tls_backend_preconfigured(tls::config(base.is_https())?);
        if is_loopback(base.url()) {
            http = http.no_proxy();
        }
        Ok(Client {
            http: http
                .build()
                .map_err(|source| Error::SetUp(Box::new(source)))?,
            base: Arc::new(base),
            retries: self.retries,
        })
    }
}

fn authorization(key: &str) -> Result<HeaderMap, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {key}")).map_err(|_| Error::Key)?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

/// A proxy of the environment cannot reach this machine's own servers.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
