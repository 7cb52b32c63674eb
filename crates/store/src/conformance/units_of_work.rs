//! Units of work: all or nothing, in order, and alone where they have to be.

use std::{sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};

use super::{
    Verdict,
    samples::{TENANT, append, node, row, user},
};
use crate::{
    contract::{Guard, Store},
    token::Token,
};

/// Dropped without commit, nothing is there.
pub async fn a_dropped_one_leaves_no_trace(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    work.append(TENANT, &[row("ada", "chat", "1")?]).await?;
    work.advance_governance(TENANT).await?;
    drop(work);
    let mut reader = store.reader().await?;
    assert_eq!(reader.rows(TENANT, &user("ada")?).await?, []);
    assert_eq!(reader.governance_revision(TENANT).await?, Some(0));
    append(store, &[row("ada", "chat", "1")?]).await?;
    Ok(())
}

/// Reads within it include its writes.
pub async fn one_sees_its_own_writes(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    work.append(TENANT, &[row("ada", "chat", "1")?]).await?;
    assert_eq!(work.rows(TENANT, &user("ada")?).await?.len(), 1);
    Ok(())
}

/// Not before.
pub async fn others_see_it_after_the_commit(store: &Arc<dyn Store>) -> Verdict {
    let ada = user("ada")?;
    let mut reader = store.reader().await?;
    let mut work = store.begin(Guard::Shared).await?;
    work.append(TENANT, &[row("ada", "chat", "1")?]).await?;
    assert_eq!(reader.rows(TENANT, &ada).await?, []);
    work.commit().await?;
    assert_eq!(reader.rows(TENANT, &ada).await?.len(), 1);
    Ok(())
}

/// Each commit's position includes those before it, and the store's includes all.
pub async fn positions_grow(store: &Arc<dyn Store>) -> Verdict {
    let start = store.position().await?;
    append(store, &[row("ada", "chat", "1")?]).await?;
    let mut work = store.begin(Guard::Shared).await?;
    work.append(TENANT, &[row("ada", "chat", "2")?]).await?;
    let second = work.commit().await?;
    assert!(second.includes(start));
    assert!(!start.includes(second));
    assert!(store.position().await?.includes(second));
    Ok(())
}

/// It waits for the shared ones under way, and those after it wait for it.
pub async fn an_exclusive_one_runs_alone(store: &Arc<dyn Store>) -> Verdict {
    let shared = store.begin(Guard::Shared).await?;
    let mut exclusive = Box::pin(store.begin(Guard::Exclusive));
    let early = timeout(Duration::from_millis(150), &mut exclusive).await;
    assert!(
        early.is_err(),
        "an exclusive unit of work began beside a shared one"
    );
    shared.commit().await?;
    let mut exclusive = exclusive.await?;
    exclusive.advance_governance(TENANT).await?;
    let beside = store.clone();
    let waiting = tokio::spawn(async move {
        let mut work = beside.begin(Guard::Shared).await?;
        work.governance_revision(TENANT).await
    });
    sleep(Duration::from_millis(150)).await;
    assert!(
        !waiting.is_finished(),
        "a shared unit of work began beside an exclusive one"
    );
    exclusive.commit().await?;
    assert_eq!(waiting.await??, Some(1));
    Ok(())
}

/// Not empty, and every node's tokens name it.
pub async fn the_store_has_one_identity(store: &Arc<dyn Store>) -> Verdict {
    assert_eq!(store.id().len(), 16);
    assert!(store.id().bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(store.write_lanes() > 0);
    let node = node(store, &Arc::default()).await?;
    assert_eq!(node.token().store, store.id());
    assert_eq!(Token::parse(&node.token().to_string())?, node.token());
    Ok(())
}
