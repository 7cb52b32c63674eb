//! Running the command, and servers that it starts.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub(crate) const ADMIN_KEY: &str = "the-admin-key-of-these-tests";
pub(crate) const SCHEMA: &str = include_str!("../api/schema.toml");

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The command, in `folder` and without an environment of its own.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_selfmodel"));
    command.args(arguments).current_dir(folder).env_clear();
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// Runs the command to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    finished(&mut command(folder, arguments))
}

pub(crate) fn finished(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A folder with the schema of these tests.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("schema.toml"), SCHEMA).unwrap();
    folder
}

/// A server that the command started.
pub(crate) struct Running {
    child: Child,
    pub(crate) url: String,
    /// What it printed before it served.
    pub(crate) printed: Vec<String>,
}

impl Running {
    /// Starts one on the store `store.db` in `folder`.
    pub(crate) fn start(folder: &Path, more: &[&str]) -> Self {
        let fixed = [
            "serve",
            "--store",
            "sqlite:store.db",
            "--listen",
            "127.0.0.1:0",
        ];
        let mut command = command(folder, &fixed);
        command
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        Self::spawn(command.env("SELFMODEL_ADMIN_KEY", ADMIN_KEY))
    }

    pub(crate) fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(url) = line.strip_prefix("Serving at ") {
                let url = url.to_owned();
                return Self {
                    child,
                    url,
                    printed,
                };
            }
            printed.push(line);
        }
        let ended = child.wait();
        panic!("the server ended before it served: {ended:?} {printed:?}");
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end.
    pub(crate) fn ended(mut self, patience: Duration) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < patience, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn client(&self) -> selfmodel_client::Client {
        selfmodel_client::Client::new(&self.url, ADMIN_KEY).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already where a test waited for that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
