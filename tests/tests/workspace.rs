//! The shape of the workspace, kept by tests: who may depend on whom, the lints, the sizes and the
//! names of files.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use e2e::repository;
use serde_json::Value;

/// Which crates of ours each crate may use, tests included. A crate that is missing here fails.
const MAY_USE: &[(&str, &[&str])] = &[
    ("selfmodel-core", &[]),
    ("selfmodel-api-types", &["selfmodel-core"]),
    ("selfmodel-store", &["selfmodel-core"]),
    (
        "selfmodel-client",
        &["selfmodel-api-types", "selfmodel-core"],
    ),
    (
        "selfmodel-server",
        &[
            "selfmodel-api-types",
            "selfmodel-client",
            "selfmodel-core",
            "selfmodel-evaluation",
            "selfmodel-store",
        ],
    ),
    ("selfmodel-evaluation", &["selfmodel-core"]),
    ("selfmodel-inventory-grammars", &[]),
    (
        "selfmodel-inventory",
        &["selfmodel-core", "selfmodel-inventory-grammars"],
    ),
    ("e2e", &["selfmodel-client", "selfmodel-core"]),
];

/// What `core` must never be able to do: wait, read a file, a socket, a clock, or dice.
const NOT_IN_CORE: &[&str] = &[
    "tokio",
    "futures",
    "reqwest",
    "sqlx",
    "rand",
    "getrandom",
    "uuid",
    "tracing",
];

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    let allowed: BTreeMap<&str, BTreeSet<&str>> = MAY_USE
        .iter()
        .map(|(name, uses)| (*name, uses.iter().copied().collect()))
        .collect();
    let packages = packages();
    let ours: BTreeSet<&str> = packages.iter().map(name).collect();
    for package in &packages {
        let Some(may_use) = allowed.get(name(package)) else {
            wrong.push(format!("{} has no entry in MAY_USE", name(package)));
            continue;
        };
        for used in dependencies(package) {
            let used = name(used);
            // A crate may test itself with a feature on.
            let itself = used == name(package);
            if ours.contains(used) && !itself && !may_use.contains(used) {
                wrong.push(format!("{} must not use {used}", name(package)));
            }
            if name(package) == "selfmodel-core" && NOT_IN_CORE.contains(&used) {
                wrong.push(format!("core must stay pure, without {used}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(ours.len(), MAY_USE.len(), "no entry without its crate");
}

#[test]
fn every_crate_takes_lints_and_versions_from_the_workspace() {
    let mut wrong = Vec::new();
    for package in &packages() {
        let path = package["manifest_path"].as_str().unwrap();
        let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        if manifest["lints"]["workspace"].as_bool() != Some(true) {
            wrong.push(format!("{path}: [lints] workspace = true"));
        }
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(section) = manifest.get(section) else {
                continue;
            };
            for (used, how) in section.as_table().unwrap() {
                let itself = how.get("path").and_then(toml::Value::as_str) == Some(".");
                if !itself && how.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    wrong.push(format!("{path}: {used}.workspace = true"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    let sources = sources();
    assert!(sources.len() > 50, "the sources are found");
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > 600 {
            wrong.push(format!(
                "{}: {lines} lines, the limit is 600",
                path.display()
            ));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{}: begins without //!", path.display()));
        }
        let stem = path.file_stem().unwrap().to_string_lossy();
        let vague = ["util", "helper", "manager", "common", "misc"];
        if vague.iter().any(|word| stem.contains(word)) {
            wrong.push(format!("{}: the name says nothing", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(repository("."))
        .output()
        .unwrap();
    assert!(output.status.success());
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn dependencies(package: &Value) -> &[Value] {
    package["dependencies"].as_array().unwrap()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap()
}

/// Every Rust file of ours that is not somebody's test input.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["crates", "tests"] {
        collect(&repository(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["fixtures", "corpus", "target", "snapshots", "node_modules"].contains(&&*name) {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
