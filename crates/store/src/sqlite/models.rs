//! Models in SQLite.

use async_trait::async_trait;
use selfmodel_core::{names::UserId, time::Timestamp};
use serde_json::Value;

use super::{Handle, Session, statements};
use crate::{
    contract::{ModelRecord, ModelSave, ModelWriter, Result, TenantId},
    error::StoreError,
    sql::{ModelRow, failed, integer},
};

crate::sql::models::implement! {
    async fn models(&mut self, tenant: TenantId, users: &[UserId]) -> Result<Vec<ModelRecord>> {
        let wanted: Value = users.iter().map(selfmodel_core::names::UserId::as_str).collect();
        let rows: Vec<ModelRow> = sqlx::query_as(statements::MODELS)
            .bind(tenant.0)
            .bind(wanted.to_string())
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
        for model in models {
            let is_new = model.replaces == 0;
            let mut statement = sqlx::query(if is_new {
                statements::INSERT_MODEL
            } else {
                statements::UPDATE_MODEL
            })
            .bind(tenant.0)
            .bind(model.user.as_str())
            .bind(i64::from(model.schema_version))
            .bind(model.body.as_slice())
            .bind(now.millis());
            if !is_new {
                statement = statement.bind(integer(model.replaces));
            }
            let changed = statement
                .execute(&mut *self.handle)
                .await
                .map_err(failed("save models"))?;
            if changed.rows_affected() != 1 {
                return Err(StoreError::LostRace {
                    doing: "save models",
                });
            }
        }
        Ok(())
    }
}
