//! Every statement prepares on a migrated database of its dialect: no wrong table, column, type or
//! number of parameters.

#![expect(
    clippy::unwrap_used,
    reason = "in a test whatever was not expected is a failure"
)]

use std::collections::BTreeSet;

use selfmodel_store::{
    conformance::postgres_url,
    postgres::{self, PostgresOptions, PostgresStore},
    sqlite::{self, SqliteOptions, SqliteStore},
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr};

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions::new(folder.path().join("store.db"));
    let store = SqliteStore::open(&options).await.unwrap();
    let statements = sqlite::all_statements();
    assert!(
        statements.len() > 30,
        "the list of statements is not complete"
    );
    for statement in statements {
        let prepared = store.pool().prepare(statement.into_sql_str()).await;
        prepared.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

#[tokio::test]
async fn every_statement_prepares_on_postgres() {
    let schema = fresh_schema().await;
    let options = PostgresOptions::parse(&postgres_url())
        .unwrap()
        .schema(&schema);
    let store = PostgresStore::open(&options).await.unwrap();
    let statements = postgres::all_statements();
    assert!(
        statements.len() > 30,
        "the list of statements is not complete"
    );
    for statement in statements {
        let prepared = store.pool().prepare(statement.into_sql_str()).await;
        prepared.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    drop_schema(&schema).await;
}

/// Both dialects have the same tables and columns with the same nullability, but for what only one
/// of them needs.
#[tokio::test]
async fn schema_parity() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions::new(folder.path().join("store.db"));
    let sqlite = SqliteStore::open(&options).await.unwrap();
    let in_sqlite: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT t.name, c.name, c.\"notnull\" OR c.pk > 0 FROM sqlite_schema t \
         JOIN pragma_table_info(t.name) c WHERE t.type = 'table' \
         AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'",
    )
    .fetch_all(sqlite.pool())
    .await
    .unwrap();
    let schema = fresh_schema().await;
    let options = PostgresOptions::parse(&postgres_url())
        .unwrap()
        .schema(&schema);
    let postgres = PostgresStore::open(&options).await.unwrap();
    let in_postgres: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, is_nullable = 'NO' \
         FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'",
    )
    .fetch_all(postgres.pool())
    .await
    .unwrap();
    drop_schema(&schema).await;
    let in_sqlite: BTreeSet<_> = in_sqlite.into_iter().collect();
    let in_postgres: BTreeSet<_> = in_postgres.into_iter().collect();
    // The position of SQLite's store; PostgreSQL has that of its log.
    let only_sqlite = ("store_meta".to_owned(), "position".to_owned(), true);
    let difference: Vec<_> = in_sqlite.symmetric_difference(&in_postgres).collect();
    assert_eq!(difference, [&only_sqlite]);
    assert!(in_sqlite.len() > 60, "{in_sqlite:?}");
}

async fn fresh_schema() -> String {
    use std::hash::{BuildHasher, RandomState};
    let schema = format!("test_{:016x}", RandomState::new().hash_one("schema"));
    administer(format!("CREATE SCHEMA {schema}")).await;
    schema
}

async fn drop_schema(schema: &str) {
    administer(format!("DROP SCHEMA {schema} CASCADE")).await;
}

async fn administer(statement: String) {
    let mut connection = PgConnection::connect(&postgres_url()).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}
