//! The binary: exit codes, files it writes, errors it names.
#![expect(clippy::expect_used, reason = "a mistake here is a failed test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_selfmodel-inventory"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("it starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it exits")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("it is text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("it is text")
}

const PRODUCT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/product.json");

/// The product with one more silo.
fn product_with_a_silo(directory: &Path) -> PathBuf {
    let text = fs::read_to_string(PRODUCT).expect("it is there");
    let mut report: serde_json::Value = serde_json::from_str(&text).expect("it parses");
    let mechanisms = report["mechanisms"].as_array_mut().expect("there are some");
    let mut silo = mechanisms[1].clone();
    silo["id"] = "pm_000000000001".into();
    silo["kind"] = "redis".into();
    silo["links"] = serde_json::json!([]);
    mechanisms.push(silo);
    let path = directory.join("with-silo.json");
    fs::write(&path, report.to_string()).expect("it can be written");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("it is text")
}

#[test]
fn every_format_goes_to_standard_output_or_a_file() {
    let directory = tempfile::tempdir().expect("there is room");
    for format in ["terminal", "json", "markdown", "sarif", "html"] {
        let output = run(&["scan", "--from", PRODUCT, "--format", format]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(
            !stdout(&output).contains('\u{1b}'),
            "{format}: no colour but on a terminal"
        );
        let path = directory.path().join(format);
        let written = run(&[
            "scan",
            "--from",
            PRODUCT,
            "--format",
            format,
            "--output",
            text(&path),
        ]);
        assert_eq!(code(&written), 0);
        assert_eq!(
            fs::read_to_string(path).expect("it is there"),
            stdout(&output)
        );
    }
    let colored = run(&["scan", "--from", PRODUCT, "--color", "always"]);
    assert!(stdout(&colored).contains('\u{1b}'));
}

#[test]
fn a_check_passes_fails_and_passes_with_a_reason() {
    let directory = tempfile::tempdir().expect("there is room");
    let baseline = directory.path().join("baseline.toml");
    let baseline = text(&baseline);
    assert_eq!(
        code(&run(&["baseline", "--from", PRODUCT, "--output", baseline])),
        0
    );
    assert_eq!(
        code(&run(&["check", "--from", PRODUCT, "--baseline", baseline])),
        0
    );
    let silo = product_with_a_silo(directory.path());
    let failed = run(&["check", "--from", text(&silo), "--baseline", baseline]);
    assert_eq!(code(&failed), 1);
    assert!(
        stdout(&failed).contains("appearance.theme is already held by"),
        "{}",
        stdout(&failed)
    );
    let refused = run(&["baseline", "--from", text(&silo), "--output", baseline]);
    assert_eq!(code(&refused), 2);
    let reason = [
        "baseline",
        "--from",
        text(&silo),
        "--output",
        baseline,
        "--reason",
        "until May",
    ];
    assert_eq!(code(&run(&reason)), 0);
    let passed = run(&["check", "--from", text(&silo), "--baseline", baseline]);
    assert_eq!(code(&passed), 0);
    assert!(stdout(&passed).contains("until May"));
}

#[test]
fn a_diff_fails_on_growth_only_when_asked() {
    let directory = tempfile::tempdir().expect("there is room");
    let silo = product_with_a_silo(directory.path());
    assert_eq!(code(&run(&["diff", PRODUCT, text(&silo)])), 0);
    assert_eq!(
        code(&run(&["diff", PRODUCT, text(&silo), "--fail-on-growth"])),
        1
    );
    assert_eq!(
        code(&run(&["diff", text(&silo), PRODUCT, "--fail-on-growth"])),
        0
    );
}

#[test]
fn drafts_are_not_overwritten_unasked() {
    let directory = tempfile::tempdir().expect("there is room");
    let schema = directory.path().join("schema.toml");
    let draft = [
        "draft",
        "schema",
        "--from",
        PRODUCT,
        "--output",
        text(&schema),
    ];
    assert_eq!(code(&run(&draft)), 0);
    assert_eq!(code(&run(&draft)), 2);
    let bridges = directory.path().join("bridges");
    let draft = [
        "draft",
        "bridges",
        "--from",
        PRODUCT,
        "--output",
        text(&bridges),
    ];
    assert_eq!(code(&run(&draft)), 0);
    assert_eq!(fs::read_dir(&bridges).expect("it is there").count(), 5);
    let marked = run(&["scan", "--from", PRODUCT, "--bridged", text(&bridges)]);
    assert!(
        stdout(&marked).contains("chat_preferences [off]"),
        "{}",
        stdout(&marked)
    );
}

#[test]
fn errors_of_use_end_with_2_and_say_what_to_do() {
    let directory = tempfile::tempdir().expect("there is room");
    let broken = directory.path().join("broken.json");
    fs::write(&broken, "{\"version\": 1").expect("it can be written");
    for (arguments, hint) in [
        (
            vec!["scan", "--from", "nowhere.json"],
            "cannot read nowhere.json, which should be a report: write one with `scan --format json",
        ),
        (
            vec!["scan", "--from", text(&broken)],
            "is not a valid report",
        ),
        (vec!["scan"], "<PATH>"),
        (vec!["check", "--from", PRODUCT], "--baseline"),
        (
            vec!["check", "--from", PRODUCT, "--baseline", PRODUCT],
            "is not a valid baseline",
        ),
        (
            vec!["check", "--from", PRODUCT, "--baseline", "nowhere.toml"],
            "there is no baseline at nowhere.toml: write one with",
        ),
        (
            vec!["diff", PRODUCT, "nowhere.json"],
            "cannot read nowhere.json, which should be a report: write one with `scan --format json",
        ),
        (
            vec!["scan", ".", "--config", "nowhere.toml"],
            "cannot read nowhere.toml, which should be the configuration that --config names",
        ),
        (
            vec!["scan", "--from", PRODUCT, "--bridged", "nowhere.toml"],
            "--bridged names it",
        ),
    ] {
        let output = run(&arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            stderr(&output).contains(hint),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}
