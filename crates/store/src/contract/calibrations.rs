//! Calibrations: versioned base rates and trust.

use async_trait::async_trait;
use selfmodel_core::time::Timestamp;

use super::{CalibrationId, Result, TenantId};

/// A stored calibration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationRecord {
    /// Its id.
    pub id: CalibrationId,
    /// The calibration as JSON.
    pub body: String,
    /// When it was computed.
    pub created_at: Timestamp,
    /// When it was last applied, if ever. The one applied last is in force.
    pub applied_at: Option<Timestamp>,
}

/// Questions to the calibrations.
#[async_trait]
pub trait CalibrationReader {
    /// All calibrations, the oldest first.
    async fn calibrations(&mut self, tenant: TenantId) -> Result<Vec<CalibrationRecord>>;

    /// The one applied last; of two applied in the same millisecond the one with the greater id.
    async fn calibration_in_force(&mut self, tenant: TenantId)
    -> Result<Option<CalibrationRecord>>;
}

/// Changes of the calibrations.
#[async_trait]
pub trait CalibrationWriter {
    /// Adds one that is not applied.
    async fn add_calibration(
        &mut self,
        tenant: TenantId,
        body: &str,
        created_at: Timestamp,
    ) -> Result<CalibrationId>;

    /// Applies one. False when there is none such.
    async fn apply_calibration(
        &mut self,
        tenant: TenantId,
        id: CalibrationId,
        applied_at: Timestamp,
    ) -> Result<bool>;
}
