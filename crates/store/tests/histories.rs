//! Incremental update is refold, bit for bit: random histories with late events and statements,
//! duplicates, collapse windows, retractions and their undoing, quarantines and their lifting,
//! schema changes, batches of any size and concurrent writers, on both backends at once. After
//! every step each stored model is the fold of its live rows, the caches hold what the stores do,
//! and both stores hold the same bytes.

#![expect(
    clippy::unwrap_used,
    reason = "in a test whatever was not expected is a failure"
)]

use std::{collections::BTreeSet, sync::Arc};

use proptest::{collection::vec, prelude::*, sample::select};
use selfmodel_core::{
    log::Predicate,
    names::{ActionName, FeatureName, Release, UserId},
    time::Timestamp,
};
use selfmodel_store::{
    Submission,
    conformance::{
        Fresh,
        exact::exact,
        fresh_postgres, fresh_sqlite,
        samples::{Sample, SetClock, TENANT, at, schema_text},
    },
    contract::{JobStatus, RetractionId},
    node::{Node, NodeOptions},
};
use serde_json::json;
use tokio::{runtime::Runtime, task::JoinSet};

const USERS: [&str; 3] = ["ada", "bob", "eve"];
const FEATURES: [&str; 2] = ["chat", "docs"];
const RELEASES: [&str; 2] = ["1", "2"];
const HOUR: i64 = 3_600_000;

