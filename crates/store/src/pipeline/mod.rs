//! The write pipeline: observations of many writers gather into one transaction per lane (group
//! commit). A lane takes whatever waits, without lingering; a user always goes to the same lane, so
//! that on one node nobody races for a model.

mod fold;
mod group;
mod lane;

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use selfmodel_core::{
    names::{ObservationId, UserId},
    observation::{Admitted, Problem},
};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};

pub(crate) use self::lane::{HighWater, Shared};
use self::{group::Item, lane::Request};
use crate::{
    contract::{Result, TenantId},
    error::StoreError,
    token::Position,
};

/// An observation to be logged.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The observation; its own `id` is not looked at.
    pub admitted: Admitted,
    /// Its id, as sent or made by the server.
    pub id: ObservationId,
    /// The verdict that it descends from our own projection and weighs nothing.
    pub weightless: bool,
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is logged and live.
    Recorded {
        /// Another live row holds its collapse unit already, so it adds nothing.
        collapsed: bool,
    },
    /// The same observation is logged already.
    Duplicate,
    /// It is logged, and held by the quarantine of its feature.
    Quarantined,
    /// Its id is logged with another payload. Nothing was written.
    Conflict,
    /// The user's model has no room for it. Nothing was written.
    Refused(Vec<Problem>),
    /// The user was folded anew; the answer to a refold, never to a submission.
    Refolded,
}

/// What became of several submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// In the order of the submissions.
    pub(crate) outcomes: Vec<Outcome>,
    /// A position that includes them all; none when there was nothing to write.
    pub(crate) position: Option<Position>,
}

/// The lanes.
#[derive(Debug)]
pub(crate) struct Pipeline {
    lanes: Mutex<Lanes>,
    senders: usize,
    hasher: RandomState,
}

#[derive(Debug, Default)]
struct Lanes {
    senders: Vec<mpsc::Sender<Request>>,
    tasks: Vec<JoinHandle<()>>,
}

/// Requests that may wait in one lane; more wait with their senders.
const LANE_DEPTH: usize = 4_096;

impl Pipeline {
    /// Starts as many lanes as the store usefully runs.
    pub(crate) fn start(shared: &Arc<Shared>) -> Self {
        let mut lanes = Lanes::default();
        for _ in 0..shared.store.write_lanes().max(1) {
            let (sender, receiver) = mpsc::channel(LANE_DEPTH);
            lanes.senders.push(sender);
            lanes
                .tasks
                .push(tokio::spawn(lane::run(shared.clone(), receiver)));
        }
        Self {
            senders: lanes.senders.len(),
            lanes: Mutex::new(lanes),
            hasher: RandomState::new(),
        }
    }

    /// Writes all submissions, each user's in the order given, and answers when everything is
    /// committed. After an error some may have been written; sent again they are duplicates.
    pub(crate) async fn record(
        &self,
        tenant: TenantId,
        submissions: Vec<Submission>,
    ) -> Result<Written> {
        let total = submissions.len();
        let mut by_lane: Vec<(Vec<usize>, Vec<Item>)> = Vec::new();
        by_lane.resize_with(self.senders, Default::default);
        for (index, submission) in submissions.into_iter().enumerate() {
            let lane = self.lane_of(tenant, &submission.admitted.user);
            if let Some((indices, items)) = by_lane.get_mut(lane) {
                indices.push(index);
                items.push(Item::Record(Box::new(submission)));
            }
        }
        let mut pending = Vec::new();
        for (lane, (indices, items)) in by_lane.into_iter().enumerate() {
            if !items.is_empty() {
                pending.push((indices, self.send(lane, tenant, items).await?));
            }
        }
        let mut outcomes: Vec<Option<Outcome>> = vec![None; total];
        let mut position: Option<Position> = None;
        for (indices, answer) in pending {
            let written = answer.await.map_err(|_| StoreError::Closed)??;
            position = match (position, written.position) {
                (Some(one), Some(other)) => Some(one.later(other)),
                (one, other) => one.or(other),
            };
            for (index, outcome) in indices.into_iter().zip(written.outcomes) {
                outcomes[index] = Some(outcome);
            }
        }
        Ok(Written {
            outcomes: outcomes.into_iter().flatten().collect(),
            position,
        })
    }

    /// Folds a user anew from the log.
    pub(crate) async fn refold(&self, tenant: TenantId, user: UserId) -> Result<()> {
        let lane = self.lane_of(tenant, &user);
        let answer = self.send(lane, tenant, vec![Item::Refold(user)]).await?;
        answer.await.map_err(|_| StoreError::Closed)??;
        Ok(())
    }

    /// Takes no more, and waits until everything taken is written.
    pub(crate) async fn close(&self) {
        let Lanes { senders, tasks } = std::mem::take(&mut *self.lanes.lock().await);
        drop(senders);
        for task in tasks {
            // A lane ends when its senders are gone; it catches the panics of its groups.
            drop(task.await);
        }
    }

    async fn send(
        &self,
        lane: usize,
        tenant: TenantId,
        items: Vec<Item>,
    ) -> Result<oneshot::Receiver<Result<Written>>> {
        let (reply, answer) = oneshot::channel();
        let sender = self.lanes.lock().await.senders.get(lane).cloned();
        let request = Request {
            tenant,
            items,
            reply,
        };
        match sender {
            Some(sender) => sender.send(request).await.map_err(|_| StoreError::Closed)?,
            None => return Err(StoreError::Closed),
        }
        Ok(answer)
    }

    fn lane_of(&self, tenant: TenantId, user: &UserId) -> usize {
        let lanes = u64::try_from(self.senders).unwrap_or(1).max(1);
        let lane = self.hasher.hash_one((tenant, user)) % lanes;
        usize::try_from(lane).unwrap_or(0)
    }
}
