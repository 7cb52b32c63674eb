//! `selfmodel serve`: how it starts, how it ends, and why it does not.

use std::{net::TcpListener, time::Duration};

use selfmodel_api_types::Observation;
use serde_json::json;

use crate::support::{ADMIN_KEY, Running, command, finished, folder, run};

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn the_admin_key_is_printed_at_the_first_start_only() {
    let folder = folder();
    let start = || {
        let arguments = [
            "serve",
            "--store",
            "sqlite:store.db",
            "--listen",
            "127.0.0.1:0",
        ];
        Running::spawn(command(folder.path(), &arguments).stderr(std::process::Stdio::null()))
    };
    let first = start();
    let [line] = first.printed.as_slice() else {
        panic!("{:?}", first.printed);
    };
    let key = line.rsplit(' ').next().unwrap().to_owned();
    assert!(key.starts_with("sm_"), "{line}");
    let listed = run(
        folder.path(),
        &["keys", "list", "--url", &first.url, "--key", &key],
    );
    assert_eq!(listed.code, 0, "{}", listed.err);
    first.signal("INT");
    assert!(first.ended(PATIENCE).success());
    assert!(start().printed.is_empty());
}

#[test]
fn a_lost_admin_key_is_made_anew_in_the_store() {
    let folder = folder();
    let server = Running::start(folder.path(), &[]);
    let made = run(
        folder.path(),
        &[
            "keys",
            "create",
            "--scope",
            "admin",
            "--store",
            "sqlite:store.db",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let key = made.out.trim();
    let listed = run(
        folder.path(),
        &["keys", "list", "--url", &server.url, "--key", key],
    );
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(!listed.out.contains(key));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_accepted_is_lost_when_told_to_stop() {
    let folder = folder();
    let server = Running::start(folder.path(), &["--schema", "schema.toml"]);
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16 {
        let client = server.client();
        writers.spawn(async move {
            let mut accepted = Vec::new();
            for n in 0.. {
                let observation = observation(writer, n);
                match client.observe(observation).await {
                    Ok(_) => accepted.push((writer, n)),
                    Err(_) => return accepted,
                }
            }
            accepted
        });
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    server.signal("TERM");
    assert!(server.ended(PATIENCE).success());
    let accepted: Vec<_> = writers.join_all().await.into_iter().flatten().collect();
    assert!(
        accepted.len() >= 16,
        "only {} were accepted",
        accepted.len()
    );
    let server = Running::start(folder.path(), &["--schema", "schema.toml"]);
    let client = server.client();
    for (writer, n) in accepted {
        let again = client.observe(observation(writer, n)).await.unwrap();
        let is_there = again.status == selfmodel_api_types::RecordedStatus::Duplicate;
        assert!(is_there, "writer {writer} lost {n}");
    }
}

fn observation(writer: usize, n: usize) -> Observation {
    Observation {
        id: Some(n.to_string()),
        user: format!("u{writer}"),
        feature: Some("chat".into()),
        action: "answer_expanded".into(),
        details: json!({"times": n % 100 + 1}).as_object().cloned().unwrap(),
        ..Observation::default()
    }
}

#[test]
fn a_start_that_fails_says_why_and_is_code_2() {
    let folder = folder();
    let path = folder.path();
    std::fs::write(
        path.join("text.db"),
        "this is not a database, but long enough to be read",
    )
    .unwrap();
    std::fs::write(
        path.join("unknown.toml"),
        "[store]\nurll = \"sqlite:a.db\"\n",
    )
    .unwrap();
    std::fs::write(path.join("wrong.toml"), "version = 1\nversoin = 2\n").unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, said) in [
        (["--store", "sqlite:text.db"], "is not an SQLite database"),
        (
            ["--store", "sqlite:nowhere/store.db"],
            "cannot open the store",
        ),
        (["--store", "mysql://localhost"], "a store is `sqlite:PATH`"),
        (["--store", "postgres://127.0.0.1:9/none"], "cannot"),
        (["--listen", &taken], "listening on"),
        (["--listen", "nowhere"], "invalid socket address"),
        (["--config", "unknown.toml"], "urll"),
        (["--config", "missing.toml"], "missing.toml"),
        (
            ["--schema", "missing.toml"],
            "reading the schema missing.toml",
        ),
        (["--schema", "wrong.toml"], "versoin"),
        (["--log", "a=b=c"], "log.filter"),
    ] {
        let mut command = command(path, &[&["serve"][..], &arguments].concat());
        let ran = finished(command.env("SELFMODEL_ADMIN_KEY", ADMIN_KEY));
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_schema_in_force_is_not_changed_by_a_start() {
    let folder = folder();
    let first = Running::start(folder.path(), &["--schema", "schema.toml"]);
    first.signal("TERM");
    assert!(first.ended(PATIENCE).success());
    drop(Running::start(folder.path(), &["--schema", "schema.toml"]));
    let text = crate::support::SCHEMA.replace("How long an answer", "How long a reply");
    std::fs::write(folder.path().join("other.toml"), text).unwrap();
    let arguments = [
        "serve",
        "--store",
        "sqlite:store.db",
        "--listen",
        "127.0.0.1:0",
        "--schema",
        "other.toml",
    ];
    let ran = run(folder.path(), &arguments);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("version 1 is stored with another text"),
        "{}",
        ran.err
    );
}
