//! TLS by rustls with ring, trusting the roots of the operating system.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// The configuration for a server; without `https` it trusts nobody, so that a machine without
/// any certificates can still speak plain HTTP to a server beside it.
pub(crate) fn config(https: bool) -> Result<ClientConfig, Error> {
    let set_up = |source| Error::SetUp(Box::new(source));
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(set_up)?;
    let trusting = if https {
        config.with_platform_verifier().map_err(set_up)?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(trusting.with_no_client_auth())
}
