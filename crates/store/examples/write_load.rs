//! How fast a store takes observations: batches as an import sends them, and single observations of
//! many concurrent writers. Use a store that may be filled:
//!
//! `cargo run --release --features conformance --example write_load -- sqlite:/tmp/load.db`
#![expect(clippy::print_stdout, reason = "a program for people")]

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::Instant,
};

use selfmodel_core::schema::Schema;
use selfmodel_store::{
    BoxError, Submission,
    clock::SystemClock,
    conformance::samples::{TENANT, at, expanded, sample_schema, schema_text, shortened},
    node::{Node, NodeOptions},
};
use tokio::task::JoinSet;

const USERS: usize = 1_085;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let address = std::env::args()
        .nth(1)
        .ok_or("give the address of a store")?;
    let store = selfmodel_store::open(&address).await?;
    let node = Node::start(store, Arc::new(SystemClock), NodeOptions::default()).await?;
    let node = Arc::new(node);
    node.apply_schema(TENANT, "load", &schema_text(1, "180d", "Length"))
        .await?;
    let schema = Arc::new(sample_schema()?);
    println!("{:<44} {:>12} {:>10}", "", "observations", "per second");
    for (requests, size) in [(1, 1_000), (4, 1_000), (8, 500)] {
        let name = format!("batches of {size}, {requests} at a time");
        load(&node, &schema, &name, requests, size, 80 / requests).await?;
    }
    for requests in [1, 64, 512] {
        let rounds = if requests == 1 {
            2_000
        } else {
            20_000 / requests
        };
        let name = format!("single observations, {requests} at a time");
        load(&node, &schema, &name, requests, 1, rounds).await?;
    }
    node.close().await;
    Ok(())
}

/// `requests` writers, each sending `rounds` requests of `size` observations one after the other.
async fn load(
    node: &Arc<Node>,
    schema: &Arc<Schema>,
    name: &str,
    requests: usize,
    size: usize,
    rounds: usize,
) -> Result<(), BoxError> {
    let run = RandomState::new().hash_one("run");
    let mut prepared: Vec<Vec<Vec<Submission>>> = Vec::new();
    for writer in 0..requests {
        let mut own = Vec::new();
        for round in 0..rounds {
            let batch = (0..size).map(|index| submission(schema, run, [writer, round, index]));
            own.push(batch.collect::<Result<_, _>>()?);
        }
        prepared.push(own);
    }
    let start = Instant::now();
    let mut writers = JoinSet::new();
    for own in prepared {
        let node = node.clone();
        writers.spawn(async move {
            for batch in own {
                node.record(TENANT, batch).await?;
            }
            Ok::<_, BoxError>(())
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended??;
    }
    let total = u32::try_from(requests * rounds * size)?;
    let rate = f64::from(total) / start.elapsed().as_secs_f64();
    println!("{name:<44} {total:>12} {rate:>10.0}");
    Ok(())
}

/// Every fourth observation is of an action that collapses.
fn submission(schema: &Schema, run: u64, place: [usize; 3]) -> Result<Submission, BoxError> {
    let [writer, round, index] = place;
    let number = (writer * 7_919 + round * 104_729 + index * 31) % USERS;
    let user = format!("user {number}");
    let id = format!("{run}-{writer}-{round}-{index}");
    let minutes = i64::try_from(round * 11 + index)?;
    let sample = if index % 4 == 3 {
        expanded(&user, &id)
    } else {
        shortened(&user, &id)
    };
    sample.at(at(minutes * 60_000)).admit(schema)
}
