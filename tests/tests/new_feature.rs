//! The examples of a new feature, in every language, against a running server: each reads what
//! another feature learned and writes what it learned itself.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{fs, path::Path, process::Command};

use e2e::{Actor, Server, TempStore, built_example, days_ago, repository};
use selfmodel_client::Observation;

#[tokio::test]
async fn in_rust() {
    let (server, chat, key) = product_with_summaries().await;
    let mut command = Command::new(built_example("new_feature"));
    let said = run(command.arg("ada"), &server, &key);
    assert_eq!(said, "summary of 40 words\nRecorded summary_edited\n");
    chat_sees_what_summaries_learned(&chat).await;
}

#[tokio::test]
async fn in_python() {
    let (server, chat, key) = product_with_summaries().await;
    let mut command = Command::new("python3");
    // No __pycache__ beside the sources.
    command.args(["-B", "summaries.py", "ada"]);
    command.current_dir(repository("examples/new-feature/python"));
    let said = run(&mut command, &server, &key);
    assert_eq!(
        said,
        "summary of 40 words (concise, by chat)\nrecorded summary_edited\n"
    );
    chat_sees_what_summaries_learned(&chat).await;
}

#[tokio::test]
async fn in_typescript() {
    let (server, chat, key) = product_with_summaries().await;
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(repository("examples/new-feature/typescript")).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    let npm = |words: &[&str]| {
        let mut npm = Command::new("npm");
        npm.args(words).current_dir(folder.path());
        run(&mut npm, &server, &key)
    };
    npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    let said = npm(&["start", "--silent", "--", "ada"]);
    assert_eq!(
        said,
        "summary of 40 words (concise, by chat)\nrecorded summary_edited\n"
    );
    chat_sees_what_summaries_learned(&chat).await;
}

#[tokio::test]
async fn by_curl() {
    let (server, chat, key) = product_with_summaries().await;
    let readme = fs::read_to_string(repository("examples/new-feature/README.md")).unwrap();
    let script = readme.split("```sh curl\n").nth(1).unwrap();
    let script = script.split("```").next().unwrap();
    let mut bash = Command::new("bash");
    let said = run(bash.args(["-euc", script]), &server, &key);
    assert!(
        said.contains(r#""dimension":"communication.verbosity""#),
        "{said}"
    );
    assert!(said.contains(r#""status":"recorded""#), "{said}");
    chat_sees_what_summaries_learned(&chat).await;
}

/// The product after its newest feature was declared, and after chat learned brevity of ada.
async fn product_with_summaries() -> (Server, Actor, String) {
    let store = TempStore::sqlite();
    let schema = store.folder().join("schema.toml");
    declare(&schema);
    let server = Server::start_with(store, &schema);
    let chat = server.feature("chat").await;
    let shortened = Observation::new("ada", "answer_shortened").detail("ratio", 0.2);
    chat.observes_hourly(8, days_ago(1), &shortened).await;
    let summaries = server.feature("summaries").await;
    let key = summaries.key().to_owned();
    (server, chat, key)
}

/// Declares the feature as the README of the example says.
fn declare(schema: &Path) {
    let product = fs::read_to_string(repository("examples/product/schema.toml")).unwrap();
    let feature = fs::read_to_string(repository("examples/new-feature/feature.toml")).unwrap();
    let product = product.replacen("version = 1", "version = 2", 1);
    fs::write(schema, product + &feature).unwrap();
}

async fn chat_sees_what_summaries_learned(chat: &Actor) {
    let read = chat.client().beliefs("ada").await.unwrap();
    let belief = read.belief("communication.verbosity").unwrap();
    assert_eq!(format!("{:?}", belief.features), r#"["chat", "summaries"]"#);
}

fn run(command: &mut Command, server: &Server, key: &str) -> String {
    command.env("SELFMODEL_URL", server.address());
    command.env("SELFMODEL_KEY", key);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{said}\n{complained}");
    said
}
