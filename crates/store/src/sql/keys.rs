//! Keys as both databases hold them.

use selfmodel_core::{names::FeatureName, time::Timestamp};

use crate::{
    contract::{Digest, KeyRecord, Result, Scope, TenantId},
    error::StoreError,
};

const TABLE: &str = "api_keys";

pub(crate) mod statements {
    //! Statements about keys.

    use crate::sql::statements;

    statements! {
        BY_HASH = "SELECT id, tenant_id, feature, scopes, hash, created_at, expires_at, \
             revoked_at FROM api_keys WHERE hash = $1";
        LIST = "SELECT id, tenant_id, feature, scopes, hash, created_at, expires_at, revoked_at \
             FROM api_keys WHERE tenant_id = $1 ORDER BY seq";
        ADD = "INSERT INTO api_keys (id, tenant_id, feature, scopes, hash, created_at, \
             expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        REVOKE = "UPDATE api_keys SET revoked_at = $3 \
             WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    }
}

/// A row of `api_keys`.
#[derive(sqlx::FromRow)]
pub(crate) struct KeyRow {
    id: String,
    tenant_id: i64,
    feature: Option<String>,
    scopes: String,
    hash: Vec<u8>,
    created_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<KeyRow> for KeyRecord {
    type Error = StoreError;
    fn try_from(row: KeyRow) -> Result<Self> {
        let at = format!("with id {:?}", row.id);
        let feature = row.feature.as_deref().map(FeatureName::new).transpose();
        let scopes = row.scopes.split_ascii_whitespace().map(Scope::parse);
        Ok(Self {
            tenant: TenantId(row.tenant_id),
            feature: feature.map_err(|error| StoreError::corrupt(TABLE, "feature", &at, error))?,
            scopes: scopes
                .collect::<std::result::Result<_, _>>()
                .map_err(|error| StoreError::corrupt(TABLE, "scopes", &at, error))?,
            hash: Digest::try_from(row.hash)
                .map_err(|_| StoreError::corrupt(TABLE, "hash", &at, "it is not 32 bytes"))?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            revoked_at: row.revoked_at.map(Timestamp::from_millis),
            id: row.id,
        })
    }
}

/// Scopes as they are stored: their words, ascending, each once.
pub(crate) fn scopes_text(scopes: &[Scope]) -> String {
    let ordered: std::collections::BTreeSet<Scope> = scopes.iter().copied().collect();
    let words: Vec<&str> = ordered.into_iter().map(Scope::as_str).collect();
    words.join(" ")
}

macro_rules! implement {
    () => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::KeyReader for Session<H> {
            async fn key_by_hash(
                &mut self,
                hash: &$crate::contract::Digest,
            ) -> $crate::contract::Result<Option<$crate::contract::KeyRecord>> {
                use $crate::sql::{KeyRow, keys::statements};
                let row: Option<KeyRow> = sqlx::query_as(statements::BY_HASH)
                    .bind(hash.as_slice())
                    .fetch_optional(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("look up a key"))?;
                row.map(TryInto::try_into).transpose()
            }

            async fn keys(
                &mut self,
                tenant: $crate::contract::TenantId,
            ) -> $crate::contract::Result<Vec<$crate::contract::KeyRecord>> {
                use $crate::sql::{KeyRow, keys::statements};
                let rows: Vec<KeyRow> = sqlx::query_as(statements::LIST)
                    .bind(tenant.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("list the keys"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }

        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::KeyWriter for Session<H> {
            async fn add_key(
                &mut self,
                key: &$crate::contract::KeyRecord,
            ) -> $crate::contract::Result<()> {
                use $crate::sql::keys::statements;
                sqlx::query(statements::ADD)
                    .bind(&key.id)
                    .bind(key.tenant.0)
                    .bind(key.feature.as_ref().map(|feature| feature.as_str()))
                    .bind($crate::sql::scopes_text(&key.scopes))
                    .bind(key.hash.as_slice())
                    .bind(key.created_at.millis())
                    .bind(key.expires_at.map(|end| end.millis()))
                    .bind(key.revoked_at.map(|end| end.millis()))
                    .execute(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("store the key"))?;
                Ok(())
            }

            async fn revoke_key(
                &mut self,
                tenant: $crate::contract::TenantId,
                id: &str,
                revoked_at: selfmodel_core::time::Timestamp,
            ) -> $crate::contract::Result<bool> {
                use $crate::sql::keys::statements;
                sqlx::query(statements::REVOKE)
                    .bind(tenant.0)
                    .bind(id)
                    .bind(revoked_at.millis())
                    .execute(&mut *self.handle)
                    .await
                    .map(|changed| changed.rows_affected() == 1)
                    .map_err($crate::sql::failed("revoke the key"))
            }
        }
    };
}
pub(crate) use implement;
