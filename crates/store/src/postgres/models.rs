//! Models in PostgreSQL.

use async_trait::async_trait;
use selfmodel_core::{names::UserId, time::Timestamp};

use super::{Handle, Session, log::column, statements};
use crate::{
    contract::{ModelRecord, ModelSave, ModelWriter, Result, TenantId},
    error::StoreError,
    sql::{ModelRow, failed, integer},
};

crate::sql::models::implement! {
    async fn models(&mut self, tenant: TenantId, users: &[UserId]) -> Result<Vec<ModelRecord>> {
        let rows: Vec<ModelRow> = sqlx::query_as(statements::MODELS)
            .bind(tenant.0)
            .bind(column(users, UserId::as_str))
            .fetch_all(&mut *self.handle)
            .await
            .map_err(failed("read models"))?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}

#[async_trait]
impl<H: Handle> ModelWriter for Session<H> {
    async fn save_models(
        &mut self,
        tenant: TenantId,
        models: &[ModelSave],
        now: Timestamp,
    ) -> Result<()> {
        let (mut new, mut old): (Vec<_>, Vec<_>) =
            models.iter().partition(|model| model.replaces == 0);
        // Units of work that touch the same users then wait for each other in one order.
        new.sort_by_key(|model| &model.user);
        old.sort_by_key(|model| &model.user);
        for (statement, models) in [
            (statements::INSERT_MODELS, new),
            (statements::UPDATE_MODELS, old),
        ] {
            if models.is_empty() {
                continue;
            }
            let mut query = sqlx::query(statement)
                .bind(tenant.0)
                .bind(now.millis())
                .bind(column(&models, |model| model.user.as_str()))
                .bind(column(&models, |model| i64::from(model.schema_version)))
                .bind(column(&models, |model| model.body.as_slice()));
            if statement == statements::UPDATE_MODELS {
                query = query.bind(column(&models, |model| integer(model.replaces)));
            }
            let saved = query
                .execute(&mut *self.handle)
                .await
                .map_err(failed("save models"))?;
            if saved.rows_affected() != u64::try_from(models.len()).unwrap_or(u64::MAX) {
                return Err(StoreError::LostRace {
                    doing: "save models",
                });
            }
        }
        Ok(())
    }
}
