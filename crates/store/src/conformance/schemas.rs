//! Schema versions and the revision of what governs the log.

use std::sync::Arc;

use super::{
    Verdict,
    samples::{TENANT, at},
};
use crate::{
    StoreError,
    contract::{Guard, SchemaRecord, Store, TenantId},
};

/// In the order of their numbers, each once, its text to the last byte.
pub async fn versions_ascend_and_are_unique(store: &Arc<dyn Store>) -> Verdict {
    let (nine, ten) = (schema(9, "a = 'ä'\r\n"), schema(10, ""));
    for record in [&ten, &nine] {
        let mut work = store.begin(Guard::Exclusive).await?;
        work.add_schema(TENANT, record).await?;
        work.commit().await?;
    }
    let mut work = store.begin(Guard::Exclusive).await?;
    let again = work.add_schema(TENANT, &schema(9, "other")).await;
    assert!(
        matches!(again, Err(StoreError::LostRace { .. })),
        "{again:?}"
    );
    drop(work);
    let mut reader = store.reader().await?;
    assert_eq!(reader.schemas(TENANT).await?, [nine, ten]);
    assert_eq!(reader.schemas(TenantId(2)).await?, []);
    Ok(())
}

/// Upon every advance, and not without one.
pub async fn the_revision_changes(store: &Arc<dyn Store>) -> Verdict {
    let mut reader = store.reader().await?;
    let before = reader.governance_revision(TENANT).await?;
    assert_eq!(reader.governance_revision(TENANT).await?, before);
    let mut work = store.begin(Guard::Exclusive).await?;
    work.advance_governance(TENANT).await?;
    work.commit().await?;
    assert_ne!(reader.governance_revision(TENANT).await?, before);
    Ok(())
}

/// When its governance is to change; when it is asked for, it has none.
pub async fn an_unknown_tenant_is_named(store: &Arc<dyn Store>) -> Verdict {
    let unknown = TenantId(404);
    assert_eq!(
        store.reader().await?.governance_revision(unknown).await?,
        None
    );
    let mut work = store.begin(Guard::Exclusive).await?;
    let refused = work.advance_governance(unknown).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownTenant(404))),
        "{refused:?}"
    );
    Ok(())
}

fn schema(version: u32, text: &str) -> SchemaRecord {
    SchemaRecord {
        version,
        fold_version: version.min(9),
        text: text.to_owned(),
        applied_at: at(i64::from(version)),
    }
}
