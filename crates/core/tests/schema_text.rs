//! Schemas as people write them: the valid ones parse without a word, and of the broken ones each
//! message is kept as a snapshot that a reader can judge.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use selfmodel_core::schema::{Parsed, Rejected, parse};

fn read(folder: &str, name: &str) -> Result<Parsed, Rejected> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/schemas")
        .join(folder)
        .join(name);
    let text = fs::read_to_string(&path).unwrap();
    parse(name, &text)
}

fn files(folder: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/schemas")
        .join(folder);
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn valid_schemas_parse_without_warnings() {
    let names = files("valid");
    assert!(names.len() >= 2);
    for name in names {
        match read("valid", &name) {
            Ok(parsed) => assert!(
                parsed.warnings.is_empty(),
                "{}",
                parsed.warnings.render(false)
            ),
            Err(rejected) => panic!("{}", rejected.render(false)),
        }
    }
}

#[test]
fn broken_schemas_say_what_is_wrong_and_how_to_mend_it() {
    let names = files("broken");
    assert!(names.len() >= 10);
    for name in names {
        let rejected = read("broken", &name).expect_err(&name);
        assert!(!rejected.problems().is_empty());
        insta::assert_snapshot!(name.trim_end_matches(".toml"), rejected.render(false));
    }
}

#[test]
fn doubtful_schemas_parse_with_warnings() {
    let parsed = read("doubtful", "warnings.toml").unwrap();
    assert_eq!(parsed.warnings.errors(), 0);
    insta::assert_snapshot!(parsed.warnings.render(false));
}

#[test]
fn colour_is_asked_for() {
    let rejected = read("broken", "01_misspelt_key.toml").unwrap_err();
    assert!(!rejected.render(false).contains('\u{1b}'));
    assert!(rejected.render(true).contains('\u{1b}'));
}

#[test]
fn problems_have_pointers_and_positions() {
    let rejected = read("broken", "05_unknown_names.toml").unwrap_err();
    let problems = rejected.problems();
    let lines: Vec<_> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.pointer, problem.detail))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn limits() {
    let many = |count: usize| {
        let headers = (0..count).map(|index| format!("[dimensions.\"d{index}\"]\n"));
        let lines: Vec<_> = headers
            .map(|header| header + "kind = \"boolean\"\n")
            .collect();
        format!("version = 1\n{}", lines.concat())
    };
    assert!(parse("many.toml", &many(1_000)).is_ok());
    let codes = |text: &str| -> Vec<&str> {
        let rejected = parse("limits.toml", text).unwrap_err();
        rejected
            .0
            .diagnostics()
            .iter()
            .map(|found| found.code.as_str())
            .collect()
    };
    assert_eq!(codes(&many(1_001)), ["too-many"]);
    let large = format!("version = 1\n# {}\n", "x".repeat(1 << 20));
    assert_eq!(codes(&large), ["too-large"]);
    let values = |count: usize| {
        let values: Vec<_> = (0..count).map(|value| format!("\"v{value}\"")).collect();
        format!(
            "version = 1\n[dimensions.d]\nkind = \"category\"\nvalues = [{}]\n",
            values.join(",")
        )
    };
    assert!(parse("values.toml", &values(256)).is_ok());
    assert_eq!(codes(&values(257)), ["too-many"]);
    let deep = format!("version = 1\nx = {}1{}\n", "[".repeat(500), "]".repeat(500));
    assert_eq!(codes(&deep)[0], "syntax");
    let mistakes = many(900).replace("boolean", "bolean");
    let rejected = parse("mistakes.toml", &mistakes).unwrap_err();
    assert_eq!(rejected.0.errors(), 201);
    assert!(rejected.render(false).ends_with("… and 151 more"));
}
