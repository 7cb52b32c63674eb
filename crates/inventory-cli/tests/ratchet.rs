//! The ratchet on a real tree: the example product is accepted, changed the way products change, and
//! checked again by the binary.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/three-features");

/// Mail keeps its own idea of tone, as chat and docs do already.
const SILO: &str = r#"
export function toneChosen(tone: string): void {
  localStorage.setItem("mail_tone", tone);
}
export function greeting(): string {
  return localStorage.getItem("mail_tone") === "formal" ? "Dear reader" : "Hi";
}
"#;

/// A copy of the example and its baseline.
struct Product {
    folder: TempDir,
}

impl Product {
    fn accepted() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let product = Self { folder };
        fs::create_dir(product.path("app")).unwrap();
        for file in fs::read_dir(EXAMPLE).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), product.path("app").join(file.file_name())).unwrap();
        }
        let (code, said) = product.run("baseline", "--output");
        assert_eq!(code, 0, "{said}");
        product
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn moves(&self, from: &str, to: &str) {
        let to = self.path("app").join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.path("app").join(from), to).unwrap();
    }

    fn gains(&self, name: &str, code: &str) {
        fs::write(self.path("app").join(name), code).unwrap();
    }

    /// Adds an exception for `id` to the baseline by hand.
    fn excepts(&self, id: &str, reason: &str) {
        edit(&self.path("baseline.toml"), |text| {
            format!("{text}\n[[exception]]\nid = \"{id}\"\nreason = \"{reason}\"\n")
        });
    }

    /// Exit code of a check, and all that it said.
    fn check(&self) -> (i32, String) {
        self.run("check", "--baseline")
    }

    fn run(&self, command: &str, option: &str) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_selfmodel-inventory"))
            .arg(command)
            .arg(self.path("app"))
            .arg(option)
            .arg(self.path("baseline.toml"))
            .env("COLUMNS", "160")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        (output.status.code().unwrap(), said)
    }
}

fn edit(file: &Path, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, change(text)).unwrap();
}

#[test]
fn what_was_accepted_passes() {
    let (code, said) = Product::accepted().check();
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_silo_of_what_is_held_already_fails_and_says_where_and_why() {
    let product = Product::accepted();
    product.gains("mail.ts", SILO);
    let (code, said) = product.check();
    assert_eq!(code, 1, "{said}");
    for part in [
        "mail_tone",
        "mail.ts:3",
        "communication.style is already held by",
        "chat_preferences",
        "doc_prefs_{userId}",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_dimension_that_nobody_holds_passes() {
    let product = Product::accepted();
    product.gains(
        "timer.ts",
        r#"localStorage.setItem("dark_mode", String(dark)); localStorage.getItem("dark_mode");"#,
    );
    let (code, said) = product.check();
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("dark_mode (timer.ts:1) holds nothing"),
        "new, but no silo:\n{said}"
    );
}

#[test]
fn moved_renamed_and_reformatted_files_pass() {
    let product = Product::accepted();
    product.moves("docs.ts", "writing/drafts/editor.ts");
    product.moves("chat.ts", "conversation.ts");
    product.moves("schema.sql", "migrations/0001_preferences.sql");
    let search = product.path("app").join("search.ts");
    edit(&search, |text| {
        "\n\n\n".to_owned() + &text.replace("  ", "\t")
    });
    let (code, said) = product.check();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("0 renamed, 0 stale"), "{said}");
}

#[test]
fn a_renamed_table_passes_and_its_entry_is_stale() {
    let product = Product::accepted();
    for file in ["schema.sql", "chat.ts"] {
        let file = product.path("app").join(file);
        edit(&file, |text| {
            text.replace("chat_preferences", "answer_preferences")
        });
    }
    let (code, said) = product.check();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("answer_preferences"), "{said}");
}

#[test]
fn an_exception_needs_a_reason_and_goes_stale_with_its_silo() {
    let product = Product::accepted();
    product.gains("mail.ts", SILO);
    let id = id_of(&product, "mail_tone");
    product.excepts(&id, "moves to the shared model in May");
    let (code, said) = product.check();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("moves to the shared model in May"), "{said}");

    fs::remove_file(product.path("app").join("mail.ts")).unwrap();
    let (code, said) = product.check();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("stale") && said.contains(&id), "{said}");

    edit(&product.path("baseline.toml"), |text| {
        text.replace("moves to the shared model in May", " ")
    });
    let (code, said) = product.check();
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains(&format!("the exception for {id} gives no reason")),
        "{said}"
    );
}

fn id_of(product: &Product, name: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_selfmodel-inventory"))
        .arg("scan")
        .arg(product.path("app"))
        .args(["--format", "json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut mechanisms = report["mechanisms"].as_array().unwrap().iter();
    let found = mechanisms.find(|it| it["name"] == name).unwrap();
    found["id"].as_str().unwrap().to_owned()
}
