//! `selfmodel import`.

use std::{fmt::Write, path::Path};

use crate::support::{ADMIN_KEY, Ran, Running, folder, run};

const MAPPING: &str = r#"
[columns]
who = "text"
where = "text"
at = "text"
topic = "text"
minutes = "number"

[[observations]]
user = { from = "who" }
feature = { from = "where", map = { s = "search" } }
action = "article_read"
observed_at = { from = "at" }
details.topic = { from = "topic" }
details.minutes = { from = "minutes" }
"#;

fn prepared() -> tempfile::TempDir {
    let folder = folder();
    std::fs::write(folder.path().join("mapping.toml"), MAPPING).unwrap();
    let mut rows = String::from("who,where,at,topic,minutes\n");
    for n in 0..3000 {
        let user = n % 50;
        writeln!(
            rows,
            "u{user},s,2026-02-0{}T10:00:00Z,t{},{}",
            n % 9 + 1,
            n % 2,
            n % 60
        )
        .unwrap();
    }
    std::fs::write(folder.path().join("rows.csv"), rows).unwrap();
    folder
}

fn import(folder: &Path, file: &str, more: &[&str]) -> Ran {
    let fixed = ["import", file, "--mapping", "mapping.toml"];
    run(folder, &[&fixed[..], more].concat())
}

#[test]
fn a_file_goes_in_once_however_often_it_is_imported() {
    let folder = prepared();
    let store = ["--store", "sqlite:store.db", "--schema", "schema.toml"];
    let first = import(folder.path(), "rows.csv", &store);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.starts_with("3000 recorded in"), "{}", first.out);
    let again = import(folder.path(), "rows.csv", &store);
    assert!(
        again.out.starts_with("0 recorded, 3000 there already in"),
        "{}",
        again.out
    );

    // The rows in another order, through a server: the same rows, so nothing new.
    let text = std::fs::read_to_string(folder.path().join("rows.csv")).unwrap();
    let mut lines: Vec<_> = text.lines().collect();
    lines[1..].reverse();
    std::fs::write(folder.path().join("shuffled.csv"), lines.join("\n")).unwrap();
    let server = Running::start(folder.path(), &[]);
    let through = ["--url", &server.url, "--key", ADMIN_KEY];
    let shuffled = import(folder.path(), "shuffled.csv", &through);
    assert!(
        shuffled
            .out
            .starts_with("0 recorded, 3000 there already in"),
        "{}",
        shuffled.out
    );
}

#[test]
fn bad_lines_are_named_and_the_rest_goes_in() {
    let folder = prepared();
    let rows = "who,where,at,topic,minutes\n\
                u1,s,2026-02-01T10:00:00Z,a,5\n\
                \n\
                u1,s,2026-02-01T10:00:00Z,a,many\n\
                u1,x,2026-02-01T10:00:00Z,a,5\n\
                u1,s,2026-02-01T10:00:00Z,a\n\
                u1,s,yesterday,a,5\n\
                u1,s,2026-02-01T10:00:00Z,a,500\n\
                u1,s,2026-02-01T10:00:00Z,b,6\n";
    std::fs::write(folder.path().join("bad.csv"), rows).unwrap();
    let store = ["--store", "sqlite:store.db", "--schema", "schema.toml"];
    let ran = import(folder.path(), "bad.csv", &store);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("2 recorded, 5 rejected in"),
        "{}",
        ran.out
    );
    let mut lines: Vec<_> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("bad"))
        .collect();
    lines.sort_unstable();
    insta::assert_snapshot!(lines.join("\n"));
    // The same through a server reads the same.
    let server = Running::start(folder.path(), &[]);
    let ran = import(
        folder.path(),
        "bad.csv",
        &["--url", &server.url, "--key", ADMIN_KEY],
    );
    let mut same: Vec<_> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("bad"))
        .collect();
    same.sort_unstable();
    assert_eq!(lines, same);
}

#[test]
fn json_lines_are_rows_too() {
    let folder = prepared();
    let rows = "{\"who\": \"u1\", \"where\": \"s\", \"at\": \"2026-02-01T10:00:00Z\", \"topic\": \"a\", \"minutes\": 5}\n\
                {\"minutes\": 5, \"who\": \"u1\", \"where\": \"s\", \"at\": \"2026-02-01T10:00:00Z\", \"topic\": \"a\"}\n\
                {\"who\": \"u1\", \"where\n\
                {\"who\": \"u2\", \"where\": \"s\", \"at\": \"2026-02-01T10:00:00Z\", \"topic\": \"a\", \"minutes\": \"7\"}\n";
    std::fs::write(folder.path().join("rows.ndjson"), rows).unwrap();
    let store = ["--store", "sqlite:store.db", "--schema", "schema.toml"];
    let ran = import(folder.path(), "rows.ndjson", &store);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("3 recorded, 1 rejected in"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("bad line 3"), "{}", ran.err);
    let ran = import(
        folder.path(),
        "rows.ndjson",
        &["--store", "sqlite:store.db", "--from-line", "4"],
    );
    assert!(
        ran.out.starts_with("0 recorded, 1 there already in"),
        "{}",
        ran.out
    );
}

#[test]
fn an_import_that_cannot_begin_says_why() {
    let folder = prepared();
    std::fs::write(folder.path().join("other.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(folder.path().join("wrong.toml"), "[columns]\na = \"txt\"\n").unwrap();
    let store = ["--store", "sqlite:store.db"];
    let missing = import(folder.path(), "other.csv", &store);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("the file has a, b"), "{}", missing.err);
    let no_schema = import(folder.path(), "rows.csv", &store);
    assert_eq!(no_schema.code, 2);
    assert!(
        no_schema.err.contains("no schema is in force"),
        "{}",
        no_schema.err
    );
    let wrong = run(
        folder.path(),
        &[
            "import",
            "rows.csv",
            "--mapping",
            "wrong.toml",
            "--store",
            "sqlite:a.db",
        ],
    );
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("wrong.toml:2:5"), "{}", wrong.err);
}
