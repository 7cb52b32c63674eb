//! SQLite: the embedded store. One connection writes, several read; WAL with `synchronous = FULL`,
//! so that what is committed survives the loss of power and an open after a crash needs no repair.

mod log;
mod models;
mod open;
mod statements;

use std::ops::DerefMut;

use async_trait::async_trait;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

pub use self::open::SqliteOptions;
#[cfg(feature = "conformance")]
pub use self::statements::all as all_statements;
use crate::{
    contract::{Guard, Reader, Result, Store, UnitOfWork},
    sql::{failed, unsigned},
    token::Position,
};

/// A store in one SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    id: String,
    /// One connection.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// The pool of reading connections, for tests that look behind the contract.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn pool(&self) -> &SqlitePool {
        &self.readers
    }
}

/// A connection, or the transaction it is in.
trait Handle: DerefMut<Target = SqliteConnection> + Send {}
impl<T: DerefMut<Target = SqliteConnection> + Send> Handle for T {}

struct Session<H> {
    handle: H,
}

crate::sql::implement_catalogues!();
impl<H: Handle> Reader for Session<H> {}

/// SQLite has one history.
const TIMELINE: u32 = 1;

#[async_trait]
impl Store for SqliteStore {
    fn id(&self) -> &str {
        &self.id
    }

    fn write_lanes(&self) -> usize {
        1
    }

    async fn reader(&self) -> Result<Box<dyn Reader>> {
        let handle = self.readers.acquire().await;
        Ok(Box::new(Session {
            handle: handle.map_err(failed("get a connection for reading"))?,
        }))
    }

    /// There is one writing connection, so every unit of work runs alone whatever its guard.
    async fn begin(&self, _guard: Guard) -> Result<Box<dyn UnitOfWork>> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        let mut handle = self.writer.begin_with(BEGIN).await;
        if matches!(handle, Err(sqlx::Error::InvalidSavePointStatement)) {
            // A full disk makes SQLite roll back by itself, of which the driver knows nothing: the
            // connection counts as within a transaction for ever. Another one takes its place.
            let stuck = self.writer.acquire().await;
            let stuck = stuck.map_err(failed("get the connection for writing"))?;
            stuck.close().await.map_err(failed("close a connection"))?;
            handle = self.writer.begin_with(BEGIN).await;
        }
        Ok(Box::new(Session {
            handle: handle.map_err(failed("begin a unit of work"))?,
        }))
    }

    async fn position(&self) -> Result<Position> {
        let stored = sqlx::query_scalar(statements::POSITION)
            .fetch_one(&self.readers)
            .await
            .map_err(failed("read the position"))?;
        position(stored)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl UnitOfWork for Session<Transaction<'static, Sqlite>> {
    async fn commit(mut self: Box<Self>) -> Result<Position> {
        let stored = sqlx::query_scalar(statements::ADVANCE_POSITION)
            .fetch_one(&mut *self.handle)
            .await
            .map_err(failed("advance the position"))?;
        self.handle.commit().await.map_err(failed("commit"))?;
        position(stored)
    }
}

fn position(stored: i64) -> Result<Position> {
    Ok(Position {
        timeline: TIMELINE,
        offset: unsigned("store_meta", "position", "1", stored)?,
    })
}
