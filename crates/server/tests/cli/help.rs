//! Every command explains itself with examples.

use crate::support::run;

#[test]
fn every_help_teaches_by_example() {
    let here = std::env::temp_dir();
    for command in [
        &[][..],
        &["serve"],
        &["schema", "check"],
        &["schema", "diff"],
        &["schema", "apply"],
        &["schema", "show"],
        &["keys", "create"],
        &["keys", "list"],
        &["keys", "revoke"],
        &["user", "show"],
        &["import"],
    ] {
        let help = run(&here, &[command, &["--help"]].concat());
        assert_eq!(help.code, 0, "{command:?}");
        assert!(help.out.contains("Example"), "{command:?}:\n{}", help.out);
        assert!(help.out.contains("selfmodel "), "{command:?}");
    }
}

#[test]
fn a_wrong_call_is_code_2_and_says_what_is_right() {
    let here = std::env::temp_dir();
    for (arguments, said) in [
        (&["serv"][..], "serve"),
        (&["serve", "--stor", "x"], "--store"),
        (
            &["keys", "create", "--scope", "write", "--key", "k"],
            "observe, read, correct",
        ),
        (&["user", "show", "u1"], "SELFMODEL_KEY"),
        (
            &["import", "x.txt", "--mapping", "nowhere.toml"],
            "cannot read nowhere.toml",
        ),
        (
            &[
                "user",
                "show",
                "u1",
                "--key",
                "k",
                "--url",
                "http://127.0.0.1:9",
            ],
            "help: check that the server runs",
        ),
    ] {
        let ran = run(&here, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}:\n{}", ran.err);
    }
}
