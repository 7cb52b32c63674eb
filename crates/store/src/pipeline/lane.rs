//! One lane: takes what waits, writes it as one group, tries again what lost a race, and keeps a
//! failure to the writes that cause it.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use selfmodel_core::{names::UserId, time::Timestamp};
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};

use super::{
    Written,
    group::{self, Item},
};
use crate::{
    cache::ModelCache,
    clock::Clock,
    contract::{Guard, Result, Store, TenantId},
    error::StoreError,
    governance::GovernanceCache,
};

/// What the lanes and the reads of one node have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) governance: GovernanceCache,
    pub(crate) cache: ModelCache,
    pub(crate) high_water: HighWater,
    /// Most submissions in one group.
    pub(crate) group_limit: usize,
}

/// The latest instant at which anything was recorded here: time never runs backwards in the log,
/// so that "recorded before the retraction was accepted" means what it says.
#[derive(Debug, Default)]
pub(crate) struct HighWater(std::sync::atomic::AtomicI64);

impl HighWater {
    /// The later of `wanted` and everything before.
    pub(crate) fn raise(&self, wanted: Timestamp) -> Timestamp {
        let before = self
            .0
            .fetch_max(wanted.millis(), std::sync::atomic::Ordering::SeqCst);
        Timestamp::from_millis(before.max(wanted.millis()))
    }
}

/// What one writer wants written together.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) tenant: TenantId,
    pub(crate) items: Vec<Item>,
    pub(crate) reply: oneshot::Sender<Result<Written>>,
}

/// How often a group is tried beside others; the next time it runs alone, where no race is lost.
const TRIES_BESIDE_OTHERS: u32 = 3;

/// Serves requests until nobody can send any more.
pub(crate) async fn run(shared: Arc<Shared>, mut requests: mpsc::Receiver<Request>) {
    let mut carried = None;
    loop {
        let first = match carried.take() {
            Some(request) => request,
            None => match requests.recv().await {
                Some(request) => request,
                None => return,
            },
        };
        let (group, rest) = gather(first, &mut requests, shared.group_limit);
        carried = rest;
        write(&shared, group).await;
    }
}

/// Takes what waits, of one tenant, up to the limit; the first beyond it is carried over.
fn gather(
    first: Request,
    requests: &mut mpsc::Receiver<Request>,
    limit: usize,
) -> (Vec<Request>, Option<Request>) {
    let tenant = first.tenant;
    let mut size = first.items.len();
    let mut group = vec![first];
    while size < limit {
        match requests.try_recv() {
            Ok(next) if next.tenant == tenant && size + next.items.len() <= limit => {
                size += next.items.len();
                group.push(next);
            }
            Ok(other) => return (group, Some(other)),
            Err(_) => break,
        }
    }
    (group, None)
}

async fn write(shared: &Shared, group: Vec<Request>) {
    match attempt(shared, &group).await {
        Ok(written) => answer(group, written),
        Err(failure) if group.len() == 1 || failure.is_retryable() => fail(group, failure),
        // One of them may hold what the database does not take: the others are not to suffer.
        Err(_) => {
            for request in group {
                let alone = vec![request];
                match attempt(shared, &alone).await {
                    Ok(written) => answer(alone, written),
                    Err(failure) => fail(alone, failure),
                }
            }
        }
    }
}

/// Writes the group, again when it lost a race. Whatever fails, no touched model stays in the
/// cache: a failed commit may have been made durable all the same.
async fn attempt(shared: &Shared, group: &[Request]) -> Result<Written> {
    let tenant = group
        .first()
        .map_or(TenantId::DEFAULT, |request| request.tenant);
    let items: Vec<&Item> = group.iter().flat_map(|request| &request.items).collect();
    let mut tried = 0;
    loop {
        let guard = if tried < TRIES_BESIDE_OTHERS {
            Guard::Shared
        } else {
            Guard::Exclusive
        };
        let writing = group::write(shared, tenant, &items, guard, tried == 0);
        let writing = AssertUnwindSafe(writing);
        let failure = match writing.catch_unwind().await {
            Ok(Ok(written)) => return Ok(written),
            Ok(Err(failure)) => failure,
            Err(_) => StoreError::Backend {
                doing: "write a group of observations",
                source: "the fold panicked; please report this".into(),
            },
        };
        let users: BTreeSet<&UserId> = items.iter().map(|item| item.user()).collect();
        for user in users {
            shared.cache.forget(tenant, user);
        }
        if guard == Guard::Exclusive || !matches!(failure, StoreError::LostRace { .. }) {
            return Err(failure);
        }
        tried += 1;
        tracing::debug!(tried, "a group of writes lost a race and is tried again");
        sleep(Duration::from_millis(1 << tried)).await;
    }
}

fn answer(group: Vec<Request>, written: Written) {
    let mut outcomes = written.outcomes.into_iter();
    for request in group {
        let own = Written {
            outcomes: outcomes.by_ref().take(request.items.len()).collect(),
            position: written.position,
        };
        // Whoever no longer waits for the answer does not need it.
        drop(request.reply.send(Ok(own)));
    }
}

fn fail(group: Vec<Request>, failure: StoreError) {
    let failure = Arc::new(failure);
    for request in group {
        let own = StoreError::Shared(failure.clone());
        drop(request.reply.send(Err(own)));
    }
}
