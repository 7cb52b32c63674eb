//! What a node promises about schemas, retractions, quarantines and their jobs.

use std::sync::Arc;

use selfmodel_core::{
    log::Predicate,
    names::{FeatureName, Release},
};

use super::{
    Verdict,
    exact::exact,
    node_writes::record,
    samples::{Sample, SetClock, TENANT, at, node, schema_text, shortened, user},
};
use crate::{
    BoxError, Outcome,
    contract::{JobId, JobStatus, RetractionId, Store},
    node::{Node, RetractionRefusal, SchemaChange, SchemaRefusal},
};

/// The same again changes nothing.
pub async fn a_schema_is_applied_once(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let text = schema_text(1, "180d", "Length");
    let again = node.apply_schema(TENANT, "sample", &text).await?;
    assert!(matches!(again, SchemaChange::Unchanged), "{again:?}");
    let governance = node.governance(TENANT).await?;
    assert_eq!(governance.versions().len(), 1);
    assert_eq!(
        (governance.schema().version, governance.fold_version()),
        (1, 1)
    );
    Ok(())
}

/// With the reason; nothing is stored. A check says the same and stores nothing either.
pub async fn other_text_and_lower_versions_are_refused(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    node.apply_schema(TENANT, "sample", &schema_text(5, "180d", "Length"))
        .await?;
    let other = schema_text(1, "180d", "Other");
    let refused = node.apply_schema(TENANT, "sample", &other).await;
    assert!(
        matches!(refused, Err(SchemaRefusal::OtherText(1))),
        "{refused:?}"
    );
    let lower = schema_text(4, "180d", "Length");
    let refused = node.apply_schema(TENANT, "sample", &lower).await;
    let lower_refused = matches!(
        refused,
        Err(SchemaRefusal::Lower {
            version: 4,
            current: 5
        })
    );
    assert!(lower_refused, "{refused:?}");
    let refused = node.check_schema(TENANT, "sample", &lower).await;
    assert!(
        matches!(refused, Err(SchemaRefusal::Lower { .. })),
        "{refused:?}"
    );
    let refused = node.apply_schema(TENANT, "sample", "version = ").await;
    assert!(
        matches!(refused, Err(SchemaRefusal::Rejected(_))),
        "{refused:?}"
    );
    assert!(
        node.check_schema(TENANT, "sample", &schema_text(6, "90d", "x"))
            .await
            .is_ok()
    );
    let versions = store.reader().await?.schemas(TENANT).await?;
    assert_eq!(
        versions.iter().map(|v| v.version).collect::<Vec<_>>(),
        [1, 5]
    );
    Ok(())
}

/// Models go on naming the earliest version that folds alike.
pub async fn a_compatible_schema_refolds_nobody(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    record(&node, &[shortened("ada", "1")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    let text = schema_text(2, "180d", "How long an answer the user likes");
    let applied = node.apply_schema(TENANT, "sample", &text).await?;
    assert!(
        matches!(applied, SchemaChange::Applied { job: None, .. }),
        "{applied:?}"
    );
    assert_eq!(node.governance(TENANT).await?.fold_version(), 1);
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    let view = node.view(TENANT, &user("ada")?, None).await?;
    assert_eq!(view.schema.version, 2);
    Ok(())
}

/// Until its job is through.
pub async fn a_refolding_schema_is_read_with_the_old_one(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let names: Vec<String> = (0..300).map(|index| format!("user {index}")).collect();
    let samples: Vec<Sample> = names.iter().map(|name| shortened(name, "1")).collect();
    record(&node, &samples).await?;
    let job = refolding_schema(&node).await?;
    let view = node.view(TENANT, &user("user 0")?, None).await?;
    assert_eq!((view.schema.version, view.model.schema_version()), (1, 1));
    let nobody = node.view(TENANT, &user("nobody")?, None).await?;
    assert_eq!(nobody.schema.version, 2);
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Done));
    let progress = node.job(TENANT, job).await?.map(|job| job.progress);
    assert_eq!(progress.map(|p| (p.done, p.total)), Some((300, 300)));
    for name in [&names[0], &names[299]] {
        exact(store, &node, &user(name)?).await?;
        assert_eq!(
            node.view(TENANT, &user(name)?, None).await?.schema.version,
            2
        );
    }
    Ok(())
}

