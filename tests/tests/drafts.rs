//! From a codebase to the start of a migration: what the inventory drafts of the three-feature example
//! is a schema that the server takes, and bridges that speak of it.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use e2e::{repository, selfmodel, selfmodel_inventory};
use toml::{Table, Value};

#[test]
fn a_drafted_schema_passes_the_check_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let schema = draft("schema", folder.path().join("schema.toml"));
    let checked = check(&schema);
    assert!(checked.status.success(), "{checked:?}");

    let text = fs::read_to_string(&schema).unwrap();
    let parsed: Table = text.parse().unwrap();
    let names = |section: &str| -> Vec<&str> {
        let table = parsed[section].as_table().unwrap();
        table.keys().map(String::as_str).collect()
    };
    assert_eq!(names("features"), ["chat", "docs", "search"]);
    let dimensions = names("dimensions");
    for understanding in [
        "communication.style",
        "communication.verbosity",
        "knowledge.expertise",
    ] {
        assert!(dimensions.contains(&understanding), "{dimensions:?}");
    }

    let broken = folder.path().join("broken.toml");
    fs::write(
        &broken,
        text.replacen("kind = \"ordinal\"", "kind = \"ordnal\"", 1),
    )
    .unwrap();
    assert_eq!(check(&broken).status.code(), Some(1), "the check can fail");
}

#[test]
fn drafted_bridges_speak_of_the_drafted_schema() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(draft("schema", folder.path().join("schema.toml"))).unwrap();
    let schema: Table = text.parse().unwrap();
    let bridges = draft("bridges", folder.path().join("bridges"));
    let mut found = BTreeSet::new();
    for file in fs::read_dir(bridges).unwrap() {
        let path = file.unwrap().path();
        let bridge: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let name = bridge["bridge"].as_str().unwrap();
        assert_eq!(path.file_stem().unwrap(), name);
        let kind = bridge["store"]["kind"].as_str().unwrap();
        found.insert(format!("{} by {kind}", bridge["feature"].as_str().unwrap()));
        has_only_keys(&bridge, BRIDGE);
        has_only_keys(bridge["store"].as_table().unwrap(), store_keys(kind));
        assert!(
            schema["features"]
                .get(bridge["feature"].as_str().unwrap())
                .is_some()
        );
        for (field, entry) in bridge["fields"].as_table().unwrap() {
            is_a_field(field, entry.as_table().unwrap(), &schema);
        }
    }
    // The profile that lives in memory has no store to read.
    let expected = ["chat by sql", "docs by snapshot"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(expected));
}

const BRIDGE: &[&str] = &["bridge", "feature", "context", "store", "capture", "fields"];
const FIELD: &[&str] = &[
    "dimension",
    "member",
    "map",
    "mode",
    "defaults",
    "on_null",
    "project",
];

fn store_keys(kind: &str) -> &'static [&'static str] {
    match kind {
        "sql" => &["kind", "url", "table", "user", "version"],
        "snapshot" => &["kind", "keys"],
        "redis" => &["kind", "url", "keys", "type"],
        _ => &[],
    }
}

fn has_only_keys(table: &Table, known: &[&str]) {
    for key in table.keys() {
        assert!(known.contains(&key.as_str()), "unknown key {key}");
    }
}

/// Its dimension is in the schema, and so is every value that it maps to.
fn is_a_field(name: &str, entry: &Table, schema: &Table) {
    has_only_keys(entry, FIELD);
    let dimension = entry["dimension"].as_str().unwrap();
    let dimension = &schema["dimensions"][dimension];
    assert!(["statement", "level"].contains(&entry["mode"].as_str().unwrap()));
    assert!(["withdraw", "ignore"].contains(&entry["on_null"].as_str().unwrap()));
    assert_eq!(entry["project"]["when"].as_str(), Some("gap"));
    for (stored, value) in entry["map"].as_table().unwrap() {
        let known = match dimension.get("values").and_then(Value::as_array) {
            Some(values) => values.contains(value),
            None => value.as_str() == Some("as is"),
        };
        assert!(
            known,
            "{name}: {stored} maps to {value}, unknown to {dimension}"
        );
    }
}

fn draft(what: &str, output: PathBuf) -> PathBuf {
    let drafted = Command::new(selfmodel_inventory())
        .args(["draft", what])
        .arg(repository("examples/three-features"))
        .arg("--output")
        .arg(&output)
        .output()
        .unwrap();
    assert!(drafted.status.success(), "{drafted:?}");
    output
}

fn check(schema: &Path) -> Output {
    let mut command = Command::new(selfmodel());
    command.args(["schema", "check"]).arg(schema);
    command.output().unwrap()
}
