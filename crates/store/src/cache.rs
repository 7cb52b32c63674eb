//! Decoded models in memory, bounded in bytes. Concurrent reads of one user load once, and no load
//! ever replaces what a write has put here since: a cached model is never older than the last write
//! of this node.

use std::{future::Future, sync::Arc};

use quick_cache::{Weighter, sync::Cache};
use selfmodel_core::{model::SelfModel, names::UserId};

use crate::contract::{Result, TenantId};

/// A model and its version in the store, 0 for a user without one.
#[derive(Debug, Clone)]
pub(crate) struct Versioned {
    pub(crate) version: u64,
    pub(crate) model: Arc<SelfModel>,
}

type Key = (TenantId, UserId);

#[derive(Debug, Clone, Copy)]
struct Bytes;

impl Weighter<Key, Versioned> for Bytes {
    fn weight(&self, (_, user): &Key, value: &Versioned) -> u64 {
        let bytes = size_of::<Key>() + user.as_str().len() + value.model.weight();
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// How well the cache works, for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheFigures {
    /// Models in it.
    pub models: usize,
    /// Bytes in it, approximately.
    pub bytes: u64,
    /// Bytes it may hold.
    pub capacity: u64,
}

/// The cache of decoded models.
#[derive(Debug)]
pub(crate) struct ModelCache {
    models: Cache<Key, Versioned, Bytes>,
}

/// A typical decoded model, to size the cache's tables.
const TYPICAL_BYTES: u64 = 2_048;

impl ModelCache {
    /// A cache of at most `bytes`.
    pub(crate) fn new(bytes: u64) -> Self {
        let items = usize::try_from(bytes / TYPICAL_BYTES).unwrap_or(usize::MAX);
        Self {
            models: Cache::with_weighter(items.max(16), bytes, Bytes),
        }
    }

    /// The model, if it is here.
    pub(crate) fn get(&self, tenant: TenantId, user: &UserId) -> Option<Versioned> {
        self.models.get(&(tenant, user.clone()))
    }

    /// The model, loaded when it is not here. Others who want it meanwhile wait for this load.
    pub(crate) async fn get_or_load<F>(
        &self,
        tenant: TenantId,
        user: &UserId,
        load: F,
    ) -> Result<Versioned>
    where
        F: Future<Output = Result<Versioned>>,
    {
        let key = (tenant, user.clone());
        match self.models.get_value_or_guard_async(&key).await {
            Ok(found) => Ok(found),
            Err(guard) => {
                let loaded = load.await?;
                // Refused when a write has put a newer one here meanwhile.
                drop(guard.insert(loaded.clone()));
                Ok(loaded)
            }
        }
    }

    /// Puts what a write has just committed.
    pub(crate) fn put(&self, tenant: TenantId, user: UserId, value: Versioned) {
        let key = (tenant, user);
        // Ends a load under way, even when the model is too large to be kept here.
        self.models.remove(&key);
        self.models.insert(key, value);
    }

    /// Forgets a model, so that the next read asks the store.
    pub(crate) fn forget(&self, tenant: TenantId, user: &UserId) {
        self.models.remove(&(tenant, user.clone()));
    }

    pub(crate) fn figures(&self) -> CacheFigures {
        CacheFigures {
            models: self.models.len(),
            bytes: self.models.weight(),
            capacity: self.models.capacity(),
        }
    }
}
