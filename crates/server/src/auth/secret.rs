//! The secret of a key.

use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use selfmodel_store::contract::Digest;
use sha2::{Digest as _, Sha256};

use crate::clock::Random;

/// What every key begins with, so that scanners find leaked ones. It never changes.
const PREFIX: &str = "sm_";

/// A secret that was just made. It is shown once and kept nowhere.
#[derive(Debug)]
pub struct KeySecret(SecretString);

impl KeySecret {
    /// A fresh one of 32 random bytes.
    #[must_use]
    pub fn fresh(random: &dyn Random) -> Self {
        let text = format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&random.bytes()));
        Self(text.into())
    }

    /// One that an operator chose.
    #[must_use]
    pub const fn chosen(secret: SecretString) -> Self {
        Self(secret)
    }

    /// The secret as text, for showing it once.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> Digest {
        hash_of(self.expose())
    }
}

/// What is kept of a secret: its SHA-256. The secret has 256 bits of its own, so that no slow hash
/// is called for.
#[must_use]
pub fn hash_of(secret: &str) -> Digest {
    Sha256::digest(secret.as_bytes()).into()
}
