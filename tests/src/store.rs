//! Stores that live as long as a test.

use std::process::Command;

use tempfile::TempDir;

/// An empty store of its own; it is gone when this is dropped.
#[derive(Debug)]
pub struct TempStore {
    url: String,
    folder: TempDir,
    /// Held for its end.
    _database: Option<Database>,
}

impl TempStore {
    /// A new SQLite file.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let file = folder.path().join("selfmodel.db");
        Self {
            url: format!("sqlite:{}", file.display()),
            folder,
            _database: None,
        }
    }

    /// A new database on the PostgreSQL server that `SELFMODEL_TEST_POSTGRES` names.
    #[must_use]
    pub fn postgres() -> Self {
        let server = std::env::var("SELFMODEL_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("SELFMODEL_TEST_POSTGRES names no server: `tests/run` starts one")
        });
        let folder = TempDir::new().expect("a temporary folder can be made");
        let random = folder.path().file_name().expect("it has a name");
        let name: String = random
            .to_string_lossy()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let name = format!("e2e_{}_{}", std::process::id(), name.to_lowercase());
        let (before, query) = server.split_once('?').unwrap_or((&server, ""));
        let (host, _) = before.rsplit_once('/').expect("the URL names a database");
        let url = format!("{host}/{name}?{query}");
        psql(&server, &format!("create database {name}"));
        Self {
            url,
            folder,
            _database: Some(Database { server, name }),
        }
    }

    /// What `--store` takes.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder for whatever belongs to this store.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

#[derive(Debug)]
struct Database {
    server: String,
    name: String,
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.name);
        let dropped = Command::new("psql")
            .args(["-Xqc", &statement, &self.server])
            .status();
        assert!(
            std::thread::panicking() || dropped.is_ok_and(|status| status.success()),
            "dropping {}",
            self.name
        );
    }
}

fn psql(server: &str, statement: &str) {
    let output = Command::new("psql")
        .args(["-Xqc", statement, server])
        .output()
        .expect("psql is installed");
    assert!(
        output.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