/// Before it adds to it.
pub async fn a_write_refolds_an_older_model(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    record(&node, &[shortened("ada", "1")]).await?;
    let job = refolding_schema(&node).await?;
    record(&node, &[shortened("ada", "2")]).await?;
    exact(store, &node, &user("ada")?).await?;
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Done));
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// Bit for bit, also for the id, which stays used.
pub async fn a_retraction_is_as_if_never_written(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let bad = shortened("ada", "bad").with("release", "bad");
    record(&node, &[shortened("ada", "1")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    record(&node, std::slice::from_ref(&bad)).await?;
    let (_, job) = retract_release(&node, "bad").await?;
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    assert_eq!(
        node.job(TENANT, job).await?.map(|job| job.progress.done),
        Some(1)
    );
    assert_eq!(record(&node, &[bad]).await?.outcomes, [Outcome::Duplicate]);
    let recent = node.recent_rows(TENANT, &user("ada")?, 9).await?;
    let life: Vec<(&str, bool)> = recent
        .iter()
        .map(|(r, live)| (r.id.as_str(), *live))
        .collect();
    assert_eq!(life, [("bad", false), ("1", true)]);
    Ok(())
}

/// Bit for bit. A second undo is refused.
pub async fn undoing_is_as_if_never_retracted(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let bad = shortened("ada", "bad").with("release", "bad");
    record(&node, &[shortened("ada", "1"), bad]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    let (id, job) = retract_release(&node, "bad").await?;
    assert_eq!(node.undo_retraction(TENANT, id).await?, job);
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Undone));
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    let again = node.undo_retraction(TENANT, id).await;
    assert!(
        matches!(again, Err(RetractionRefusal::Undone(_))),
        "{again:?}"
    );
    let unknown = node.undo_retraction(TENANT, RetractionId(404)).await;
    assert!(
        matches!(unknown, Err(RetractionRefusal::Unknown(_))),
        "{unknown:?}"
    );
    Ok(())
}

/// Undone before its job has run at all.
pub async fn an_undone_job_starts_anew(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    record(&node, &[shortened("ada", "bad").with("release", "bad")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    let (id, job) = node.retract(TENANT, of_release("bad")?).await?;
    node.undo_retraction(TENANT, id).await?;
    assert_eq!(node.unfinished_jobs().await?, [(TENANT, job)]);
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Undone));
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    assert_eq!(node.run_job(TENANT, JobId(404)).await?, None);
    Ok(())
}

/// Though the clock stands still, or is set back.
pub async fn rows_after_a_retraction_are_live(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let node = node(store, &clock).await?;
    let bad = |id: &str| shortened("ada", id).with("release", "bad");
    record(&node, &[bad("1")]).await?;
    retract_release(&node, "bad").await?;
    record(&node, &[bad("2")]).await?;
    clock.set(at(-5_000));
    retract_release(&node, "bad").await?;
    record(&node, &[bad("3")]).await?;
    let recent = node.recent_rows(TENANT, &user("ada")?, 9).await?;
    let life: Vec<(&str, bool)> = recent
        .iter()
        .map(|(r, live)| (r.id.as_str(), *live))
        .collect();
    assert_eq!(life, [("3", true), ("2", false), ("1", false)]);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// It would take back everything.
pub async fn a_retraction_without_conditions_is_refused(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let refused = node.retract(TENANT, Predicate::default()).await;
    assert!(
        matches!(refused, Err(RetractionRefusal::Empty)),
        "{refused:?}"
    );
    assert_eq!(store.reader().await?.retractions(TENANT).await?, []);
    Ok(())
}

/// Without being told.
pub async fn another_node_sees_governance_at_its_next_write(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let (one, other) = (node(store, &clock).await?, node(store, &clock).await?);
    record(&other, &[shortened("ada", "1")]).await?;
    one.quarantine(TENANT, &FeatureName::new("chat")?).await?;
    let answer = record(&other, &[shortened("ada", "2")]).await?;
    assert_eq!(answer.outcomes, [Outcome::Quarantined]);
    refolding_schema(&one).await?;
    record(&one, &[shortened("ada", "3").with("feature", "docs")]).await?;
    let token = one.token();
    let view = other.view(TENANT, &user("ada")?, Some(&token)).await?;
    assert_eq!(view.schema.version, 2);
    Ok(())
}

/// Where the process before ended, by another node.
pub async fn a_job_is_resumed(store: &Arc<dyn Store>) -> Verdict {
    let clock: Arc<SetClock> = Arc::default();
    let first = node(store, &clock).await?;
    let samples: Vec<Sample> = (0..40)
        .map(|index| shortened(&format!("user {index:02}"), "1").with("release", "bad"))
        .collect();
    record(&first, &samples).await?;
    let (_, job) = first.retract(TENANT, of_release("bad")?).await?;
    drop(first);
    let second = node(store, &clock).await?;
    assert_eq!(second.unfinished_jobs().await?, [(TENANT, job)]);
    assert_eq!(second.run_job(TENANT, job).await?, Some(JobStatus::Done));
    assert_eq!(second.unfinished_jobs().await?, []);
    for name in ["user 00", "user 39"] {
        exact(store, &second, &user(name)?).await?;
    }
    Ok(())
}

/// Retracts a release and runs the job.
pub(super) async fn retract_release(
    node: &Node,
    release: &str,
) -> Result<(RetractionId, JobId), BoxError> {
    let (id, job) = node.retract(TENANT, of_release(release)?).await?;
    assert_eq!(node.run_job(TENANT, job).await?, Some(JobStatus::Done));
    Ok((id, job))
}

fn of_release(release: &str) -> Result<Predicate, BoxError> {
    Ok(Predicate {
        release: Some(Release::new(release)?),
        ..Predicate::default()
    })
}

/// Applies version 2, whose half-life is another one, and answers the job.
async fn refolding_schema(node: &Node) -> Result<JobId, BoxError> {
    let text = schema_text(2, "90d", "Length");
    match node.apply_schema(TENANT, "sample", &text).await? {
        SchemaChange::Applied { job: Some(job), .. } => Ok(job),
        other => Err(format!("{other:?} refolds nobody").into()),
    }
}
