//! Bridges find their mechanisms and tell their stages.

use std::fs;

use super::{mark, read};
use crate::{Error, fixture};

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("there is room");
    for (name, text) in files {
        fs::write(directory.path().join(name), text).expect("it can be written");
    }
    directory
}

const SEARCH: &str =
    "bridge = \"search\"\n[store]\nkind = \"redis\"\nkeys = \"search:profile:{userId}\"\n";
const CHAT: &str = "bridge = \"chat\"\nfeature = \"chat\"\n[store]\ntable = \"chat_preferences\"\n";

#[test]
fn bridges_are_found_by_store_and_take_the_least_stage() {
    let status = r#"{"bridges":[{"bridge":"search","stages":{"interests.topics":"lead","behavior.history":"shadow"}}]}"#;
    let files = directory(&[
        ("search.toml", SEARCH),
        ("chat.toml", CHAT),
        ("status.json", status),
    ]);
    let paths = [files.path().to_owned(), files.path().join("status.json")];
    let mut report = fixture::product();
    assert_eq!(
        mark(&mut report, &read(&paths).expect("they are valid")),
        Vec::<String>::new()
    );
    let stage = |name: &str| {
        let mut mechanisms = report.mechanisms.iter();
        mechanisms
            .find(|mechanism| mechanism.name == name)
            .and_then(|found| found.stage.clone())
    };
    assert_eq!(stage("search:profile:{user}").as_deref(), Some("shadow"));
    assert_eq!(stage("chat_preferences").as_deref(), Some("off"));
    assert_eq!(stage("users.settings"), None);
}

#[test]
fn a_drafted_bridge_finds_the_mechanism_it_was_drafted_for() {
    let mut report = fixture::product();
    for draft in crate::draft::bridges(&fixture::product()).drafts {
        let files = directory(&[("bridge.toml", &draft.text)]);
        let bridges = read(&[files.path().to_owned()]).expect("it is valid");
        assert_eq!(mark(&mut report, &bridges), Vec::<String>::new());
    }
    let marked = report
        .mechanisms
        .iter()
        .filter(|mechanism| mechanism.stage.is_some());
    assert_eq!(marked.count(), 5, "all but the prompt");
}

#[test]
fn a_bridge_without_a_mechanism_is_named() {
    let files = directory(&[(
        "other.toml",
        "bridge = \"other\"\n[store]\ntable = \"elsewhere\"\n",
    )]);
    let bridges = read(&[files.path().to_owned()]).expect("it is valid");
    assert_eq!(mark(&mut fixture::product(), &bridges), ["other"]);
}

#[test]
fn what_is_no_bridge_and_no_stage_is_refused() {
    let status = r#"{"bridges":[{"bridge":"a","stages":{"b":"done"}}]}"#;
    let files = directory(&[("status.json", status), ("broken.toml", "bridge = ")]);
    for name in ["status.json", "broken.toml"] {
        let error = read(&[files.path().join(name)]).expect_err("it is refused");
        assert!(matches!(error, Error::Invalid { .. }), "{error}");
    }
}
