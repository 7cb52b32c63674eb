//! Keys: who may call, and for what.

use std::{fmt, str::FromStr};

use selfmodel_core::{names::FeatureName, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Asks for a new key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateKey {
    /// The feature that it speaks for; absent for a key that only reads or administers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// What it may do. Default: `observe` and `read`; without a feature it must be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
    /// When it ends, in the future. Default: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub expires_at: Option<Timestamp>,
}

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Write observations as its feature.
    Observe,
    /// Read beliefs within the feature's grant.
    Read,
    /// Write the user's own word.
    Correct,
    /// Merge, export and erase users.
    ManageUsers,
    /// Everything, for every feature.
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

    /// The word on the wire.
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
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or_else(|| {
                format!("{text:?} is not one of observe, read, correct, manage_users, admin")
            })
    }
}

/// A new key. The only time that its secret is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedKey {
    /// The secret, for `Authorization: Bearer …`. The server keeps a hash of it only.
    pub key: String,
    /// What is known of it.
    #[serde(flatten)]
    pub record: Key,
}

impl fmt::Debug for CreatedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("CreatedKey");
        fields.field("record", &self.record).finish_non_exhaustive()
    }
}

/// Every key that was made, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keys {
    /// The keys.
    pub keys: Vec<Key>,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Key {
    /// Its id, for revoking it.
    pub id: String,
    /// The feature that it speaks for.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub feature: Option<FeatureName>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it ends; null for never.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked; null while it is not.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub revoked_at: Option<Timestamp>,
}
