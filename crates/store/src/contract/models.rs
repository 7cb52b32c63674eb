//! Self-models as versioned compact bytes.

use async_trait::async_trait;
use selfmodel_core::{names::UserId, time::Timestamp};

use super::{Result, TenantId};

/// A stored model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRecord {
    /// Whose it is.
    pub user: UserId,
    /// Grows by one with every save, from 1.
    pub version: u64,
    /// The fold version it was folded with.
    pub schema_version: u32,
    /// The encoded model.
    pub body: Vec<u8>,
}

/// A model to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelSave {
    /// Whose it is.
    pub user: UserId,
    /// The version that is replaced; 0 for a user without a model.
    pub replaces: u64,
    /// The fold version it was folded with.
    pub schema_version: u32,
    /// The encoded model.
    pub body: Vec<u8>,
}

/// Questions to the models.
#[async_trait]
pub trait ModelReader {
    /// The models of those of `users` that have one, in no particular order.
    async fn models(&mut self, tenant: TenantId, users: &[UserId]) -> Result<Vec<ModelRecord>>;

    /// At most `limit` users whose model names a schema version below `fold_version`, in the order
    /// of their ids, after `after`.
    async fn stale_users(
        &mut self,
        tenant: TenantId,
        fold_version: u32,
        after: Option<&UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>>;
}

/// Changes of the models.
#[async_trait]
pub trait ModelWriter {
    /// Saves all models, each as the version after the one it replaces. Where a user's version is
    /// another one by now, [`StoreError::LostRace`](crate::StoreError::LostRace): the unit of work
    /// must then be given up.
    async fn save_models(
        &mut self,
        tenant: TenantId,
        models: &[ModelSave],
        now: Timestamp,
    ) -> Result<()>;
}
