//! What a node promises to many writers, beside other nodes, and about its cache and tokens.

use std::{collections::BTreeSet, future::poll_fn, sync::Arc, task::Poll};

use selfmodel_core::names::UserId;
use tokio::task::JoinSet;

use super::{
    Verdict,
    exact::exact,
    node_writes::{NEW, record, rows},
    samples::{Sample, SetClock, TENANT, at, expanded, node, opened, shortened},
    samples::{append, row, user},
};
use crate::{
    BoxError, StoreError,
    contract::{Guard, ModelSave, Store},
    error::hashed,
    node::{Node, NodeOptions},
    token::Token,
};

/// Many at once, over many users and the same ones.
pub async fn many_writers_lose_nothing(store: &Arc<dyn Store>) -> Verdict {
    let node = Arc::new(node(store, &Arc::default()).await?);
    let mut writers = JoinSet::new();
    for writer in 0..32 {
        let node = node.clone();
        writers.spawn(async move {
            for round in 0..8 {
                let id = format!("{writer}-{round}");
                let samples = [
                    shortened("ada", &id),
                    shortened(&format!("user {writer}"), &id),
                ];
                let recorded = record(&node, &samples).await?;
                assert_eq!(recorded.outcomes, [NEW, NEW]);
                let me = user(&format!("user {writer}"))?;
                let seen = node.view(TENANT, &me, None).await?;
                assert_eq!(
                    seen.model.keys().count(),
                    1,
                    "a write of this node was not seen"
                );
            }
            Ok::<_, BoxError>(())
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended??;
    }
    assert_eq!(rows(store, "ada").await?, 256);
    for id in ["ada", "user 0", "user 31"] {
        exact(store, &node, &user(id)?).await?;
    }
    Ok(())
}

/// Both write the same users at the same time; each model is the fold of both.
pub async fn two_nodes_do_not_lose_updates(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let nodes = [
        Arc::new(node(store, &clock).await?),
        Arc::new(node(store, &clock).await?),
    ];
    let mut writers = JoinSet::new();
    for (index, node) in nodes.iter().cloned().enumerate() {
        writers.spawn(async move {
            for round in 0..24 {
                let own = format!("{index}-{round}");
                let shared = format!("both-{round}");
                let samples = [
                    shortened("ada", &own),
                    shortened("bob", &own),
                    expanded("ada", &shared).at(at(round * 600_000)),
                ];
                record(&node, &samples).await?;
            }
            Ok::<_, BoxError>(())
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended??;
    }
    assert_eq!(rows(store, "ada").await?, 72);
    assert_eq!(rows(store, "bob").await?, 48);
    let fresh = node(store, &clock).await?;
    for id in ["ada", "bob"] {
        exact(store, &fresh, &user(id)?).await?;
    }
    Ok(())
}

/// A model that cannot be decoded fails the writes of its user only, though they share a group.
pub async fn a_poisoned_write_fails_alone(store: &Arc<dyn Store>) -> Verdict {
    corrupt(store, "eve").await?;
    let node = Arc::new(node(store, &Arc::default()).await?);
    let mut writers = JoinSet::new();
    for index in 0..40 {
        let node = node.clone();
        writers.spawn(async move {
            let id = if index % 8 == 0 { "eve" } else { "ada" };
            let written = record(&node, &[shortened(id, &format!("{index}"))]).await;
            (id, written.is_ok())
        });
    }
    let ended: BTreeSet<_> = writers.join_all().await.into_iter().collect();
    assert_eq!(ended, BTreeSet::from([("ada", true), ("eve", false)]));
    assert_eq!(rows(store, "eve").await?, 0);
    assert_eq!(rows(store, "ada").await?, 35);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// Though its own cache holds an older model.
pub async fn a_token_of_another_node_sees_its_write(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let (one, other) = (node(store, &clock).await?, node(store, &clock).await?);
    let ada = user("ada")?;
    assert_eq!(
        other.view(TENANT, &ada, None).await?.model.keys().count(),
        0
    );
    let token = record(&one, &[shortened("ada", "1")]).await?.token;
    let token = Token::parse(&token.to_string())?;
    assert_eq!(
        other
            .view(TENANT, &ada, Some(&token))
            .await?
            .model
            .keys()
            .count(),
        1
    );
    assert_eq!(
        other.view(TENANT, &ada, None).await?.model.keys().count(),
        1
    );
    assert_eq!(
        one.view(TENANT, &ada, Some(&token))
            .await?
            .model
            .keys()
            .count(),
        1
    );
    Ok(())
}

/// Of another store; and of a write that this store does not have.
pub async fn foreign_tokens_are_refused(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let ada = user("ada")?;
    let mut foreign = node.token();
    foreign.store = "0000000000000000".into();
    let refused = node.view(TENANT, &ada, Some(&foreign)).await;
    assert!(
        matches!(refused, Err(StoreError::ForeignToken)),
        "{refused:?}"
    );
    let mut ahead = node.token();
    ahead.node ^= 1;
    ahead.position.offset += 1 << 40;
    let refused = node.view(TENANT, &ada, Some(&ahead)).await;
    assert!(
        matches!(refused, Err(StoreError::UnreachedToken)),
        "{refused:?}"
    );
    Ok(())
}

/// With room for no model at all, everything is as with room for all.
pub async fn a_tiny_cache_serves_the_same(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    node(store, &clock).await?;
    let options = NodeOptions {
        cache_bytes: 64,
        group_limit: 2,
    };
    let tiny = Node::start(store.clone(), clock, options).await?;
    let samples: Vec<Sample> = (0..20)
        .map(|index| shortened(&format!("user {}", index % 3), &format!("{index}")))
        .collect();
    assert_eq!(record(&tiny, &samples).await?.outcomes, vec![NEW; 20]);
    for id in ["user 0", "user 1", "user 2"] {
        exact(store, &tiny, &user(id)?).await?;
    }
    assert_eq!(tiny.cache_figures().models, 0);
    Ok(())
}

/// Another node has made room that this node's cache does not know of.
pub async fn a_stale_cache_refuses_nothing(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let (one, other) = (node(store, &clock).await?, node(store, &clock).await?);
    let samples = ["a", "b", "c"].map(|topic| opened("ada", topic, topic).with("release", "bad"));
    record(&one, &samples).await?;
    super::node_governance::retract_release(&other, "bad").await?;
    let answer = record(&one, &[opened("ada", "d", "d")]).await?;
    assert_eq!(answer.outcomes, [NEW]);
    exact(store, &one, &user("ada")?).await?;
    Ok(())
}

/// A read names it; folding the user anew mends it, as the log is the truth.
pub async fn a_corrupt_model_is_named_and_mended(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    append(store, &[row("eve", "chat", "1")?]).await?;
    corrupt(store, "eve").await?;
    let eve = user("eve")?;
    let read = node.view(TENANT, &eve, None).await;
    let hash_of_eve = format!("of the user whose id has the SHA-256 {}", hashed("eve"));
    let named = match &read {
        Err(StoreError::Corrupt {
            table, column, row, ..
        }) => (*table, *column, row.as_str()),
        _ => ("", "", ""),
    };
    assert_eq!(named, ("models", "body", hash_of_eve.as_str()), "{read:?}");
    node.refold(TENANT, eve.clone()).await?;
    exact(store, &node, &eve).await?;
    node.refold(TENANT, user("nobody")?).await?;
    assert_eq!(exact(store, &node, &user("nobody")?).await?, None);
    Ok(())
}

/// Then refuses what comes later.
pub async fn close_finishes_what_was_taken(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let samples: Vec<Sample> = (0..100)
        .map(|index| shortened("ada", &format!("{index}")))
        .collect();
    let mut taken = Box::pin(record(&node, &samples));
    // Asked once: a timer of no length may wait for its next tick, and all be written by then.
    let early = poll_fn(|context| Poll::Ready(taken.as_mut().poll(context))).await;
    assert!(
        early.is_pending(),
        "it was written before it could be waited for"
    );
    node.close().await;
    assert_eq!(taken.await?.outcomes, vec![NEW; 100]);
    let late = record(&node, &[shortened("ada", "late")]).await;
    assert!(late.is_err_and(|error| error.to_string().contains("closed")));
    Ok(())
}

/// Stores bytes as the user's model that are none.
async fn corrupt(store: &Arc<dyn Store>, id: &str) -> Verdict {
    let body = ModelSave {
        user: UserId::new(id)?,
        replaces: 0,
        schema_version: 1,
        body: vec![0xff; 9],
    };
    let mut work = store.begin(Guard::Shared).await?;
    work.save_models(TENANT, &[body], at(0)).await?;
    work.commit().await?;
    Ok(())
}
