//! A server that is killed at any moment while it is written to: nothing acknowledged is lost,
//! nothing is counted twice, and the start after it needs no help.
//!
//! `tests/long/kills` kills 200 times; here it is a few, from the same seed.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{collections::BTreeMap, time::Duration};

use e2e::{Server, TempStore};
use selfmodel_client::{
    Client, Millis, Observation, OutcomeStatus, RecordedStatus, Retries, Timestamp,
};
use tokio::task::JoinSet;

const SCHEMA: &str = r#"
version = 1

[dimensions."seen"]
description = "What the user was seen doing"
kind = "category"
values = ["this", "that"]

[features.writer]
writes = ["*"]
reads = ["*"]

[actions.seen_doing_this]
details = { n = { type = "integer" } }
[[actions.seen_doing_this.evidence]]
dimension = "seen"
value = "this"
"#;

const WRITERS: usize = 12;
const USERS: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_sqlite() {
    survive(TempStore::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_postgres() {
    survive(TempStore::postgres()).await;
}

async fn survive(store: TempStore) {
    let kills = setting("SELFMODEL_KILLS", 4);
    let seed = setting("SELFMODEL_SEED", 7);
    let schema = store.folder().join("schema.toml");
    std::fs::write(&schema, SCHEMA).unwrap();
    let mut server = Server::start_with(store, &schema);
    let mut sent = Sent::new();
    let now = e2e::days_ago(0);
    for round in 0..kills {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let client = impatient(&server);
            writers.spawn(write(client, Draw::new(seed, round, writer), now));
        }
        let mut draw = Draw::new(seed, round, WRITERS);
        tokio::time::sleep(Duration::from_millis(20 + draw.below(400))).await;
        server.kill_and_restart(&schema);
        sent.extend(writers.join_all().await.into_iter().flatten());
        let lost = lost(&server.admin(), &sent, now, round).await;
        assert_eq!(
            lost,
            Vec::<String>::new(),
            "acknowledged in round {round} and lost"
        );
    }
    counted_once(&server.admin(), &sent, now).await;
}

/// What was sent, by (round, id): its user, and whether it was acknowledged.
type Sent = BTreeMap<(u64, String), (usize, bool)>;

/// Writes singles and batches until the server is gone, and answers what was sent.
async fn write(client: Client, mut draw: Draw, now: Timestamp) -> Sent {
    let mut sent = Sent::new();
    for n in 0.. {
        let size = if draw.below(3) == 0 {
            1 + draw.below(40)
        } else {
            1
        };
        let batch: Vec<_> = (0..size)
            .map(|item| {
                let user = usize::try_from(draw.below(30)).unwrap() % USERS;
                (format!("{}-{n}-{item}", draw.name), user)
            })
            .collect();
        let mut note = |acknowledged| {
            for (id, user) in &batch {
                sent.insert((draw.round, id.clone()), (*user, acknowledged));
            }
        };
        note(false);
        let observations: Vec<_> = batch
            .iter()
            .map(|(id, user)| seen(id, *user, now))
            .collect();
        let acknowledged = match <[_; 1]>::try_from(observations) {
            Ok([single]) => client.observe(single).await.is_ok(),
            Err(several) => client.observe_batch(several).await.is_ok_and(|outcome| {
                assert_eq!(outcome.rejected, 0);
                true
            }),
        };
        if !acknowledged {
            break;
        }
        note(true);
    }
    sent
}

/// Which of the acknowledged observations of a round are not there: sent again, each must be known.
async fn lost(client: &Client, sent: &Sent, now: Timestamp, round: u64) -> Vec<String> {
    let of_round = sent
        .iter()
        .filter(|((of, _), (_, acknowledged))| *of == round && *acknowledged);
    let acknowledged: Vec<_> = of_round.map(|((_, id), (user, _))| (id, *user)).collect();
    let mut lost = Vec::new();
    for chunk in acknowledged.chunks(500) {
        let batch = chunk
            .iter()
            .map(|(id, user)| seen(id, *user, now))
            .collect();
        let results = client.observe_batch(batch).await.unwrap().results;
        let new = results
            .iter()
            .filter(|result| result.status != OutcomeStatus::Duplicate);
        lost.extend(new.filter_map(|result| result.id.clone()));
    }
    lost
}

/// Sends again what was never acknowledged, and sees that each user's evidence is exactly what was
/// sent: an observation that was logged and folded by halves, or folded twice, shows here.
async fn counted_once(client: &Client, sent: &Sent, now: Timestamp) {
    let mut expected = BTreeMap::new();
    for ((_, id), (user, acknowledged)) in sent {
        *expected.entry(*user).or_insert(0_u32) += 1;
        if !acknowledged {
            let recorded = client.observe(seen(id, *user, now)).await.unwrap();
            let known = [RecordedStatus::Recorded, RecordedStatus::Duplicate];
            assert!(known.contains(&recorded.status));
        }
    }
    assert!(
        expected.len() > USERS / 2,
        "too little was written to show anything"
    );
    for (user, count) in expected {
        let user = format!("u{user}");
        let read = client.beliefs(&user).context("*").await.unwrap();
        let evidence = read.beliefs.first().map_or(0.0, |belief| belief.evidence);
        let half_lives = millis(read.as_of.since(now)) / millis(Millis::days(180).get());
        let counted = evidence / (-half_lives).exp2();
        let off = (counted - f64::from(count)).abs();
        assert!(off < 0.01, "{user}: {counted} counted of {count}");
    }
}

fn seen(id: &str, user: usize, now: Timestamp) -> Observation {
    let n = id.len();
    Observation {
        id: Some(id.to_owned()),
        user: format!("u{user}"),
        feature: Some("writer".to_owned()),
        action: "seen_doing_this".to_owned(),
        details: [("n".to_owned(), n.into())].into_iter().collect(),
        observed_at: Some(now),
        ..Observation::default()
    }
}

/// A client that gives up at the first failure, as a writer of its own would notice it.
fn impatient(server: &Server) -> Client {
    Client::builder(server.address(), e2e::ADMIN_KEY)
        .retries(Retries::NEVER)
        .build()
        .unwrap()
}

fn millis(length: i64) -> f64 {
    f64::from(i32::try_from(length / 1000).unwrap())
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Numbers drawn from a seed (splitmix64), so that a run can be repeated.
struct Draw {
    state: u64,
    round: u64,
    name: String,
}

impl Draw {
    fn new(seed: u64, round: u64, writer: usize) -> Self {
        let writer = u64::try_from(writer).unwrap();
        Self {
            state: seed.wrapping_mul(1_000_003) ^ (round << 32) ^ writer,
            round,
            name: format!("{round}-{writer}"),
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
