//! Models as both databases hold them.

use selfmodel_core::names::UserId;

use crate::{
    BoxError,
    contract::{ModelRecord, Result},
    error::StoreError,
};

const TABLE: &str = "models";

pub(crate) mod statements {
    //! Statements about models.

    use crate::sql::statements;

    statements! {
        STALE_USERS = "SELECT user_id FROM models \
             WHERE tenant_id = $1 AND user_id > $2 AND schema_version < $4 \
             ORDER BY user_id LIMIT $3";
    }
}

/// A row of `models`.
#[derive(sqlx::FromRow)]
pub(crate) struct ModelRow {
    user_id: String,
    version: i64,
    schema_version: i64,
    body: Vec<u8>,
}

impl TryFrom<ModelRow> for ModelRecord {
    type Error = StoreError;
    fn try_from(row: ModelRow) -> Result<Self> {
        let corrupt = |column, source: BoxError| {
            StoreError::corrupt_of_user(TABLE, column, &row.user_id, source)
        };
        Ok(Self {
            user: UserId::new(&row.user_id).map_err(|error| corrupt("user_id", error.into()))?,
            version: u64::try_from(row.version)
                .map_err(|error| corrupt("version", error.into()))?,
            schema_version: u32::try_from(row.schema_version)
                .map_err(|error| corrupt("schema_version", error.into()))?,
            body: row.body,
        })
    }
}

/// Implements the reading of models: the methods given, which differ between the dialects, and
/// those that are the same in both.
macro_rules! implement {
    ($($dialect:tt)*) => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::ModelReader for Session<H> {
            $($dialect)*

            async fn stale_users(
                &mut self,
                tenant: $crate::contract::TenantId,
                fold_version: u32,
                after: Option<&selfmodel_core::names::UserId>,
                limit: usize,
            ) -> $crate::contract::Result<Vec<selfmodel_core::names::UserId>> {
                use $crate::sql::{integer, models::statements};
                let ids: Vec<String> = sqlx::query_scalar(statements::STALE_USERS)
                    .bind(tenant.0)
                    .bind(after.map_or("", |user| user.as_str()))
                    .bind(integer(limit))
                    .bind(i64::from(fold_version))
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("find the users with older models"))?;
                $crate::sql::users("models", &ids)
            }
        }
    };
}
pub(crate) use implement;
