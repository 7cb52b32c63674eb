//! PostgreSQL: the production store. Units of work run beside each other at READ COMMITTED; models
//! are guarded by their version, what governs the log by an advisory lock that shared units of work
//! share.

mod log;
mod models;
mod open;
mod statements;

use std::ops::{Deref, DerefMut};

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};

pub use self::open::PostgresOptions;
#[cfg(feature = "conformance")]
pub use self::statements::all as all_statements;
use crate::{
    contract::{Guard, Reader, Result, Store, UnitOfWork},
    sql::{failed, unsigned},
    token::Position,
};

/// A store in one PostgreSQL database, or in one schema of it.
#[derive(Debug)]
pub struct PostgresStore {
    id: String,
    pool: PgPool,
    lanes: usize,
    begin_shared: String,
    begin_exclusive: String,
}

impl PostgresStore {
    /// The pool, for tests that look behind the contract.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// A connection, or the transaction it is in.
trait Handle: DerefMut<Target = PgConnection> + Send {}
impl<T: DerefMut<Target = PgConnection> + Send> Handle for T {}

struct Session<H> {
    handle: H,
}

/// A transaction, with the pool that answers the position after its commit.
struct Work {
    transaction: Transaction<'static, Postgres>,
    pool: PgPool,
}

impl Deref for Work {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

crate::sql::implement_catalogues!();
impl<H: Handle> Reader for Session<H> {}

#[async_trait]
impl Store for PostgresStore {
    fn id(&self) -> &str {
        &self.id
    }

    fn write_lanes(&self) -> usize {
        self.lanes
    }

    async fn reader(&self) -> Result<Box<dyn Reader>> {
        let handle = self.pool.acquire().await;
        Ok(Box::new(Session {
            handle: handle.map_err(failed("get a connection for reading"))?,
        }))
    }

    async fn begin(&self, guard: Guard) -> Result<Box<dyn UnitOfWork>> {
        let begin = match guard {
            Guard::Shared => &self.begin_shared,
            Guard::Exclusive => &self.begin_exclusive,
        };
        // Made by this module from a number.
        let transaction = self.pool.begin_with(AssertSqlSafe(begin.clone())).await;
        Ok(Box::new(Session {
            handle: Work {
                transaction: transaction.map_err(failed("begin a unit of work"))?,
                pool: self.pool.clone(),
            },
        }))
    }

    async fn position(&self) -> Result<Position> {
        position(&self.pool).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl UnitOfWork for Session<Work> {
    async fn commit(self: Box<Self>) -> Result<Position> {
        let Work { transaction, pool } = self.handle;
        transaction.commit().await.map_err(failed("commit"))?;
        position(&pool).await
    }
}

async fn position(pool: &PgPool) -> Result<Position> {
    let (timeline, offset): (i64, i64) = sqlx::query_as(statements::POSITION)
        .fetch_one(pool)
        .await
        .map_err(failed("read the position"))?;
    Ok(Position {
        timeline: unsigned("pg_control", "timeline", "1", timeline)?,
        offset: unsigned("pg_control", "position", "1", offset)?,
    })
}
