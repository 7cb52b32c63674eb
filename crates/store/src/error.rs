//! What can go wrong with a store, each with how to mend it.

use std::error::Error;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Any error as a cause.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why an operation of a store failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address of the store is neither `sqlite:PATH` nor `postgres://…`.
    #[error("cannot read the store address {address:?}: use sqlite:PATH or postgres://…")]
    Address {
        /// The address, without its password.
        address: String,
        /// Why, if more is known.
        #[source]
        source: Option<BoxError>,
    },
    /// The store could not be opened.
    #[error(
        "cannot open the store {store}: check that it exists, that its folder exists and that this \
         process may read and write there"
    )]
    Open {
        /// The store, without its password.
        store: String,
        /// Why.
        #[source]
        source: BoxError,
    },
    /// The file is not an SQLite database.
    #[error(
        "{store} is not an SQLite database: give the path of a Selfmodel store, or of a file that \
         does not exist yet"
    )]
    NotADatabase {
        /// The store.
        store: String,
    },
    /// It is a database, but of something else.
    #[error(
        "{store} is a database of another program: give the path of a Selfmodel store, or of a \
         file that does not exist yet"
    )]
    ForeignDatabase {
        /// The store.
        store: String,
    },
    /// The store was written by a newer version of this program.
    #[error(
        "{store} was written by a newer version of Selfmodel (its migration {found} is unknown to \
         this one, which knows up to {known}): run that version or a later one"
    )]
    NewerVersion {
        /// The store.
        store: String,
        /// The number of the unknown migration.
        found: i64,
        /// The newest known migration.
        known: i64,
    },
    /// A migration of the store failed or was changed.
    #[error("cannot bring {store} to the present version: restore it from a backup or report this")]
    Migration {
        /// The store.
        store: String,
        /// Why.
        #[source]
        source: BoxError,
    },
    /// Another process holds the database for longer than this one waits.
    #[error(
        "the database is locked by another process: end that process, or try again when it is done"
    )]
    Locked,
    /// There is no room left.
    #[error("the disk of the database is full: make room; nothing of this write was kept")]
    DiskFull,
    /// The database may not be written.
    #[error("the database is read-only: check the permissions of the file and of its folder")]
    ReadOnly,
    /// The database file is damaged.
    #[error("the database file is damaged: restore it from a backup")]
    Damaged {
        /// What the database says.
        #[source]
        source: BoxError,
    },
    /// A stored value cannot be understood.
    #[error("column {column} of table {table} holds a corrupt value in row {row}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What names the row.
        row: String,
        /// What is wrong with it.
        #[source]
        source: BoxError,
    },
    /// Another unit of work was faster; the same again will see its changes.
    #[error("cannot {doing}: another write was faster; try again")]
    LostRace {
        /// What was attempted.
        doing: &'static str,
    },
    /// There is no such tenant.
    #[error("there is no tenant {0}")]
    UnknownTenant(i64),
    /// The database cannot be reached or refuses connections.
    #[error("the database cannot be reached: check that it runs and accepts connections")]
    Unavailable(#[source] BoxError),
    /// The token was answered by another store.
    #[error("the token is of another store: pass one that this store answered, or none")]
    ForeignToken,
    /// The store does not have what the token stands for.
    #[error(
        "the store has not reached the write of this token: it was restored from a backup that is \
         older; read without the token"
    )]
    UnreachedToken,
    /// One failure that several writes met.
    #[error(transparent)]
    Shared(std::sync::Arc<StoreError>),
    /// The store is closing or closed.
    #[error("the store is closed")]
    Closed,
    /// Any other error of the database.
    #[error("cannot {doing}")]
    Backend {
        /// What was attempted.
        doing: &'static str,
        /// What the database says.
        #[source]
        source: BoxError,
    },
}

impl StoreError {
    /// Whether the same operation may succeed when it is tried again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Locked | Self::LostRace { .. } | Self::Unavailable(_) => true,
            Self::Shared(failure) => failure.is_retryable(),
            _ => false,
        }
    }

    /// A corrupt cell of a user's row. The user is named by a hash of the id, because errors are
    /// logged and ids may be personal.
    pub(crate) fn corrupt_of_user(
        table: &'static str,
        column: &'static str,
        user: &str,
        source: impl Into<BoxError>,
    ) -> Self {
        let row = format!("of the user whose id has the SHA-256 {}", hashed(user));
        Self::corrupt(table, column, row, source)
    }

    pub(crate) fn corrupt(
        table: &'static str,
        column: &'static str,
        row: impl std::fmt::Display,
        source: impl Into<BoxError>,
    ) -> Self {
        Self::Corrupt {
            table,
            column,
            row: row.to_string(),
            source: source.into(),
        }
    }
}

/// SHA-256 of `user` in hexadecimal.
pub(crate) fn hashed(user: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(user))
}
