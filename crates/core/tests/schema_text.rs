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
