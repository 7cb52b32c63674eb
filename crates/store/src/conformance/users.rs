//! User ids as keys and cursors.

use std::sync::Arc;

use super::{
    Verdict,
    samples::{TENANT, at, user},
};
use crate::contract::{Guard, ModelSave, Store};

/// The same order in every database, whatever its locale.
pub async fn pages_follow_the_bytes_of_the_ids(store: &Arc<dyn Store>) -> Verdict {
    let mut expected = vec![
        "Z", "_", "a", "B", "é", "z", "\u{ffff}", "😀", "a b", "a_", "10", "9",
    ];
    save(store, &expected).await?;
    expected.sort_unstable();
    let mut reader = store.reader().await?;
    let mut paged = Vec::new();
    let mut after = None;
    while let Some(next) = reader
        .stale_users(TENANT, 9, after.as_ref(), 1)
        .await?
        .pop()
    {
        paged.push(next.to_string());
        after = Some(next);
    }
    assert_eq!(paged, expected);
    Ok(())
}

/// Any text without control characters, up to the limit.
pub async fn ids_hold_any_text(store: &Arc<dyn Store>) -> Verdict {
    let long = "ü".repeat(128);
    let ids = [
        "null",
        "'; DROP TABLE models; --",
        "{\"a\":1}",
        "[]",
        "\\u0000",
        "%_$1",
        &long,
    ];
    save(store, &ids).await?;
    let mut reader = store.reader().await?;
    for id in ids {
        let found = reader.models(TENANT, &[user(id)?]).await?;
        assert_eq!(found.len(), 1, "{id:?}");
    }
    Ok(())
}

async fn save(store: &Arc<dyn Store>, ids: &[&str]) -> Result<(), crate::BoxError> {
    let mut saves = Vec::new();
    for id in ids {
        saves.push(ModelSave {
            user: user(id)?,
            replaces: 0,
            schema_version: 1,
            body: vec![0],
        });
    }
    let mut work = store.begin(Guard::Shared).await?;
    work.save_models(TENANT, &saves, at(0)).await?;
    work.commit().await?;
    Ok(())
}
