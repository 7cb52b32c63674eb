//! Quarantines as both databases hold them.

use selfmodel_core::{names::FeatureName, time::Timestamp};

use crate::{
    contract::{QuarantineId, QuarantineRecord, Result},
    error::StoreError,
};

pub(crate) mod statements {
    //! Statements about quarantines.

    use crate::sql::statements;

    statements! {
        LIST = "SELECT id, feature, started_at, lifted_at FROM quarantines \
             WHERE tenant_id = $1 ORDER BY id";
        ADD = "INSERT INTO quarantines (tenant_id, feature, started_at) \
             VALUES ($1, $2, $3) RETURNING id";
        LIFT = "UPDATE quarantines SET lifted_at = $3 \
             WHERE tenant_id = $1 AND id = $2 AND lifted_at IS NULL";
    }
}

/// A row of `quarantines`.
#[derive(sqlx::FromRow)]
pub(crate) struct QuarantineRow {
    id: i64,
    feature: String,
    started_at: i64,
    lifted_at: Option<i64>,
}

impl TryFrom<QuarantineRow> for QuarantineRecord {
    type Error = StoreError;
    fn try_from(row: QuarantineRow) -> Result<Self> {
        let feature = FeatureName::new(&row.feature).map_err(|error| {
            StoreError::corrupt(
                "quarantines",
                "feature",
                format!("with id {}", row.id),
                error,
            )
        })?;
        Ok(Self {
            id: QuarantineId(row.id),
            feature,
            started_at: Timestamp::from_millis(row.started_at),
            lifted_at: row.lifted_at.map(Timestamp::from_millis),
        })
    }
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::QuarantineReader for Session<H> {
            async fn quarantines(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Vec<$crate::contract::QuarantineRecord>> {
                use $crate::sql::{QuarantineRow, quarantines::statements};
                let rows: Vec<QuarantineRow> = sqlx::query_as(statements::LIST)
                    .bind(tenant.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the quarantines"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::QuarantineWriter for Session<H> {
            async fn add_quarantine(
                &mut self,
                tenant: $crate::contract::TenantId,
                feature: &selfmodel_core::names::FeatureName,
                started_at: selfmodel_core::time::Timestamp,
            ) -> $crate::contract::Result<$crate::contract::QuarantineId> {
                use $crate::sql::quarantines::statements;
                sqlx::query_scalar(statements::ADD)
                    .bind(tenant.0)
                    .bind(feature.as_str())
                    .bind(started_at.millis())
                    .fetch_one(&mut *self.handle)
                    .await
                    .map($crate::contract::QuarantineId)
                    .map_err($crate::sql::failed("store the quarantine"))
            }

            async fn lift_quarantine(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: $crate::contract::QuarantineId,
                lifted_at: selfmodel_core::time::Timestamp,
            ) -> $crate::contract::Result<bool> {
                use $crate::sql::quarantines::statements;
                sqlx::query(statements::LIFT)
                    .bind(tenant.0)
                    .bind(id.0)
                    .bind(lifted_at.millis())
                    .execute(&mut *self.handle)
                    .await
                    .map(|changed| changed.rows_affected() == 1)
                    .map_err($crate::sql::failed("lift the quarantine"))
            }
        }
    };
}
pub(crate) use implement;
