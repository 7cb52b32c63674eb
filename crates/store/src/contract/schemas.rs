//! The schema versions of a tenant.

use async_trait::async_trait;
use selfmodel_core::time::Timestamp;

use super::{Result, TenantId};

/// A stored schema version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaRecord {
    /// The version that the author gave.
    pub version: u32,
    /// The earliest version from which on no change called for a refold.
    pub fold_version: u32,
    /// The TOML text.
    pub text: String,
    /// When it was applied.
    pub applied_at: Timestamp,
}

/// Questions to the schemas.
#[async_trait]
pub trait SchemaReader {
    /// A number that differs whenever schemas, retractions, quarantines or calibrations of the
    /// tenant changed, so that a copy of them may be kept; none for an unknown tenant.
    async fn governance_revision(&mut self, tenant: TenantId) -> Result<Option<u64>>;

    /// All versions, ascending.
    async fn schemas(&mut self, tenant: TenantId) -> Result<Vec<SchemaRecord>>;
}

/// Changes of the schemas.
#[async_trait]
pub trait SchemaWriter {
    /// Makes the governance revision another one. Every change of schemas, retractions,
    /// quarantines and calibrations is accompanied by this, in its unit of work.
    async fn advance_governance(&mut self, tenant: TenantId) -> Result<()>;

    /// Adds a version. One that is already stored is
    /// [`StoreError::LostRace`](crate::StoreError::LostRace).
    async fn add_schema(&mut self, tenant: TenantId, schema: &SchemaRecord) -> Result<()>;
}
