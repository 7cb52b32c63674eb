//! Quarantines: features whose observations are logged and held.

use async_trait::async_trait;
use selfmodel_core::{names::FeatureName, time::Timestamp};

use super::{QuarantineId, Result, TenantId};

/// A stored quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRecord {
    /// Its id.
    pub id: QuarantineId,
    /// The feature whose observations are held.
    pub feature: FeatureName,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended and what it held became live.
    pub lifted_at: Option<Timestamp>,
}

/// Questions to the quarantines.
#[async_trait]
pub trait QuarantineReader {
    /// All quarantines, lifted or not, the oldest first.
    async fn quarantines(&mut self, tenant: TenantId) -> Result<Vec<QuarantineRecord>>;
}

/// Changes of the quarantines.
#[async_trait]
pub trait QuarantineWriter {
    /// Begins one. The caller sees to it that the feature has no other under way.
    async fn add_quarantine(
        &mut self,
        tenant: TenantId,
        feature: &FeatureName,
        started_at: Timestamp,
    ) -> Result<QuarantineId>;

    /// Ends one. False when there is none such under way.
    async fn lift_quarantine(
        &mut self,
        tenant: TenantId,
        id: QuarantineId,
        lifted_at: Timestamp,
    ) -> Result<bool>;
}
