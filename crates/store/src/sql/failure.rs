//! The one place where an error of a driver becomes a [`StoreError`].

use sqlx::{
    error::{DatabaseError, ErrorKind},
    migrate::MigrateError,
    postgres::PgDatabaseError,
};

use crate::error::StoreError;

/// Turns an error of the driver into one that says what was attempted; for `map_err`.
pub(crate) fn failed(doing: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| failure(doing, error)
}

/// An error of the driver as one that says what was attempted.
pub(crate) fn failure(doing: &'static str, error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolClosed => StoreError::Closed,
        sqlx::Error::PoolTimedOut
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.into()),
        sqlx::Error::Database(refused) => refusal(doing, refused),
        other => StoreError::Backend {
            doing,
            source: other.into(),
        },
    }
}

/// An error while the store was brought to the present version.
pub(crate) fn migration_failure(store: &str, known: i64, error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) | MigrateError::VersionTooNew(found, _) => {
            StoreError::NewerVersion {
                store: store.to_owned(),
                found,
                known,
            }
        }
        MigrateError::Execute(cause) => failure("migrate the store", cause),
        MigrateError::ExecuteMigration(cause, _) => match failure("migrate the store", cause) {
            StoreError::Backend { source, .. } => StoreError::Migration {
                store: store.to_owned(),
                source,
            },
            named => named,
        },
        other => StoreError::Migration {
            store: store.to_owned(),
            source: other.into(),
        },
    }
}

fn refusal(doing: &'static str, error: Box<dyn DatabaseError>) -> StoreError {
    if error.kind() == ErrorKind::UniqueViolation {
        return StoreError::LostRace { doing };
    }
    let code = error.code().unwrap_or_default().into_owned();
    let is_postgres = error.try_downcast_ref::<PgDatabaseError>().is_some();
    let source = error.into();
    if is_postgres {
        of_postgres(doing, &code, source)
    } else {
        of_sqlite(doing, &code, source)
    }
}

/// By the SQLSTATE classes of the PostgreSQL manual, appendix A.
fn of_postgres(
    doing: &'static str,
    code: &str,
    source: Box<dyn std::error::Error + Send + Sync>,
) -> StoreError {
    match code {
        // serialization failure, deadlock
        "40001" | "40P01" => StoreError::LostRace { doing },
        "53100" => StoreError::DiskFull,
        "25006" => StoreError::ReadOnly,
        // lock not available
        "55P03" => StoreError::Locked,
        "XX001" | "XX002" => StoreError::Damaged { source },
        // connection exceptions, too many connections, operator intervention
        _ if code.starts_with("08") || code.starts_with("57P") || code == "53300" => {
            StoreError::Unavailable(source)
        }
        _ => StoreError::Backend { doing, source },
    }
}

/// By the primary result code of SQLite, the low byte of the extended one.
fn of_sqlite(
    doing: &'static str,
    code: &str,
    source: Box<dyn std::error::Error + Send + Sync>,
) -> StoreError {
    match code.parse::<u32>().map_or(0, |extended| extended & 0xff) {
        5 | 6 => StoreError::Locked,
        8 => StoreError::ReadOnly,
        11 | 26 => StoreError::Damaged { source },
        13 => StoreError::DiskFull,
        _ => StoreError::Backend { doing, source },
    }
}
