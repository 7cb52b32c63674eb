//! Fresh stores for tests.

use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::Verdict;
use crate::{
    contract::Store,
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};

/// A store that nobody else uses, and what has to go when it is no longer wanted.
#[derive(Debug)]
pub struct Fresh {
    /// The store.
    pub store: Arc<dyn Store>,
    schema: Option<String>,
    /// Removed when dropped.
    _folder: Box<dyn Any + Send>,
}

impl Fresh {
    /// Closes the store and removes it.
    #[expect(
        clippy::panic,
        reason = "for tests only: what cannot be cleaned up must be seen"
    )]
    pub async fn clean(self) {
        self.store.close().await;
        if let Some(schema) = self.schema {
            let statement = format!("DROP SCHEMA {schema} CASCADE");
            if let Err(error) = administer(statement).await {
                panic!("cannot remove the schema {schema}: {error}");
            }
        }
    }
}

/// A store in a temporary file.
#[expect(
    clippy::panic,
    reason = "for tests only: without a store there is no test"
)]
pub async fn fresh_sqlite() -> Fresh {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => panic!("cannot make a temporary folder: {error}"),
    };
    let options = SqliteOptions::new(folder.path().join("store.db"));
    match SqliteStore::open(&options).await {
        Ok(store) => Fresh {
            store: Arc::new(store),
            schema: None,
            _folder: Box::new(folder),
        },
        Err(error) => panic!(
            "cannot open a store in {}: {error:?}",
            folder.path().display()
        ),
    }
}

/// A store in a new schema of the database that `SELFMODEL_TEST_POSTGRES` names.
#[expect(
    clippy::panic,
    reason = "for tests only: without a store there is no test"
)]
pub async fn fresh_postgres() -> Fresh {
    let schema = format!("test_{:016x}", RandomState::new().hash_one("schema"));
    if let Err(error) = administer(format!("CREATE SCHEMA {schema}")).await {
        panic!("cannot make a schema in {}: {error:?}", postgres_url());
    }
    let opened = match PostgresOptions::parse(&postgres_url()) {
        Ok(mut options) => {
            options.connections = 6;
            PostgresStore::open(&options.schema(&schema)).await
        }
        Err(error) => Err(error),
    };
    match opened {
        Ok(store) => Fresh {
            store: Arc::new(store),
            schema: Some(schema),
            _folder: Box::new(()),
        },
        Err(error) => panic!("cannot open a store in schema {schema}: {error:?}"),
    }
}

/// Where the tests find PostgreSQL.
#[must_use]
#[expect(
    clippy::panic,
    reason = "for tests only: a skipped test would look like a passed one"
)]
pub fn postgres_url() -> String {
    std::env::var("SELFMODEL_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "set SELFMODEL_TEST_POSTGRES to a PostgreSQL that tests may use, such as \
             postgres://postgres@localhost/postgres?host=/path/of/its/socket"
        )
    })
}

async fn administer(statement: String) -> Verdict {
    let mut connection = PgConnection::connect(&postgres_url()).await?;
    sqlx::query(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}
