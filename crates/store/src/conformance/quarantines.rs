//! Quarantines.

use std::{slice::from_ref, sync::Arc};

use selfmodel_core::names::FeatureName;

use super::{
    Verdict,
    samples::{TENANT, append, at, row, user},
};
use crate::contract::{Guard, QuarantineId, QuarantineRecord, Store, TenantId};

/// And only of one under way, in its tenant.
pub async fn lifting_happens_once(store: &Arc<dyn Store>) -> Verdict {
    let chat = FeatureName::new("chat")?;
    let mut work = store.begin(Guard::Exclusive).await?;
    let first = work.add_quarantine(TENANT, &chat, at(1)).await?;
    assert!(!work.lift_quarantine(TenantId(2), first, at(2)).await?);
    assert!(work.lift_quarantine(TENANT, first, at(2)).await?);
    assert!(!work.lift_quarantine(TENANT, first, at(3)).await?);
    let second = work.add_quarantine(TENANT, &chat, at(4)).await?;
    work.commit().await?;
    let record = |id, started, lifted: Option<i64>| QuarantineRecord {
        id,
        feature: chat.clone(),
        started_at: at(started),
        lifted_at: lifted.map(at),
    };
    let expected = [record(first, 1, Some(2)), record(second, 4, None)];
    assert_eq!(store.reader().await?.quarantines(TENANT).await?, expected);
    Ok(())
}

/// Held until it is lifted; rows of no quarantine never are.
pub async fn held_rows_follow_their_quarantine(store: &Arc<dyn Store>) -> Verdict {
    let id = begin(store).await?;
    let mut held = row("ada", "chat", "1")?;
    held.quarantine = Some(id);
    append(store, &[held, row("ada", "chat", "2")?]).await?;
    let mut reader = store.reader().await?;
    let ada = user("ada")?;
    let held = |rows: Vec<selfmodel_core::log::LogRow>| -> Vec<bool> {
        rows.iter().map(|row| row.held).collect()
    };
    assert_eq!(held(reader.rows(TENANT, &ada).await?), [true, false]);
    let mut work = store.begin(Guard::Exclusive).await?;
    work.lift_quarantine(TENANT, id, at(2)).await?;
    work.commit().await?;
    assert_eq!(held(reader.rows(TENANT, &ada).await?), [false, false]);
    Ok(())
}

/// After lifting too, so that a job can find them.
pub async fn held_users_stay_listed(store: &Arc<dyn Store>) -> Verdict {
    let (one, other) = (begin(store).await?, begin(store).await?);
    let mut rows = Vec::new();
    for (user, id) in [("b", "1"), ("a", "1"), ("a", "2"), ("c", "1")] {
        let mut new = row(user, "chat", id)?;
        new.quarantine = Some(if user == "c" { other } else { one });
        rows.push(new);
    }
    rows.push(row("d", "chat", "1")?);
    append(store, &rows).await?;
    let mut work = store.begin(Guard::Exclusive).await?;
    work.lift_quarantine(TENANT, one, at(2)).await?;
    work.commit().await?;
    let mut reader = store.reader().await?;
    let (a, b, c) = (user("a")?, user("b")?, user("c")?);
    assert_eq!(
        reader.held_users(TENANT, one, None, 9).await?,
        [a.clone(), b.clone()]
    );
    assert_eq!(reader.held_users(TENANT, one, None, 1).await?, from_ref(&a));
    assert_eq!(reader.held_users(TENANT, one, Some(&a), 9).await?, [b]);
    assert_eq!(reader.held_users(TENANT, other, None, 9).await?, [c]);
    Ok(())
}

async fn begin(store: &Arc<dyn Store>) -> Result<QuarantineId, crate::BoxError> {
    let mut work = store.begin(Guard::Exclusive).await?;
    let id = work
        .add_quarantine(TENANT, &FeatureName::new("chat")?, at(1))
        .await?;
    work.commit().await?;
    Ok(id)
}
