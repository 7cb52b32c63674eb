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

/// Each of them would be read for hours, or fill the memory, if nothing counted what is handed on.
#[test]
fn what_multiplies_has_a_budget() {
    let holes = |of: usize| format!("${{KEY_{of}}}.").repeat(200);
    let constants = lines(5, |it| {
        format!("export const KEY_{} = `{}`", it + 1, holes(it))
    });
    let code = format!("export const KEY_0 = 'x'\n{constants}localStorage.setItem(KEY_5, 1)\n");
    let kept = "localStorage.setItem('reading-theme', 1)\n";
    let report = scanned(&[("src/a.ts", code), ("src/b.ts", kept.to_owned())]);
    assert_eq!(report.mechanisms.len(), 1, "constants of constants");

    let text = |it: usize| format!("<string name=\"key{it}\">@string/key{}</string>", it + 1);
    let values = format!("<resources>\n{}</resources>", lines(40, text));
    let files = (0..40).map(|it| format!("app/res/values-{it}/a.xml"));
    let files: Vec<String> = files.collect();
    let mut tree: Vec<(&str, String)> = files
        .iter()
        .map(|it| (it.as_str(), values.clone()))
        .collect();
    let screen = "<PreferenceScreen>\n<SwitchPreference android:key=\"@string/key0\"/>\n";
    tree.push(("app/res/xml/a.xml", screen.to_owned()));
    tree.push(("src/b.ts", kept.to_owned()));
    let report = scanned(&tree);
    assert!(!report.mechanisms.is_empty(), "texts of many languages");

    let alike = lines(3_000, |it| {
        format!("localStorage.setItem('reading-theme-{it}', 1)")
    });
    let report = scanned(&[("src/a.ts", alike)]);
    assert!(report.mechanisms.len() > 1_000);
    assert!(report.mechanisms.iter().all(|it| it.links.len() <= 12));
}
