//! What an input costs grows with its bytes, whatever they are.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod multiply;
mod scanning;

use std::{fs, time::Duration};

use multiply::{Random, cost, input};
use selfmodel_inventory::mechanism::Report;

/// Bytes of each input.
const BYTES: usize = 60_000;

/// Far more than an input of that size takes without optimisation, and far less than its square.
const MOST: Duration = Duration::from_secs(20);

#[test]
fn inputs_that_multiply_end_soon() {
    let mut random = Random::of(20);
    for number in 0..24 {
        let input = input(&mut random, BYTES);
        let took = cost(&input);
        assert!(took < MOST, "input {number} took {took:?}: {}", input.made);
    }
}

fn scanned(files: &[(&str, String)]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    for (path, code) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, code).unwrap();
    }
    scanning::scan(folder.path())
}

/// Lines made of their numbers.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|it| line(it) + "\n").collect()
}

/// A key of five constants, each of forty of the one before, would be of a hundred million pieces.
#[test]
fn a_key_of_constants_of_constants_has_a_budget() {
    let holes = |of: usize| format!("${{KEY_{of}}}.").repeat(40);
    let constants = lines(5, |it| {
        format!("export const KEY_{} = `{}`", it + 1, holes(it))
    });
    // Long lines alone would be taken for minified code.
    let short = lines(200, |it| format!("const plain{it} = {it}"));
    let code =
        format!("export const KEY_0 = 'x'\n{short}{constants}localStorage.setItem(KEY_5, 1)\n");
    let kept = "localStorage.setItem('reading-theme', 1)\n";
    let report = scanned(&[("src/a.ts", code), ("src/b.ts", kept.to_owned())]);
    let files = &report.summary.files;
    assert_eq!((files.parsed, files.minified), (2, 0));
    let names = report.mechanisms.iter().map(|it| it.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["reading-theme"]);
}
