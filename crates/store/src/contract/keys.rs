//! API keys, of which only the hash is stored.

use std::fmt;

use async_trait::async_trait;
use selfmodel_core::{names::FeatureName, time::Timestamp};

use super::{Digest, Result, TenantId};

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Write observations.
    Observe,
    /// Read beliefs.
    Read,
    /// State, suppress and forget on behalf of the user.
    Correct,
    /// Merge, export and erase users.
    ManageUsers,
    /// Everything.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [
        Self::Observe,
        Self::Read,
        Self::Correct,
        Self::ManageUsers,
        Self::Admin,
    ];

    /// The word for it in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Read => "read",
            Self::Correct => "correct",
            Self::ManageUsers => "manage_users",
            Self::Admin => "admin",
        }
    }

    /// The scope that `word` stands for.
    pub fn parse(word: &str) -> std::result::Result<Self, UnknownScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| UnknownScope(word.chars().take(64).collect()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A word that is no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope; there are observe, read, correct, manage_users and admin")]
pub struct UnknownScope(pub String);

/// A stored key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its id, by which it is listed and revoked.
    pub id: String,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// The feature it speaks for, if one.
    pub feature: Option<FeatureName>,
    /// What it may do, ascending.
    pub scopes: Vec<Scope>,
    /// SHA-256 of the key.
    pub hash: Digest,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl KeyRecord {
    /// Whether it is neither revoked nor past its end at `now`.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Questions to the keys.
#[async_trait]
pub trait KeyReader {
    /// The key with this hash, valid or not, of whatever tenant.
    async fn key_by_hash(&mut self, hash: &Digest) -> Result<Option<KeyRecord>>;

    /// All keys of the tenant, valid or not, in the order they were made.
    async fn keys(&mut self, tenant: TenantId) -> Result<Vec<KeyRecord>>;
}

/// Changes of the keys.
#[async_trait]
pub trait KeyWriter {
    /// Adds a key. An id or a hash that is already stored is
    /// [`StoreError::LostRace`](crate::StoreError::LostRace).
    async fn add_key(&mut self, key: &KeyRecord) -> Result<()>;

    /// Revokes a key. False when the tenant has none such, or it is revoked already.
    async fn revoke_key(
        &mut self,
        tenant: TenantId,
        id: &str,
        revoked_at: Timestamp,
    ) -> Result<bool>;
}
