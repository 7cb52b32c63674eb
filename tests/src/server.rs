//! A server process that lives as long as a test.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use selfmodel_client::{Client, CreateKey};

use crate::{Actor, TempStore, binary, repository};

/// The admin key of every server here.
pub const ADMIN_KEY: &str = "admin-key-of-an-end-to-end-test";

/// A running `selfmodel serve` on a port that the system chose.
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: String,
    store: TempStore,
}

impl Server {
    /// Serves the example product on a store.
    #[must_use]
    pub fn start(store: TempStore) -> Self {
        Self::start_with(store, &repository("examples/product/schema.toml"))
    }

    /// Serves a schema on a store.
    #[must_use]
    pub fn start_with(store: TempStore, schema: &Path) -> Self {
        let (process, address) = launch(&store, schema);
        Self {
            process,
            address,
            store,
        }
    }

    /// Kills the process at once, as a loss of power would end it, and serves the same store again.
    pub fn kill_and_restart(&mut self, schema: &Path) {
        self.process.kill().expect("it runs until it is killed");
        self.process.wait().expect("it has ended");
        (self.process, self.address) = launch(&self.store, schema);
    }

    /// Where it is reached.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(log_of(&self.store)).expect("the log can be read")
    }

    /// A client with the admin key.
    #[must_use]
    pub fn admin(&self) -> Client {
        Client::new(&self.address, ADMIN_KEY).expect("address and key are well-formed")
    }

    /// A feature of the product, with a key of its own.
    pub async fn feature(&self, name: &str) -> Actor {
        let key = CreateKey {
            feature: Some(name.to_owned()),
            ..CreateKey::default()
        };
        let created = self.admin().create_key(&key).await;
        let created = created.expect("an admin may make keys of declared features");
        let client = Client::new(&self.address, &created.key);
        Actor::new(
            client.expect("address and key are well-formed"),
            created.key,
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if std::thread::panicking() {
            let log = fs::read_to_string(log_of(&self.store)).unwrap_or_default();
            let last: Vec<&str> = log.lines().rev().take(20).collect();
            let mut said = String::new();
            for line in last.iter().rev() {
                said.push_str(line);
                said.push('\n');
            }
            let told = std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes());
            drop(told);
        }
    }
}

/// Starts a process and waits until it serves.
fn launch(store: &TempStore, schema: &Path) -> (Child, String) {
    let log = log_of(store);
    let mut process = serve(store, schema, &log);
    let output = process.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let address = lines.find_map(|line| Some(line.strip_prefix("Serving at ")?.to_owned()));
    let Some(address) = address else {
        let ended = process.wait();
        let log = fs::read_to_string(log).unwrap_or_default();
        panic!("the server did not start: {ended:?}\n{log}");
    };
    (process, address)
}

fn serve(store: &TempStore, schema: &Path, log: &Path) -> Child {
    let log = File::create(log).expect("the log can be made");
    Command::new(binary::selfmodel())
        .args(["serve", "--listen", "127.0.0.1:0", "--store", store.url()])
        .arg("--schema")
        .arg(schema)
        // Settings of whoever runs the tests must not reach it, nor a selfmodel.toml.
        .env_clear()
        .current_dir(store.folder())
        .env("SELFMODEL_ADMIN_KEY", ADMIN_KEY)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the server can be started")
}

fn log_of(store: &TempStore) -> PathBuf {
    store.folder().join("server.log")
}
