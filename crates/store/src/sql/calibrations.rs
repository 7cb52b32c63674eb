//! Calibrations as both databases hold them.

use selfmodel_core::time::Timestamp;

use crate::contract::{CalibrationId, CalibrationRecord};

pub(crate) mod statements {
    //! Statements about calibrations.

    use crate::sql::statements;

    statements! {
        LIST = "SELECT id, body, created_at, applied_at FROM calibrations \
             WHERE tenant_id = $1 ORDER BY id";
        IN_FORCE = "SELECT id, body, created_at, applied_at FROM calibrations \
             WHERE tenant_id = $1 AND applied_at IS NOT NULL \
             ORDER BY applied_at DESC, id DESC LIMIT 1";
        ADD = "INSERT INTO calibrations (tenant_id, body, created_at) \
             VALUES ($1, $2, $3) RETURNING id";
        APPLY = "UPDATE calibrations SET applied_at = $3 WHERE tenant_id = $1 AND id = $2";
    }
}

/// A row of `calibrations`.
#[derive(sqlx::FromRow)]
pub(crate) struct CalibrationRow {
    id: i64,
    body: String,
    created_at: i64,
    applied_at: Option<i64>,
}

impl From<CalibrationRow> for CalibrationRecord {
    fn from(row: CalibrationRow) -> Self {
        Self {
            id: CalibrationId(row.id),
            body: row.body,
            created_at: Timestamp::from_millis(row.created_at),
            applied_at: row.applied_at.map(Timestamp::from_millis),
        }
    }
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::CalibrationReader for Session<H> {
            async fn calibrations(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Vec<$crate::contract::CalibrationRecord>> {
                use $crate::sql::{CalibrationRow, calibrations::statements};
                let rows: Vec<CalibrationRow> = sqlx::query_as(statements::LIST)
                    .bind(tenant.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the calibrations"))?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn calibration_in_force(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Option<$crate::contract::CalibrationRecord>> {
                use $crate::sql::{CalibrationRow, calibrations::statements};
                let row: Option<CalibrationRow> = sqlx::query_as(statements::IN_FORCE)
                    .bind(tenant.0)
                    .fetch_optional(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the calibration in force"))?;
                Ok(row.map(Into::into))
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::CalibrationWriter for Session<H> {
            async fn add_calibration(
                &mut self,
                tenant: $crate::contract::TenantId,
                body: &str,
                created_at: selfmodel_core::time::Timestamp,
            ) -> $crate::contract::Result<$crate::contract::CalibrationId> {
                use $crate::sql::calibrations::statements;
                sqlx::query_scalar(statements::ADD)
                    .bind(tenant.0)
                    .bind(body)
                    .bind(created_at.millis())
                    .fetch_one(&mut *self.handle)
                    .await
                    .map($crate::contract::CalibrationId)
                    .map_err($crate::sql::failed("store the calibration"))
            }

            async fn apply_calibration(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: $crate::contract::CalibrationId,
                applied_at: selfmodel_core::time::Timestamp,
            ) -> $crate::contract::Result<bool> {
                use $crate::sql::calibrations::statements;
                sqlx::query(statements::APPLY)
                    .bind(tenant.0)
                    .bind(id.0)
                    .bind(applied_at.millis())
                    .execute(&mut *self.handle)
                    .await
                    .map(|changed| changed.rows_affected() == 1)
                    .map_err($crate::sql::failed("apply the calibration"))
            }
        }
    };
}
pub(crate) use implement;
