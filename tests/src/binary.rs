//! Where the built binaries are, and that they are those of the present sources.

use std::{fs, path::PathBuf};

/// The `selfmodel` binary. Cargo builds it with the tests of the workspace, not with those of this
/// package alone: a missing or stale one is an error that says so.
#[must_use]
pub fn selfmodel() -> PathBuf {
    built("selfmodel")
}

/// The `selfmodel-inventory` binary, likewise.
#[must_use]
pub fn selfmodel_inventory() -> PathBuf {
    built("selfmodel-inventory")
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
    let modified = |path: &PathBuf| fs::metadata(path).and_then(|it| it.modified()).ok();
    let Some(built) = modified(&binary) else {
        panic!("{} is not built: {ADVICE}", binary.display());
    };
    for source in sources(&binary) {
        assert!(
            modified(&source).is_none_or(|changed| changed <= built),
            "{} is older than {}: {ADVICE}",
            binary.display(),
            source.display()
        );
    }
    binary
}

const ADVICE: &str = "run `cargo build --workspace --bins --examples --all-features` first";

/// What a binary was built from, as `cargo build` noted beside it: `binary: source source …`, with
/// spaces within a path escaped. Without a note it was built together with the tests.
fn sources(binary: &std::path::Path) -> Vec<PathBuf> {
    let note = fs::read_to_string(binary.with_extension("d")).unwrap_or_default();
    let (_, sources) = note.split_once(": ").unwrap_or_default();
    let sources = sources.trim_end().replace("\\ ", "\0");
    let paths = sources.split(' ').map(|path| path.replace('\0', " "));
    paths.map(PathBuf::from).collect()
}
