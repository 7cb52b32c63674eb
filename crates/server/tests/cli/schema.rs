//! `selfmodel schema` on files.

use crate::support::{SCHEMA, folder, run};

#[test]
fn mistakes_are_shown_beside_the_text() {
    let folder = folder();
    let fine = run(folder.path(), &["schema", "check", "schema.toml"]);
    assert_eq!(fine.code, 0, "{}", fine.err);
    insta::assert_snapshot!(fine.out);
    let wrong = SCHEMA
        .replace("kind = \"ordinal\"", "kind = \"ordinary\"")
        .replace(
            "dimension = \"reading.minutes\"",
            "dimension = \"reading.minute\"",
        );
    std::fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    let wrong = run(
        folder.path(),
        &["schema", "check", "schema.toml", "wrong.toml"],
    );
    assert_eq!(wrong.code, 1);
    insta::assert_snapshot!(wrong.err);
    let nowhere = run(folder.path(), &["schema", "check", "nowhere.toml"]);
    assert_eq!(nowhere.code, 2);
}

#[test]
fn a_difference_can_be_denied() {
    let folder = folder();
    let new = SCHEMA
        .replace("version = 1", "version = 2")
        .replace("value = \"concise\"", "value = \"balanced\"");
    std::fs::write(folder.path().join("new.toml"), new).unwrap();
    let diff = ["schema", "diff", "schema.toml", "new.toml"];
    let ran = run(folder.path(), &diff);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!(ran.out);
    assert_eq!(
        run(folder.path(), &[&diff[..], &["--deny", "refolds"]].concat()).code,
        1
    );
    let same = run(
        folder.path(),
        &["schema", "diff", "schema.toml", "schema.toml"],
    );
    assert_eq!((same.code, same.out.as_str()), (0, "nothing changes\n"));
}
