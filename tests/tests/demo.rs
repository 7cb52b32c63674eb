//! `selfmodel demo`: the story is told, what it prints is ready to paste, and nothing is left.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use e2e::selfmodel;

#[test]
fn the_story_is_told_without_colour_where_no_terminal_is() {
    let folder = tempfile::tempdir().unwrap();
    let output = demo(folder.path()).arg("--exit").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complained}");
    assert_eq!(complained, "");
    assert!(!told.contains('\x1b'), "no escape sequences");

    // Each after the other: docs drafts at length, chat learns, docs drafts shortly; chat speaks
    // plainly, search learns, chat speaks the language of the trade.
    let story = [
        "Before an account is opened we identify the customer",
        "Not yet: check who the customer is",
        "answer_shortened",
        "balanced 58 % → ",
        "What docs believes is 100 % chat.",
        "Identify, verify, keep proof.",
        "result_opened",
        "What chat believes is 100 % search.",
        "Not yet: complete CDD",
        "500 are logged, 499 of them within one window with the first: one counts.",
        "withheld: ",
    ];
    let mut rest = told.as_str();
    for line in story {
        let Some((_, after)) = rest.split_once(line) else {
            assert_eq!(line, "", "missing or too early in\n{told}");
            return;
        };
        rest = after;
    }
    assert!(is_empty(folder.path()), "the store is gone");
}

#[test]
fn what_it_prints_at_the_end_is_ready_to_paste() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = demo(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to_paste = Vec::new();
    for line in BufReader::new(process.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // The last call ends what is printed.
        let is_last = line.contains("/self-model");
        if !to_paste.is_empty() || line.starts_with("export SELFMODEL_URL") {
            to_paste.push(line);
        }
        if is_last {
            break;
        }
    }
    assert!(to_paste.len() >= 12, "{to_paste:?}");

    let script = to_paste
        .join("\n")
        .replace("curl -s", "curl -sS --fail-with-body");
    let pasted = Command::new("bash")
        .args(["-euc", &script])
        .output()
        .unwrap();
    let answered = String::from_utf8_lossy(&pasted.stdout);
    assert!(
        pasted.status.success(),
        "{answered}\n{}",
        String::from_utf8_lossy(&pasted.stderr)
    );
    for part in [
        "\"beliefs\"",
        "\"contributions\"",
        "\"recorded\"",
        "\"contexts\"",
    ] {
        assert!(answered.contains(part), "{part} in {answered}");
    }

    interrupt(&process);
    assert!(process.wait().unwrap().success());
    assert!(is_empty(folder.path()), "the store is gone");
}

fn demo(folder: &Path) -> Command {
    let mut command = Command::new(selfmodel());
    command.args(["demo", "--pace", "0"]);
    command.env("TMPDIR", folder);
    command
}

fn interrupt(process: &Child) {
    let id = process.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.unwrap().success());
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}
