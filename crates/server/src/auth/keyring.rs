//! Making, finding and revoking keys.
//!
//! A key is looked up by its hash and remembered for a few seconds. A revocation through this
//! process counts at once; one through another process within [`REMEMBERED`].

use std::sync::Arc;

use data_encoding::HEXLOWER;
use quick_cache::sync::Cache;
use selfmodel_core::{
    names::FeatureName,
    time::{Millis, Timestamp},
};
use selfmodel_store::{
    StoreError,
    clock::Clock,
    contract::{Digest, Guard, KeyRecord, Scope, Store, TenantId},
};
use subtle::ConstantTimeEq;

use super::{KeySecret, hash_of};
use crate::clock::Random;

/// How long a key is believed before the store is asked again.
const REMEMBERED: Millis = Millis::seconds(5);
/// How many keys are remembered.
const CAPACITY: usize = 10_000;

/// The keys of the store.
#[derive(Debug)]
pub struct Keyring {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    remembered: Cache<Digest, Remembered>,
}

#[derive(Debug, Clone)]
struct Remembered {
    key: Arc<KeyRecord>,
    asked_at: Timestamp,
}

/// A key to be made.
#[derive(Debug)]
pub struct NewKey {
    /// The feature that it speaks for.
    pub feature: Option<FeatureName>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

impl Keyring {
    /// The keys of `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            remembered: Cache::new(CAPACITY),
        }
    }

    /// The valid key whose secret is `secret`.
    pub async fn authenticate(&self, secret: &str) -> Result<Option<Arc<KeyRecord>>, StoreError> {
        let hash = hash_of(secret);
        let now = self.clock.now();
        let Some(key) = self.find(&hash, now).await? else {
            return Ok(None);
        };
        let same: bool = key.hash.ct_eq(&hash).into();
        Ok((same && key.is_valid(now)).then_some(key))
    }

    /// Makes a key.
    pub async fn create(
        &self,
        tenant: TenantId,
        new: NewKey,
    ) -> Result<(KeySecret, KeyRecord), StoreError> {
        let secret = KeySecret::fresh(&*self.random);
        let key = self.add(tenant, new, &secret).await?;
        Ok((secret, key))
    }

    /// Every key of the tenant, the oldest first.
    pub async fn list(&self, tenant: TenantId) -> Result<Vec<KeyRecord>, StoreError> {
        self.store.reader().await?.keys(tenant).await
    }

    /// Revokes the key with this id. False when there is none such. Revoking twice is no error.
    pub async fn revoke(&self, tenant: TenantId, id: &str) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut work = self.store.begin(Guard::Shared).await?;
        let keys = work.keys(tenant).await?;
        let Some(mut key) = keys.into_iter().find(|key| key.id == id) else {
            return Ok(false);
        };
        if key.revoked_at.is_none() {
            work.revoke_key(tenant, id, now).await?;
            work.commit().await?;
            key.revoked_at = Some(now);
        }
        // Inserting, not removing: a lookup that is under way must not bring the valid one back.
        self.remembered.insert(
            key.hash,
            Remembered {
                key: Arc::new(key),
                asked_at: now,
            },
        );
        Ok(true)
    }

    /// Sees to it that a store without keys gets an admin key: `chosen`, or one that is made and
    /// answered, to be shown once.
    pub async fn found(
        &self,
        tenant: TenantId,
        chosen: Option<secrecy::SecretString>,
    ) -> Result<Option<KeySecret>, StoreError> {
        if !self.list(tenant).await?.is_empty() {
            return Ok(None);
        }
        let admin = NewKey {
            feature: None,
            scopes: vec![Scope::Admin],
            expires_at: None,
        };
        if let Some(chosen) = chosen {
            self.add(tenant, admin, &KeySecret::chosen(chosen)).await?;
            return Ok(None);
        }
        Ok(Some(self.create(tenant, admin).await?.0))
    }

    async fn add(
        &self,
        tenant: TenantId,
        new: NewKey,
        secret: &KeySecret,
    ) -> Result<KeyRecord, StoreError> {
        let id = self.random.bytes();
        let mut scopes = new.scopes;
        scopes.sort_unstable();
        scopes.dedup();
        let key = KeyRecord {
            id: format!(
                "key_{}",
                HEXLOWER.encode(id.first_chunk::<8>().unwrap_or(&[0; 8]))
            ),
            tenant,
            feature: new.feature,
            scopes,
            hash: secret.hash(),
            created_at: self.clock.now(),
            expires_at: new.expires_at,
            revoked_at: None,
        };
        let mut work = self.store.begin(Guard::Shared).await?;
        work.add_key(&key).await?;
        work.commit().await?;
        Ok(key)
    }

    async fn find(
        &self,
        hash: &Digest,
        now: Timestamp,
    ) -> Result<Option<Arc<KeyRecord>>, StoreError> {
        if let Some(known) = self.remembered.get(hash) {
            if now.since(known.asked_at) < REMEMBERED.get() {
                return Ok(Some(known.key));
            }
            self.remembered.remove(hash);
        }
        let place = match self.remembered.get_value_or_guard_async(hash).await {
            Ok(known) => return Ok(Some(known.key)),
            Err(place) => place,
        };
        let Some(key) = self.store.reader().await?.key_by_hash(hash).await? else {
            return Ok(None);
        };
        let key = Arc::new(key);
        let fresh = Remembered {
            key: Arc::clone(&key),
            asked_at: now,
        };
        if place.insert(fresh).is_err() {
            // Revoked while it was looked up: what was inserted meanwhile is newer.
            return Ok(self.remembered.get(hash).map(|known| known.key));
        }
        Ok(Some(key))
    }
}
