//! One node: writes through the pipeline, reads through the cache, and the operations that change
//! what governs the log. This is what the server is built on.

mod job;
mod quarantine;
mod retraction;
mod schema;
mod view;

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Arc, PoisonError, RwLock},
};

use selfmodel_core::{log::LogRow, names::UserId};

pub(crate) use self::view::decode;
pub use self::{
    retraction::RetractionRefusal,
    schema::{SchemaChange, SchemaRefusal},
    view::View,
};
use crate::{
    cache::{CacheFigures, ModelCache},
    clock::Clock,
    contract::{Counts, Guard, Result, Store, TenantId, UnitOfWork},
    governance::{Governance, GovernanceCache},
    pipeline::{HighWater, Outcome, Pipeline, Shared, Submission},
    token::{Position, Token},
};

/// How a node is set up.
#[derive(Debug, Clone, Copy)]
pub struct NodeOptions {
    /// Bytes that the cache of decoded models may hold, approximately.
    pub cache_bytes: u64,
    /// Most observations in one transaction.
    pub group_limit: usize,
}

impl Default for NodeOptions {
    /// 256 MiB and 4,096 observations.
    fn default() -> Self {
        Self {
            cache_bytes: 256 << 20,
            group_limit: 4_096,
        }
    }
}

/// What a write answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What became of each submission, in their order.
    pub outcomes: Vec<Outcome>,
    /// A read that asks for at least this sees everything of this write.
    pub token: Token,
}

/// A node over a store.
#[derive(Debug)]
pub struct Node {
    shared: Arc<Shared>,
    pipeline: Pipeline,
    name: u64,
    /// A position that includes every write of this node that was answered.
    reached: RwLock<Position>,
}

impl Node {
    /// Starts a node. Jobs that an earlier process left are not resumed by this; see
    /// [`Self::unfinished_jobs`].
    pub async fn start(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        options: NodeOptions,
    ) -> Result<Self> {
        let reached = store.position().await?;
        let shared = Arc::new(Shared {
            store,
            clock,
            governance: GovernanceCache::default(),
            cache: ModelCache::new(options.cache_bytes),
            high_water: HighWater::default(),
            group_limit: options.group_limit.max(1),
        });
        Ok(Self {
            pipeline: Pipeline::start(&shared),
            shared,
            // The standard library seeds its hashers at random: a name that no other process has.
            name: RandomState::new().hash_one("node"),
            reached: RwLock::new(reached),
        })
    }

    /// The store beneath, for what needs neither fold nor cache, such as keys.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.shared.store
    }

    /// Logs and folds observations, each user's in the order given. When this answers, everything
    /// is durable. After an error some may have been recorded; sent again they are duplicates.
    pub async fn record(&self, tenant: TenantId, submissions: Vec<Submission>) -> Result<Recorded> {
        let written = self.pipeline.record(tenant, submissions).await?;
        if let Some(position) = written.position {
            let mut reached = self.reached.write().unwrap_or_else(PoisonError::into_inner);
            *reached = reached.later(position);
        }
        Ok(Recorded {
            outcomes: written.outcomes,
            token: self.token(),
        })
    }

    /// Folds a user anew from the log, whatever state the stored model is in.
    pub async fn refold(&self, tenant: TenantId, user: UserId) -> Result<()> {
        self.pipeline.refold(tenant, user).await
    }

    /// A token of everything that this node has answered so far.
    #[must_use]
    pub fn token(&self) -> Token {
        let reached = self.reached.read().unwrap_or_else(PoisonError::into_inner);
        Token {
            store: self.shared.store.id().to_owned(),
            node: self.name,
            position: *reached,
        }
    }

    /// What governs the tenant's log, as this node last read it.
    pub async fn governance(&self, tenant: TenantId) -> Result<Arc<Governance>> {
        match self.shared.governance.known(tenant) {
            Some(known) => Ok(known),
            None => self.refresh_governance(tenant).await,
        }
    }

    /// What governs the tenant's log, as the store has it now. Writes look for themselves; reads on
    /// several nodes stay up to date by calling this now and then.
    pub async fn refresh_governance(&self, tenant: TenantId) -> Result<Arc<Governance>> {
        let mut reader = self.shared.store.reader().await?;
        self.shared.governance.current(tenant, &mut *reader).await
    }

    /// At most `limit` rows of a user, the newest observed first, with whether each is live.
    pub async fn recent_rows(
        &self,
        tenant: TenantId,
        user: &UserId,
        limit: usize,
    ) -> Result<Vec<(LogRow, bool)>> {
        let mut reader = self.shared.store.reader().await?;
        let governance = self.shared.governance.current(tenant, &mut *reader).await?;
        let rows = reader.recent_rows(tenant, user, limit).await?;
        let with_life = |row| {
            let is_live = governance.is_live(&row);
            (row, is_live)
        };
        Ok(rows.into_iter().map(with_life).collect())
    }

    /// How much the store holds.
    pub async fn counts(&self) -> Result<Counts> {
        self.shared.store.reader().await?.counts().await
    }

    /// How full the cache is.
    #[must_use]
    pub fn cache_figures(&self) -> CacheFigures {
        self.shared.cache.figures()
    }

    /// Takes no more writes, finishes those it has taken, and closes the store.
    pub async fn close(&self) {
        self.pipeline.close().await;
        self.shared.store.close().await;
    }

    /// Begins a change of what governs the log of the tenant: no group is under way meanwhile.
    async fn govern(&self, tenant: TenantId) -> Result<(Box<dyn UnitOfWork>, Arc<Governance>)> {
        let mut work = self.shared.store.begin(Guard::Exclusive).await?;
        let governance = self.shared.governance.current(tenant, &mut *work).await?;
        Ok((work, governance))
    }

    /// Ends such a change. From here on this node goes by it.
    async fn enact(&self, tenant: TenantId, mut work: Box<dyn UnitOfWork>) -> Result<()> {
        work.advance_governance(tenant).await?;
        work.commit().await?;
        self.refresh_governance(tenant).await?;
        Ok(())
    }
}
