//! What goes wrong with a store has a name and says how to mend it; nothing is half-written.

#![expect(
    clippy::unwrap_used,
    reason = "in a test whatever was not expected is a failure"
)]

use std::{sync::Arc, time::Duration};

use selfmodel_core::log::{Predicate, Retraction};
use selfmodel_store::{
    StoreError,
    conformance::{
        postgres_url,
        samples::{self, TENANT, row, user},
    },
    contract::{Guard, NewRow, Store},
    open,
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};
use sqlx::{
    AssertSqlSafe, Connection, Executor, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use tempfile::TempDir;

#[tokio::test]
async fn a_file_of_other_content_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, "this is no database, ".repeat(100)).unwrap();
    let refused = SqliteStore::open(&SqliteOptions::new(&path)).await;
    assert!(
        matches!(refused, Err(StoreError::NotADatabase { .. })),
        "{refused:?}"
    );
    let untouched = std::fs::read_to_string(&path).unwrap();
    assert_eq!(untouched, "this is no database, ".repeat(100));
}

#[tokio::test]
async fn a_database_of_another_program_is_left_alone() {
    let (folder, mut connection) = database().await;
    connection.execute("CREATE TABLE theirs (a)").await.unwrap();
    let refused = SqliteStore::open(&options(&folder)).await;
    assert!(
        matches!(refused, Err(StoreError::ForeignDatabase { .. })),
        "{refused:?}"
    );
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/store.db");
    let refused = SqliteStore::open(&SqliteOptions::new(&path))
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
    assert!(
        refused.to_string().contains("missing/store.db"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone() {
    let (folder, mut connection) = opened_store().await;
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
             execution_time) VALUES (99, 'later', TRUE, x'00', 1)",
        )
        .await
        .unwrap();
    let refused = SqliteStore::open(&options(&folder)).await;
    let is_named = matches!(
        refused,
        Err(StoreError::NewerVersion {
            found: 99,
            known: 1,
            ..
        })
    );
    assert!(is_named, "{refused:?}");
}

#[tokio::test]
async fn a_locked_database_is_named() {
    let (folder, mut connection) = opened_store().await;
    let mut options = options(&folder);
    options.busy_timeout = Duration::from_millis(100);
    let store = SqliteStore::open(&options).await.unwrap();
    connection.execute("BEGIN IMMEDIATE").await.unwrap();
    let refused = store.begin(Guard::Shared).await.err();
    assert!(matches!(refused, Some(StoreError::Locked)), "{refused:?}");
    connection.execute("ROLLBACK").await.unwrap();
    store.begin(Guard::Shared).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_named_and_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(&folder);
    options.max_pages = Some(100);
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&options).await.unwrap());
    let mut full = None;
    for batch in 0..100 {
        let rows: Vec<NewRow> = (0..100)
            .map(|index| row("ada", "chat", &format!("{batch}-{index}")).unwrap())
            .collect();
        if let Err(error) = samples::append(&store, &rows).await {
            full = Some(error);
            break;
        }
    }
    assert!(matches!(full, Some(StoreError::DiskFull)), "{full:?}");
    let kept = store
        .reader()
        .await
        .unwrap()
        .rows(TENANT, &user("ada").unwrap())
        .await
        .unwrap();
    assert_eq!(kept.len() % 100, 0, "a batch was half-written");
    assert!(!kept.is_empty());
}

