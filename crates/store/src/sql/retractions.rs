//! Retractions as both databases hold them.

use selfmodel_core::{
    log::{Predicate, Retraction},
    time::Timestamp,
};

use crate::{
    contract::{Result, RetractionId, RetractionRecord},
    error::StoreError,
};

pub(crate) mod statements {
    //! Statements about retractions.

    use crate::sql::statements;

    statements! {
        LIST = "SELECT id, predicate, accepted_at, active FROM retractions \
             WHERE tenant_id = $1 ORDER BY id";
        ADD = "INSERT INTO retractions (tenant_id, predicate, accepted_at, active) \
             VALUES ($1, $2, $3, $4) RETURNING id";
        DEACTIVATE = "UPDATE retractions SET active = $4 \
             WHERE tenant_id = $1 AND id = $2 AND active = $3";
    }
}

/// A row of `retractions`.
#[derive(sqlx::FromRow)]
pub(crate) struct RetractionRow {
    id: i64,
    predicate: String,
    accepted_at: i64,
    active: bool,
}

impl TryFrom<RetractionRow> for RetractionRecord {
    type Error = StoreError;
    fn try_from(row: RetractionRow) -> Result<Self> {
        let predicate = serde_json::from_str(&row.predicate).map_err(|error| {
            StoreError::corrupt(
                "retractions",
                "predicate",
                format!("with id {}", row.id),
                error,
            )
        })?;
        Ok(Self {
            id: RetractionId(row.id),
            retraction: Retraction {
                predicate,
                accepted_at: Timestamp::from_millis(row.accepted_at),
            },
            active: row.active,
        })
    }
}

/// A predicate as it is stored.
pub(crate) fn predicate_text(predicate: &Predicate) -> Result<String> {
    serde_json::to_string(predicate).map_err(|error| StoreError::Backend {
        doing: "write the predicate of a retraction",
        source: error.into(),
    })
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::RetractionReader for Session<H> {
            async fn retractions(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Vec<$crate::contract::RetractionRecord>> {
                use $crate::sql::{RetractionRow, retractions::statements};
                let rows: Vec<RetractionRow> = sqlx::query_as(statements::LIST)
                    .bind(tenant.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the retractions"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::RetractionWriter for Session<H> {
            async fn add_retraction(
                &mut self,
                tenant: $crate::contract::TenantId,
                retraction: &selfmodel_core::log::Retraction,
            ) -> $crate::contract::Result<$crate::contract::RetractionId> {
                use $crate::sql::retractions::statements;
                let predicate = $crate::sql::predicate_text(&retraction.predicate)?;
                sqlx::query_scalar(statements::ADD)
                    .bind(tenant.0)
                    .bind(predicate)
                    .bind(retraction.accepted_at.millis())
                    .bind(true)
                    .fetch_one(&mut *self.handle)
                    .await
                    .map($crate::contract::RetractionId)
                    .map_err($crate::sql::failed("store the retraction"))
            }

            async fn deactivate_retraction(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: $crate::contract::RetractionId,
            ) -> $crate::contract::Result<bool> {
                use $crate::sql::retractions::statements;
                sqlx::query(statements::DEACTIVATE)
                    .bind(tenant.0)
                    .bind(id.0)
                    .bind(true)
                    .bind(false)
                    .execute(&mut *self.handle)
                    .await
                    .map(|changed| changed.rows_affected() == 1)
                    .map_err($crate::sql::failed("undo the retraction"))
            }
        }
    };
}
pub(crate) use implement;
