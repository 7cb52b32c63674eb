//! What a node promises about writes, and about reads through its cache.

use std::sync::Arc;

use selfmodel_core::schema::Schema;
use serde_json::json;

use super::{
    Verdict,
    exact::exact,
    samples::user,
    samples::{Sample, TENANT, node, opened, sample_schema, shortened},
};
use crate::{
    BoxError, Outcome,
    contract::Store,
    node::{Node, Recorded},
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

pub(super) const NEW: Outcome = Outcome::Recorded { collapsed: false };
pub(super) const COLLAPSED: Outcome = Outcome::Recorded { collapsed: true };

/// Records the samples in one request.
pub(super) async fn record(node: &Node, samples: &[Sample]) -> Result<Recorded, BoxError> {
    let schema: Schema = sample_schema()?;
    let submissions: Result<Vec<_>, _> = samples.iter().map(|s| s.admit(&schema)).collect();
    Ok(node.record(TENANT, submissions?).await?)
}

pub(super) async fn rows(store: &Arc<dyn Store>, id: &str) -> Result<usize, BoxError> {
    Ok(store.reader().await?.rows(TENANT, &user(id)?).await?.len())
}
