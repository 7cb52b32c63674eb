//! What a node promises about quarantines.

use std::sync::Arc;

use selfmodel_core::names::FeatureName;

use super::{
    Verdict,
    exact::exact,
    node_governance::retract_release,
    node_writes::record,
    samples::{TENANT, expanded, node, shortened, user},
};
use crate::{
    Outcome,
    contract::{JobKind, JobStatus, Store},
    node::Node,
};

/// Logged meanwhile, and not folded.
pub async fn what_a_quarantine_held_becomes_live(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let chat = FeatureName::new("chat")?;
    let id = node.quarantine(TENANT, &chat).await?;
    assert_eq!(node.quarantine(TENANT, &chat).await?, id);
    let docs = shortened("ada", "docs").with("feature", "docs");
    let answer = record(&node, &[shortened("ada", "1"), docs, expanded("eve", "1")]).await?;
    let live = Outcome::Recorded { collapsed: false };
    assert_eq!(
        answer.outcomes,
        [Outcome::Quarantined, live, Outcome::Quarantined]
    );
    exact(store, &node, &user("ada")?).await?;
    assert_eq!(
        node.view(TENANT, &user("eve")?, None)
            .await?
            .model
            .keys()
            .count(),
        0
    );
    let job = node.lift_quarantine(TENANT, &chat).await?.ok_or("no job")?;
    let kind = node.job(TENANT, job).await?.map(|job| job.kind);
    assert_eq!(kind, Some(JobKind::Lift(id)));
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Done));
    exact(store, &node, &user("ada")?).await?;
    exact(store, &node, &user("eve")?).await?;
    assert_eq!(
        node.view(TENANT, &user("eve")?, None)
            .await?
            .model
            .keys()
            .count(),
        1
    );
    assert_eq!(node.lift_quarantine(TENANT, &chat).await?, None);
    Ok(())
}

/// Whichever ends first.
pub async fn retraction_and_quarantine_commute(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let chat = FeatureName::new("chat")?;
    let mut bytes = Vec::new();
    for (name, lift_first) in [("ada", true), ("bob", false)] {
        let release = format!("bad for {name}");
        node.quarantine(TENANT, &chat).await?;
        let bad = shortened(name, "bad").with("release", release.as_str());
        record(&node, &[bad, shortened(name, "1"), expanded(name, "2")]).await?;
        if lift_first {
            lift(&node, &chat).await?;
            retract_release(&node, &release).await?;
        } else {
            retract_release(&node, &release).await?;
            lift(&node, &chat).await?;
        }
        bytes.push(exact(store, &node, &user(name)?).await?);
    }
    assert_eq!(bytes[0], bytes[1]);
    Ok(())
}

async fn lift(node: &Node, feature: &FeatureName) -> Verdict {
    let job = node
        .lift_quarantine(TENANT, feature)
        .await?
        .ok_or("no job")?;
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Done));
    Ok(())
}
