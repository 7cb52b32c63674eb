//! Holding what a feature writes, and letting it in.

use selfmodel_core::names::FeatureName;

use super::Node;
use crate::contract::{JobId, JobKind, NewJob, QuarantineId, Result, TenantId};

impl Node {
    /// From here on what `feature` writes is logged and held. A feature under quarantine stays
    /// under the same one.
    pub async fn quarantine(
        &self,
        tenant: TenantId,
        feature: &FeatureName,
    ) -> Result<QuarantineId> {
        let (mut work, governance) = self.govern(tenant).await?;
        if let Some(under_way) = governance.quarantine_of(feature) {
            return Ok(under_way);
        }
        let now = self.shared.clock.now();
        let id = work.add_quarantine(tenant, feature, now).await?;
        self.enact(tenant, work).await?;
        Ok(id)
    }

    /// Ends the quarantine of `feature`: what it held is live, and the job refolds the users
    /// concerned. None when the feature is under no quarantine.
    pub async fn lift_quarantine(
        &self,
        tenant: TenantId,
        feature: &FeatureName,
    ) -> Result<Option<JobId>> {
        let (mut work, governance) = self.govern(tenant).await?;
        let Some(id) = governance.quarantine_of(feature) else {
            return Ok(None);
        };
        let now = self.shared.clock.now();
        work.lift_quarantine(tenant, id, now).await?;
        let job = NewJob {
            kind: JobKind::Lift(id),
            created_at: now,
        };
        let job = work.add_job(tenant, &job).await?;
        self.enact(tenant, work).await?;
        Ok(Some(job))
    }
}
