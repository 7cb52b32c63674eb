//! Opening an SQLite store: connections, migrations and the mistakes that are made here.

use std::{path::PathBuf, time::Duration};

use sqlx::{
    AssertSqlSafe, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{SqliteStore, statements};
use crate::{
    contract::Result,
    error::StoreError,
    migrations::{self, Dialect},
    sql::{failed, migration_failure},
};

/// Marks the file as ours, in the header field that SQLite keeps for it: `SfMd`.
const APPLICATION_ID: i64 = 0x5366_4d64;

/// How an SQLite store is opened.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// The file; made when it does not exist.
    pub path: PathBuf,
    /// Connections for reading.
    pub readers: u32,
    /// How long to wait for another process that holds the database.
    pub busy_timeout: Duration,
    /// Pages that the file may grow to, as a quota.
    pub max_pages: Option<u32>,
}

impl SqliteOptions {
    /// The defaults: four readers, five seconds.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            readers: 4,
            busy_timeout: Duration::from_secs(5),
            max_pages: None,
        }
    }

    fn connection(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .busy_timeout(self.busy_timeout)
            .foreign_keys(true)
            .optimize_on_close(true, None)
    }
}

impl SqliteStore {
    /// Opens the store, makes it when the file does not exist, and brings it to the present
    /// version.
    pub async fn open(options: &SqliteOptions) -> Result<Self> {
        let store = options.path.display().to_string();
        let mut writing = options
            .connection()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        if let Some(pages) = options.max_pages {
            writing = writing.pragma("max_page_count", pages.to_string());
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(writing)
            .await
            .map_err(|error| unopened(&store, error))?;
        let opened = Self::prepare(options, &store, writer.clone()).await;
        if opened.is_err() {
            writer.close().await;
        }
        opened
    }

    async fn prepare(options: &SqliteOptions, store: &str, writer: SqlitePool) -> Result<Self> {
        claim(store, &writer).await?;
        migrations::of(Dialect::Sqlite)
            .run(&writer)
            .await
            .map_err(|error| migration_failure(store, migrations::NEWEST, error))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(options.readers.max(1))
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.connection().read_only(true))
            .await
            .map_err(|error| unopened(store, error))?;
        let id = sqlx::query_scalar(statements::STORE_ID)
            .fetch_one(&readers)
            .await
            .map_err(failed("read the identity of the store"))?;
        Ok(Self {
            id,
            writer,
            readers,
        })
    }
}

/// Marks an empty database as ours, and refuses one that is not.
async fn claim(store: &str, writer: &SqlitePool) -> Result<()> {
    let found: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(writer)
        .await
        .map_err(|error| unopened(store, error))?;
    if found == APPLICATION_ID {
        return Ok(());
    }
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(writer)
        .await
        .map_err(|error| unopened(store, error))?;
    if found != 0 || tables != 0 {
        return Err(StoreError::ForeignDatabase {
            store: store.to_owned(),
        });
    }
    let mark = format!("PRAGMA application_id = {APPLICATION_ID}");
    sqlx::query(AssertSqlSafe(mark))
        .execute(writer)
        .await
        .map_err(|error| unopened(store, error))?;
    Ok(())
}

/// By the primary result code: what stands at this path cannot be opened or is no database.
fn unopened(store: &str, error: sqlx::Error) -> StoreError {
    let code = match &error {
        sqlx::Error::Database(refused) => refused.code().and_then(|code| code.parse::<u32>().ok()),
        _ => None,
    };
    match code.map(|extended| extended & 0xff) {
        Some(26) => StoreError::NotADatabase {
            store: store.to_owned(),
        },
        Some(14) => StoreError::Open {
            store: store.to_owned(),
            source: error.into(),
        },
        _ => failed("open the store")(error),
    }
}