/// One step of a history.
#[derive(Debug, Clone)]
enum Step {
    /// One request with these observations.
    Record(Vec<Observed>),
    /// Requests that run at the same time, of one observation each, all of them different keys.
    Beside(Vec<Observed>),
    Retract(Predicate),
    /// Undoes one of the retractions so far.
    Undo(usize),
    Quarantine(&'static str),
    Lift(&'static str),
    /// Applies a schema with another half-life; its job runs at once or is left for later.
    Schema {
        days: u32,
        run: bool,
    },
}

#[derive(Debug, Clone)]
struct Observed {
    user: &'static str,
    feature: &'static str,
    id: u16,
    kind: u8,
    value: u8,
    release: Option<&'static str>,
    context: Option<&'static str>,
    hours: i64,
    weightless: bool,
}

impl Observed {
    fn sample(&self) -> Sample {
        let (action, details) = match self.kind {
            0 => (
                "answer_shortened",
                json!({"ratio": f64::from(self.value) / 7.3 % 1.0}),
            ),
            1 => {
                let length = if self.value.is_multiple_of(2) {
                    "short"
                } else {
                    "long"
                };
                ("answer_expanded", json!({"length": length}))
            }
            2 => {
                let style = if self.value.is_multiple_of(2) {
                    "short"
                } else {
                    "long"
                };
                ("style_chosen", json!({"style": style}))
            }
            3 => (
                "topic_opened",
                json!({"topic": format!("topic {}", self.value % 5)}),
            ),
            4 => (
                "text_read",
                json!({"grade": f64::from(self.value) / 11.7 % 18.0}),
            ),
            5 => {
                let values = ["concise", "balanced", "detailed"];
                let value = values[usize::from(self.value) % 3];
                let details = json!({"dimension": "communication.verbosity", "value": value});
                ("stated", details)
            }
            _ => ("withdrawn", json!({"dimension": "communication.verbosity"})),
        };
        let id = format!("{}", self.id);
        let mut sample = Sample::new(self.user, self.feature, &id, action, details)
            .at(Timestamp::from_millis(at(0).millis() + self.hours * HOUR));
        if let Some(release) = self.release {
            sample = sample.with("release", release);
        }
        if let Some(context) = self.context {
            sample = sample.with("context", context);
        }
        sample
    }
}

prop_compose! {
    fn observed()(
        user in select(&USERS[..]),
        feature in select(&FEATURES[..]),
        id in 0..60_u16,
        kind in 0..7_u8,
        value in any::<u8>(),
        release in proptest::option::of(select(&RELEASES[..])),
        context in proptest::option::of(select(&["chat", "drafting"][..])),
        // Mostly close together, sometimes years apart, so that epochs are dropped.
        hours in prop_oneof![4 => -48..48_i64, 1 => -80_000..8_000_i64],
        weightless in proptest::bool::weighted(0.05),
    ) -> Observed {
        Observed { user, feature, id, kind, value, release, context, hours, weightless }
    }
}

prop_compose! {
    fn predicate()(
        which in 1..32_u8,
        feature in select(&FEATURES[..]),
        release in select(&RELEASES[..]),
        action in select(&["answer_shortened", "answer_expanded", "style_chosen", "stated"][..]),
        user in select(&USERS[..]),
        since in -60..60_i64,
    ) -> Predicate {
        let given = |bit: u8| which & bit != 0;
        Predicate {
            feature: given(1).then(|| FeatureName::new(feature).unwrap()),
            release: given(2).then(|| Release::new(release).unwrap()),
            action: given(4).then(|| ActionName::new(action).unwrap()),
            user: given(8).then(|| UserId::new(user).unwrap()),
            since: given(16).then(|| at(since * HOUR)),
            ..Predicate::default()
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(observed(), 1..30).prop_map(Step::Record),
        3 => vec(observed(), 2..20).prop_map(Step::Beside),
        2 => predicate().prop_map(Step::Retract),
        2 => (0..8_usize).prop_map(Step::Undo),
        1 => select(&FEATURES[..]).prop_map(Step::Quarantine),
        2 => select(&FEATURES[..]).prop_map(Step::Lift),
        1 => (30..33_u32, any::<bool>()).prop_map(|(days, run)| Step::Schema { days, run }),
    ]
}

/// One backend under test.
struct Side {
    fresh: Fresh,
    node: Arc<Node>,
    retractions: Vec<RetractionId>,
}

impl Side {
    async fn start(fresh: Fresh) -> Self {
        let clock = Arc::new(SetClock::default());
        // A small cache and small groups, so that models are evicted and requests split.
        let options = NodeOptions {
            cache_bytes: 20_000,
            group_limit: 16,
        };
        let node = Node::start(fresh.store.clone(), clock, options)
            .await
            .unwrap();
        node.apply_schema(TENANT, "history", &schema_text(1, "30d", "Length"))
            .await
            .unwrap();
        Self {
            fresh,
            node: Arc::new(node),
            retractions: Vec::new(),
        }
    }

    async fn submit(&self, observed: &[Observed]) -> Vec<Submission> {
        let governance = self.node.governance(TENANT).await.unwrap();
        let submission = |one: &Observed| {
            let mut submission = one.sample().admit(governance.schema()).unwrap();
            submission.weightless = one.weightless;
            submission
        };
        observed.iter().map(submission).collect()
    }

    /// Takes a step, and answers what became of it, to compare the sides.
    async fn take(&mut self, number: usize, step: &Step) -> String {
        match step {
            Step::Record(observed) => {
                let submissions = self.submit(observed).await;
                let recorded = self.node.record(TENANT, submissions).await.unwrap();
                format!("{:?}", recorded.outcomes)
            }
            Step::Beside(observed) => self.beside(observed).await,
            Step::Retract(predicate) => {
                let retracted = self.node.retract(TENANT, predicate.clone()).await.unwrap();
                self.retractions.push(retracted.0);
                self.run_jobs().await
            }
            Step::Undo(index) => {
                if let Some(id) = self.retractions.get(*index) {
                    // Refused when it was undone before.
                    drop(self.node.undo_retraction(TENANT, *id).await);
                }
                self.run_jobs().await
            }
            Step::Quarantine(feature) => {
                let feature = FeatureName::new(feature).unwrap();
                self.node.quarantine(TENANT, &feature).await.unwrap();
                String::new()
            }
            Step::Lift(feature) => {
                let feature = FeatureName::new(feature).unwrap();
                self.node.lift_quarantine(TENANT, &feature).await.unwrap();
                self.run_jobs().await
            }
            Step::Schema { days, run } => {
                let version = u32::try_from(number).unwrap() + 2;
                let text = schema_text(version, &format!("{days}d"), "Length");
                self.node
                    .apply_schema(TENANT, "history", &text)
                    .await
                    .unwrap();
                if *run {
                    self.run_jobs().await
                } else {
                    String::new()
                }
            }
        }
    }

    async fn beside(&self, observed: &[Observed]) -> String {
        let mut seen = BTreeSet::new();
        let distinct: Vec<Observed> = observed
            .iter()
            .filter(|one| seen.insert((one.user, one.feature, one.id)))
            // Sets that fill up and rows that collapse answer by their order, which is open here.
            .filter(|one| ![1, 3].contains(&one.kind))
            .cloned()
            .collect();
        let mut requests = JoinSet::new();
        for (index, submission) in self.submit(&distinct).await.into_iter().enumerate() {
            let node = self.node.clone();
            requests.spawn(async move {
                let recorded = node.record(TENANT, vec![submission]).await.unwrap();
                (index, recorded.outcomes)
            });
        }
        let mut outcomes = requests.join_all().await;
        outcomes.sort_by_key(|(index, _)| *index);
        format!("{outcomes:?}")
    }

    async fn run_jobs(&self) -> String {
        let mut ends = Vec::new();
        for (tenant, job) in self.node.unfinished_jobs().await.unwrap() {
            let status = self.node.run_job(tenant, job).await.unwrap().unwrap();
            assert!(
                matches!(status, JobStatus::Done | JobStatus::Undone),
                "{status:?}"
            );
            ends.push(status);
        }
        format!("{ends:?}")
    }

    /// Checks the law for every user and answers the bytes. Users whose model is older than the
    /// schema in force are as they were before it, until their job has run.
    async fn bytes(&self) -> Vec<Option<Vec<u8>>> {
        let mut all = Vec::new();
        let fold_version = self.node.governance(TENANT).await.unwrap().fold_version();
        for user in USERS {
            let user = UserId::new(user).unwrap();
            let mut reader = self.fresh.store.reader().await.unwrap();
            let stored = reader
                .models(TENANT, std::slice::from_ref(&user))
                .await
                .unwrap()
                .pop();
            drop(reader);
            all.push(match stored {
                Some(older) if older.schema_version < fold_version => Some(older.body),
                _ => exact(&self.fresh.store, &self.node, &user).await.unwrap(),
            });
        }
        all
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("SELFMODEL_HISTORIES").map_or(12, |n| n.parse().unwrap()),
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn incremental_update_is_refold_on_both_backends(history in vec(step(), 1..14)) {
        Runtime::new().unwrap().block_on(async {
            let mut sqlite = Side::start(fresh_sqlite().await).await;
            let mut postgres = Side::start(fresh_postgres().await).await;
            for (number, step) in history.iter().enumerate() {
                let ends = (sqlite.take(number, step).await, postgres.take(number, step).await);
                assert_eq!(ends.0, ends.1, "the answers to {step:?}");
                assert_eq!(sqlite.bytes().await, postgres.bytes().await, "after {step:?}");
            }
            for side in [sqlite, postgres] {
                side.run_jobs().await;
                side.bytes().await;
                drop(side.node);
                side.fresh.clean().await;
            }
        });
    }
}
