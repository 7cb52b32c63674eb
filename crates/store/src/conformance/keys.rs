//! Keys.

use std::sync::Arc;

use selfmodel_core::names::FeatureName;

use super::{
    Verdict,
    samples::{TENANT, at},
};
use crate::{
    StoreError,
    contract::{Guard, KeyRecord, Result, Scope, Store, TenantId},
};

/// Whole; another hash finds none.
pub async fn a_key_is_found_by_its_hash(store: &Arc<dyn Store>) -> Verdict {
    let mut feature = key("k1", 1);
    feature.feature = Some(FeatureName::new("chat")?);
    feature.scopes = vec![Scope::Observe, Scope::Read];
    feature.expires_at = Some(at(99));
    let admin = key("k2", 2);
    add(store, &feature).await?;
    add(store, &admin).await?;
    let mut reader = store.reader().await?;
    assert_eq!(reader.key_by_hash(&[1; 32]).await?, Some(feature.clone()));
    assert_eq!(reader.key_by_hash(&[2; 32]).await?, Some(admin));
    assert_eq!(reader.key_by_hash(&[3; 32]).await?, None);
    assert!(feature.is_valid(at(98)) && !feature.is_valid(at(99)));
    Ok(())
}

/// Over all tenants.
pub async fn ids_and_hashes_are_unique(store: &Arc<dyn Store>) -> Verdict {
    add(store, &key("k1", 1)).await?;
    let mut elsewhere = key("k1", 2);
    elsewhere.tenant = TenantId(2);
    for other in [key("k1", 2), key("k2", 1), elsewhere] {
        let refused = add(store, &other).await;
        assert!(
            matches!(refused, Err(StoreError::LostRace { .. })),
            "{refused:?}"
        );
    }
    Ok(())
}

/// The key stays listed and found, revoked.
pub async fn revoking_happens_once(store: &Arc<dyn Store>) -> Verdict {
    add(store, &key("k1", 1)).await?;
    let mut work = store.begin(Guard::Shared).await?;
    assert!(!work.revoke_key(TenantId(2), "k1", at(5)).await?);
    assert!(!work.revoke_key(TENANT, "k2", at(5)).await?);
    assert!(work.revoke_key(TENANT, "k1", at(5)).await?);
    assert!(!work.revoke_key(TENANT, "k1", at(6)).await?);
    work.commit().await?;
    let mut reader = store.reader().await?;
    let found = reader.key_by_hash(&[1; 32]).await?;
    assert_eq!(found.as_ref().and_then(|key| key.revoked_at), Some(at(5)));
    assert!(found.is_some_and(|key| !key.is_valid(at(4))));
    assert_eq!(reader.keys(TENANT).await?.len(), 1);
    Ok(())
}

/// Those of the tenant.
pub async fn keys_are_listed_as_made(store: &Arc<dyn Store>) -> Verdict {
    let mut elsewhere = key("k0", 9);
    elsewhere.tenant = TenantId(2);
    let keys = [key("k3", 3), key("k1", 1), key("k2", 2)];
    add(store, &elsewhere).await?;
    for key in &keys {
        add(store, key).await?;
    }
    assert_eq!(store.reader().await?.keys(TENANT).await?, keys);
    Ok(())
}

fn key(id: &str, hash: u8) -> KeyRecord {
    KeyRecord {
        id: id.to_owned(),
        tenant: TENANT,
        feature: None,
        scopes: vec![Scope::Admin],
        hash: [hash; 32],
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
    }
}

async fn add(store: &Arc<dyn Store>, key: &KeyRecord) -> Result<()> {
    let mut work = store.begin(Guard::Shared).await?;
    work.add_key(key).await?;
    work.commit().await?;
    Ok(())
}