#[tokio::test]
async fn a_damaged_file_is_named() {
    let (folder, connection) = opened_store().await;
    drop(connection);
    let path = folder.path().join("store.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let body = bytes.iter_mut().skip(4_096);
    body.for_each(|byte| *byte = 0xab);
    std::fs::write(&path, bytes).unwrap();
    let refused = SqliteStore::open(&options(&folder)).await;
    assert!(
        matches!(refused, Err(StoreError::Damaged { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_corrupt_cell_is_named() {
    for (column, value) in [
        ("user_id", "'a' || char(7)"),
        ("details", "'{'"),
        ("feature", "'no feature'"),
        ("context", "''"),
    ] {
        let (folder, mut connection) = opened_store().await;
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&options(&folder)).await.unwrap());
        samples::append(&store, &[row("ada", "chat", "1").unwrap()])
            .await
            .unwrap();
        let spoil = format!("UPDATE observations SET {column} = {value}");
        connection.execute(AssertSqlSafe(spoil)).await.unwrap();
        let id = if column == "user_id" { "a\u{7}" } else { "ada" };
        let mut reader = store.reader().await.unwrap();
        let found = if let Ok(user) = user(id) {
            reader.rows(TENANT, &user).await.map(drop)
        } else {
            let everything = Retraction {
                predicate: Predicate {
                    since: Some(samples::at(-1)),
                    ..Predicate::default()
                },
                accepted_at: samples::at(1_000),
            };
            reader
                .covered_users(TENANT, &everything, None, 9)
                .await
                .map(drop)
        };
        let named = matches!(
            &found,
            Err(StoreError::Corrupt { table: "observations", column: named, .. })
                if *named == column
        );
        assert!(named, "{column}: {found:?}");
    }
}

/// What an ended process left in the write-ahead log is there at the next open.
#[tokio::test]
async fn a_copy_taken_at_any_moment_opens() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&options(&folder)).await.unwrap());
    for index in 0..20 {
        let new = row("ada", "chat", &format!("{index}")).unwrap();
        samples::append(&store, &[new]).await.unwrap();
        let copy = tempfile::tempdir().unwrap();
        for file in ["store.db", "store.db-wal"] {
            std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
        }
        let reopened = SqliteStore::open(&options(&copy)).await.unwrap();
        assert_eq!(reopened.id(), store.id());
        let mut reader = reopened.reader().await.unwrap();
        let rows = reader.rows(TENANT, &user("ada").unwrap()).await.unwrap();
        assert_eq!(rows.len(), index + 1);
        drop(reader);
        reopened.close().await;
    }
}

#[tokio::test]
async fn an_address_says_which_backend() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = open(&address).await.unwrap();
    assert!(store.position().await.unwrap().offset == 0);
    store.close().await;
    let refused = open("mysql://me:secret@host/db").await.unwrap_err();
    assert!(matches!(refused, StoreError::Address { .. }), "{refused:?}");
    assert!(!refused.to_string().contains("secret"), "{refused}");
    assert!(matches!(
        open("sqlite:").await,
        Err(StoreError::Address { .. })
    ));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_its_password() {
    let refused = PostgresOptions::parse("postgres://me:secret@host:port/db").unwrap_err();
    assert!(matches!(refused, StoreError::Address { .. }), "{refused:?}");
    assert!(!refused.to_string().contains("secret"), "{refused}");
}

#[tokio::test]
async fn a_postgres_that_is_not_there_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "postgres://nobody@localhost/none?host={}",
        folder.path().display()
    );
    let options = PostgresOptions::parse(&url).unwrap();
    let refused = PostgresStore::open(&options).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named() {
    let url = postgres_url().replace("/postgres?", "/selfmodel_missing?");
    let options = PostgresOptions::parse(&url).unwrap();
    let refused = PostgresStore::open(&options).await;
    assert!(
        matches!(refused, Err(StoreError::Open { .. })),
        "{refused:?}"
    );
}

fn options(folder: &TempDir) -> SqliteOptions {
    SqliteOptions::new(folder.path().join("store.db"))
}

/// A new database with a connection of somebody else.
async fn database() -> (TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().unwrap();
    let connect = SqliteConnectOptions::new()
        .filename(folder.path().join("store.db"))
        .create_if_missing(true);
    let connection = SqliteConnection::connect_with(&connect).await.unwrap();
    (folder, connection)
}

/// A store that was opened and closed, with a connection of somebody else.
async fn opened_store() -> (TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().unwrap();
    SqliteStore::open(&options(&folder))
        .await
        .unwrap()
        .close()
        .await;
    let connect = SqliteConnectOptions::new()
        .filename(folder.path().join("store.db"))
        .journal_mode(SqliteJournalMode::Wal);
    let connection = SqliteConnection::connect_with(&connect).await.unwrap();
    (folder, connection)
}
