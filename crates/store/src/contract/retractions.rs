//! Retractions: what was taken back.

use async_trait::async_trait;
use selfmodel_core::log::Retraction;

use super::{Result, RetractionId, TenantId};

/// A stored retraction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetractionRecord {
    /// Its id.
    pub id: RetractionId,
    /// Which rows it covers.
    pub retraction: Retraction,
    /// Whether it is in force; an undone one is not.
    pub active: bool,
}

/// Questions to the retractions.
#[async_trait]
pub trait RetractionReader {
    /// All retractions, active or not, the oldest first.
    async fn retractions(&mut self, tenant: TenantId) -> Result<Vec<RetractionRecord>>;
}

/// Changes of the retractions.
#[async_trait]
pub trait RetractionWriter {
    /// Adds an active retraction.
    async fn add_retraction(
        &mut self,
        tenant: TenantId,
        retraction: &Retraction,
    ) -> Result<RetractionId>;

    /// Puts an active retraction out of force. False when there is none such.
    async fn deactivate_retraction(&mut self, tenant: TenantId, id: RetractionId) -> Result<bool>;
}
