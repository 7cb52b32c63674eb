//! What the end-to-end tests need: real servers, started from the built `selfmodel` binary on
//! stores of their own, and actors that call them as the features of a product would.
//!
//! Only tests use this crate: whatever goes wrong here ends the test with a message.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "in a test, what goes wrong ends the test"
)]

mod actor;
mod binary;
mod server;
mod store;

use std::path::{Path, PathBuf};

pub use self::{
    actor::{Actor, days_ago},
    binary::{built_example, selfmodel, selfmodel_inventory},
    server::{ADMIN_KEY, Server},
    store::TempStore,
};

/// A file of the repository.
#[must_use]
pub fn repository(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(path)
        .canonicalize()
        .expect("the file is in the repository")
}

/// Makes of each async function over a [`Server`] one test on SQLite and one on PostgreSQL.
#[macro_export]
macro_rules! on_both_stores {
    ($($story:ident)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $story() {
                let store = $crate::TempStore::sqlite();
                super::$story($crate::Server::start(store)).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $story() {
                let store = $crate::TempStore::postgres();
                super::$story($crate::Server::start(store)).await;
            })+
        }
    };
}
