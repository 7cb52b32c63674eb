//! Where the built binaries are, and that they are those of the present sources.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::repository;

/// The `selfmodel` binary. Cargo builds it with the tests of the workspace, not with those of this
/// package alone: a missing or stale one is an error that says so.
#[must_use]
pub fn selfmodel() -> PathBuf {
    built("selfmodel")
}

/// An example of a crate, built.
#[must_use]
pub fn built_example(name: &str) -> PathBuf {
    built(&format!("examples/{name}"))
}

fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test.ancestors().nth(2).expect("tests are in target/*/deps");
    let binary = profile.join(name);
    let modified = |path: &Path| fs::metadata(path).and_then(|it| it.modified());
    let Ok(built) = modified(&binary) else {
        panic!("{} is not built: {ADVICE}", binary.display());
    };
    for folder in ["core", "store", "api-types", "client", "server"] {
        let newest = newest(&repository(format!("crates/{folder}/src")));
        assert!(
            newest <= built,
            "{} is older than crates/{folder}: {ADVICE}",
            binary.display()
        );
    }
    binary
}

const ADVICE: &str = "run `cargo build --workspace --bins --examples --all-features` first";

/// When the newest file below a folder was modified.
fn newest(folder: &Path) -> SystemTime {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder).expect("sources can be read") {
        let entry = entry.expect("sources can be read");
        let metadata = entry.metadata().expect("sources can be read");
        let modified = if metadata.is_dir() {
            self::newest(&entry.path())
        } else {
            metadata.modified().expect("files have a time")
        };
        newest = newest.max(modified);
    }
    newest
}
