//! What a node promises about writes, and about reads through its cache.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use selfmodel_core::{names::UserId, schema::Schema};
use serde_json::json;
use tokio::{task::JoinSet, time::timeout};

use super::{
    Verdict,
    exact::exact,
    samples::{Sample, SetClock, TENANT, at, expanded, node, opened, sample_schema, shortened},
    samples::{append, row, user},
};
use crate::{
    BoxError, Outcome, StoreError,
    contract::{Guard, ModelSave, Store},
    node::{Node, NodeOptions, Recorded},
    token::Token,
};

/// Recorded, folded, and seen by the next read.
pub async fn an_observation_is_recorded_and_read(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let ada = user("ada")?;
    let before = node.view(TENANT, &ada, None).await?;
    assert_eq!(before.model.keys().count(), 0);
    let recorded = record(&node, &[shortened("ada", "1")]).await?;
    assert_eq!(recorded.outcomes, [NEW]);
    assert_eq!(node.view(TENANT, &ada, None).await?.model.keys().count(), 1);
    exact(store, &node, &ada).await?;
    Ok(())
}

/// In a later write; nothing changes.
pub async fn the_same_again_is_a_duplicate(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    record(&node, &[shortened("ada", "1")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    let again = record(&node, &[shortened("ada", "1"), shortened("ada", "2")]).await?;
    assert_eq!(again.outcomes, [Outcome::Duplicate, NEW]);
    record(&node, &[shortened("ada", "1")]).await?;
    assert_ne!(exact(store, &node, &user("ada")?).await?, before);
    assert_eq!(rows(store, "ada").await?, 2);
    Ok(())
}

/// The id stands for what was first sent.
pub async fn another_payload_is_a_conflict(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    record(&node, &[shortened("ada", "1")]).await?;
    let changed = shortened("ada", "1").with("details", json!({"ratio": 0.4}));
    let answer = record(&node, &[changed, shortened("ada", "1")]).await?;
    assert_eq!(answer.outcomes, [Outcome::Conflict, Outcome::Duplicate]);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// The first of a key counts.
pub async fn duplicates_within_one_group_are_seen(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let changed = shortened("ada", "1").with("release", "2");
    let docs = shortened("ada", "1").with("feature", "docs");
    let same = shortened("ada", "1");
    let answer = record(&node, &[same.clone(), same, changed, docs]).await?;
    assert_eq!(
        answer.outcomes,
        [NEW, Outcome::Duplicate, Outcome::Conflict, NEW]
    );
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// Within the window, of the same source and details, in one group and over several.
pub async fn repetition_collapses(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let drafting = expanded("ada", "3").with("context", "drafting");
    let first = [expanded("ada", "1"), expanded("ada", "2"), drafting];
    assert_eq!(record(&node, &first).await?.outcomes, [NEW, COLLAPSED, NEW]);
    let once = exact(store, &node, &user("ada")?).await?;
    let named = expanded("ada", "4").with("context", "chat");
    let later = expanded("ada", "5").at(at(600_000));
    let second = record(&node, &[named]).await?;
    assert_eq!(
        second.outcomes,
        [COLLAPSED],
        "the default context is the same source"
    );
    assert_eq!(exact(store, &node, &user("ada")?).await?, once);
    assert_eq!(record(&node, &[later]).await?.outcomes, [NEW]);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// Taking back one of two leaves the other to hold the unit; then a third collapses.
pub async fn a_retracted_unit_is_held_by_the_rest(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let released = expanded("ada", "1").with("release", "bad");
    record(&node, &[released, expanded("ada", "2")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    super::node_governance::retract_release(&node, "bad").await?;
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    assert_eq!(
        record(&node, &[expanded("ada", "3")]).await?.outcomes,
        [COLLAPSED]
    );
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// More dead rows in a unit than are looked at, and one live one, or none.
pub async fn units_of_many_dead_rows_are_resolved(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    for (name, live) in [("ada", true), ("bob", false)] {
        let dead = (0..40).map(|id| expanded(name, &format!("{id}")).with("release", "bad"));
        let mut samples: Vec<Sample> = dead.collect();
        if live {
            samples.push(expanded(name, "live"));
        }
        record(&node, &samples).await?;
    }
    super::node_governance::retract_release(&node, "bad").await?;
    let answers = [expanded("ada", "new"), expanded("bob", "new")];
    assert_eq!(record(&node, &answers).await?.outcomes, [COLLAPSED, NEW]);
    exact(store, &node, &user("ada")?).await?;
    exact(store, &node, &user("bob")?).await?;
    Ok(())
}

/// One beyond the limit is refused and not logged, also within one group.
pub async fn a_full_set_refuses_members(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let topics = ["a", "b", "a", "c", "d"];
    let samples: Vec<Sample> = topics
        .iter()
        .enumerate()
        .map(|(index, topic)| opened("ada", &format!("{index}"), topic))
        .collect();
    let answer = record(&node, &samples).await?.outcomes;
    assert_eq!(answer.first_chunk(), Some(&[NEW, NEW, NEW, NEW]));
    let problem = match answer.last() {
        Some(Outcome::Refused(problems)) => problems.first().map(|p| p.detail.as_str()),
        _ => None,
    };
    assert!(
        problem.is_some_and(|detail| detail.contains("max_members")),
        "{answer:?}"
    );
    assert_eq!(rows(store, "ada").await?, 4);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// What is in it already takes no room; an id that was refused may be used again.
pub async fn a_full_set_takes_duplicates_and_known_members(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let samples = ["a", "b", "c"].map(|topic| opened("ada", topic, topic));
    record(&node, &samples).await?;
    let more = [
        opened("ada", "a", "a"),
        opened("ada", "new", "d"),
        opened("ada", "new", "b"),
        shortened("ada", "other"),
    ];
    let answer = record(&node, &more).await?.outcomes;
    assert!(
        matches!(answer.get(1), Some(Outcome::Refused(_))),
        "{answer:?}"
    );
    assert_eq!(answer.first(), Some(&Outcome::Duplicate));
    assert_eq!(answer.get(2..), Some([NEW, NEW].as_slice()));
    exact(store, &node, &user("ada")?).await?;
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

/// A read names it; folding the user anew mends it, as the log is the truth.
pub async fn a_corrupt_model_is_named_and_mended(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    append(store, &[row("eve", "chat", "1")?]).await?;
    corrupt(store, "eve").await?;
    let eve = user("eve")?;
    let read = node.view(TENANT, &eve, None).await;
    let named = match &read {
        Err(StoreError::Corrupt {
            table, column, row, ..
        }) => (*table, *column, row.as_str()),
        _ => ("", "", ""),
    };
    assert_eq!(named, ("models", "body", "of user \"eve\""), "{read:?}");
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
    let early = timeout(Duration::ZERO, &mut taken).await;
    assert!(
        early.is_err(),
        "it was written before it could be waited for"
    );
    node.close().await;
    assert_eq!(taken.await?.outcomes, vec![NEW; 100]);
    let late = record(&node, &[shortened("ada", "late")]).await;
    assert!(late.is_err_and(|error| error.to_string().contains("closed")));
    Ok(())
}

const NEW: Outcome = Outcome::Recorded { collapsed: false };
const COLLAPSED: Outcome = Outcome::Recorded { collapsed: true };

/// Records the samples in one request.
pub(super) async fn record(node: &Node, samples: &[Sample]) -> Result<Recorded, BoxError> {
    let schema: Schema = sample_schema()?;
    let submissions: Result<Vec<_>, _> = samples.iter().map(|s| s.admit(&schema)).collect();
    Ok(node.record(TENANT, submissions?).await?)
}

async fn rows(store: &Arc<dyn Store>, id: &str) -> Result<usize, BoxError> {
    Ok(store.reader().await?.rows(TENANT, &user(id)?).await?.len())
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
