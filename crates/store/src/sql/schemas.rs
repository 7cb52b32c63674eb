//! Schema versions as both databases hold them.

use selfmodel_core::time::Timestamp;

use super::unsigned;
use crate::{
    contract::{Result, SchemaRecord},
    error::StoreError,
};

const TABLE: &str = "schemas";

pub(crate) mod statements {
    //! Statements about schemas and the revision of what governs the log.

    use crate::sql::statements;

    statements! {
        REVISION = "SELECT governance FROM tenants WHERE id = $1";
        ADVANCE = "UPDATE tenants SET governance = governance + 1 WHERE id = $1";
        LIST = "SELECT version, fold_version, text, applied_at FROM schemas \
             WHERE tenant_id = $1 ORDER BY version";
        ADD = "INSERT INTO schemas (tenant_id, version, fold_version, text, applied_at) \
             VALUES ($1, $2, $3, $4, $5)";
    }
}

/// A row of `schemas`.
#[derive(sqlx::FromRow)]
pub(crate) struct SchemaRow {
    version: i64,
    fold_version: i64,
    text: String,
    applied_at: i64,
}

impl TryFrom<SchemaRow> for SchemaRecord {
    type Error = StoreError;
    fn try_from(row: SchemaRow) -> Result<Self> {
        let at = format!("of version {}", row.version);
        Ok(Self {
            version: unsigned(TABLE, "version", &at, row.version)?,
            fold_version: unsigned(TABLE, "fold_version", &at, row.fold_version)?,
            text: row.text,
            applied_at: Timestamp::from_millis(row.applied_at),
        })
    }
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::SchemaReader for Session<H> {
            async fn governance_revision(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Option<u64>> {
                use $crate::sql::schemas::statements;
                let revision: Option<i64> = sqlx::query_scalar(statements::REVISION)
                    .bind(tenant.0)
                    .fetch_optional(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the governance revision"))?;
                revision
                    .map(|stored| $crate::sql::unsigned("tenants", "governance", tenant, stored))
                    .transpose()
            }

            async fn schemas(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Vec<$crate::contract::SchemaRecord>> {
                use $crate::sql::{SchemaRow, schemas::statements};
                let rows: Vec<SchemaRow> = sqlx::query_as(statements::LIST)
                    .bind(tenant.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the schemas"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::SchemaWriter for Session<H> {
            async fn advance_governance(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<()> {
                use $crate::sql::schemas::statements;
                let changed = sqlx::query(statements::ADVANCE)
                    .bind(tenant.0)
                    .execute(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("advance the governance revision"))?;
                if changed.rows_affected() == 0 {
                    return Err($crate::StoreError::UnknownTenant(tenant.0));
                }
                Ok(())
            }

            async fn add_schema(
                &mut self,
                tenant: $crate::contract::TenantId,
                schema: &$crate::contract::SchemaRecord,
            ) -> $crate::contract::Result<()> {
                use $crate::sql::schemas::statements;
                sqlx::query(statements::ADD)
                    .bind(tenant.0)
                    .bind(i64::from(schema.version))
                    .bind(i64::from(schema.fold_version))
                    .bind(&schema.text)
                    .bind(schema.applied_at.millis())
                    .execute(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("store the schema"))?;
                Ok(())
            }
        }
    };
}
pub(crate) use implement;
