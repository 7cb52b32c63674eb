//! Opening a PostgreSQL store: the pool, migrations and the mistakes that are made here.

use std::{str::FromStr, thread::available_parallelism, time::Duration};

use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{PostgresStore, statements};
use crate::{
    address::without_password,
    contract::Result,
    error::StoreError,
    migrations::{self, Dialect},
    sql::{failed, failure, migration_failure},
};

/// How a PostgreSQL store is opened.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// Most connections.
    pub connections: u32,
    /// How long to wait for a connection of the pool.
    pub acquire_timeout: Duration,
    connect: PgConnectOptions,
    /// The address without its password.
    shown: String,
}

impl PostgresOptions {
    /// Reads an address such as `postgres://user@host/database`; sixteen connections.
    pub fn parse(url: &str) -> Result<Self> {
        let connect = PgConnectOptions::from_str(url).map_err(|error| StoreError::Address {
            address: without_password(url),
            source: Some(error.into()),
        })?;
        Ok(Self {
            connections: 16,
            acquire_timeout: Duration::from_secs(30),
            connect: connect.application_name("selfmodel"),
            shown: without_password(url),
        })
    }

    /// Keeps the store in this schema of the database instead of the default one. The schema must
    /// exist.
    #[must_use]
    pub fn schema(mut self, schema: &str) -> Self {
        self.connect = self.connect.options([("search_path", schema)]);
        self
    }
}

impl PostgresStore {
    /// Opens the store, makes its tables when there are none, and brings them to the present
    /// version.
    pub async fn open(options: &PostgresOptions) -> Result<Self> {
        let mut connection = PgConnection::connect_with(&options.connect)
            .await
            .map_err(|error| unopened(&options.shown, error))?;
        migrations::of(Dialect::Postgres)
            .run(&mut connection)
            .await
            .map_err(|error| migration_failure(&options.shown, migrations::NEWEST, error))?;
        let id: String = sqlx::query_scalar(statements::STORE_ID)
            .fetch_one(&mut connection)
            .await
            .map_err(failed("read the identity of the store"))?;
        connection
            .close()
            .await
            .map_err(failed("close a connection"))?;
        let pool = PgPoolOptions::new()
            .max_connections(options.connections.max(2))
            .acquire_timeout(options.acquire_timeout)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query(statements::DURABLE)
                        .execute(connection)
                        .await
                        .map(|_| ())
                })
            })
            .connect_with(options.connect.clone())
            .await
            .map_err(|error| unopened(&options.shown, error))?;
        let lock = lock_key(&id);
        Ok(Self {
            begin_shared: format!("BEGIN; SELECT pg_advisory_xact_lock_shared({lock})"),
            begin_exclusive: format!("BEGIN; SELECT pg_advisory_xact_lock({lock})"),
            lanes: available_parallelism().map_or(2, usize::from).clamp(2, 8),
            id,
            pool,
        })
    }
}

/// The advisory lock of this store: advisory locks are common to a whole database, which may hold
/// several stores.
fn lock_key(id: &str) -> i64 {
    let digits = id.get(..16).unwrap_or(id);
    u64::from_str_radix(digits, 16).map_or(0, u64::cast_signed)
}

fn unopened(store: &str, error: sqlx::Error) -> StoreError {
    match failure("open the store", error) {
        StoreError::Backend { source, .. } => StoreError::Open {
            store: store.to_owned(),
            source,
        },
        named => named,
    }
}
