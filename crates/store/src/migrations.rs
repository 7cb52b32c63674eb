//! The migrations, the same numbers and names in both dialects. They are only ever added to.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

/// The dialects of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// The number of the newest migration.
pub(crate) const NEWEST: i64 = 1;

macro_rules! migration {
    ($number:literal, $name:literal, $dialect:expr) => {
        Migration::new(
            $number,
            Cow::Borrowed($name),
            MigrationType::Simple,
            match $dialect {
                Dialect::Sqlite => {
                    include_str!(concat!(
                        "../migrations/sqlite/000",
                        $number,
                        "_",
                        $name,
                        ".sql"
                    ))
                }
                Dialect::Postgres => {
                    include_str!(concat!(
                        "../migrations/postgres/000",
                        $number,
                        "_",
                        $name,
                        ".sql"
                    ))
                }
            }
            .into_sql_str(),
            false,
        )
    };
}

/// All migrations of a dialect.
pub(crate) fn of(dialect: Dialect) -> Migrator {
    Migrator::with_migrations(vec![migration!(1, "store", dialect)])
}
