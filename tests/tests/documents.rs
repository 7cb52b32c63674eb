//! What the documents say is so: commands exist, links lead somewhere, snippets are the code that
//! the tests run.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use e2e::{repository, selfmodel};

#[test]
fn links_lead_to_files() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let folder = document.parent().unwrap();
        for target in links(&text) {
            let file = target.split('#').next().unwrap();
            if !file.is_empty() && !folder.join(file).exists() {
                broken.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn commands_exist() {
    let mut unknown = Vec::new();
    let mut checked = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for words in text.lines().filter_map(words_of_our_command) {
            checked += 1;
            let help = Command::new(selfmodel())
                .args(&words)
                .arg("--help")
                .output();
            if !help.unwrap().status.success() {
                unknown.push(format!(
                    "{}: selfmodel {}",
                    document.display(),
                    words.join(" ")
                ));
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new());
    assert!(checked >= 5, "commands are found: {checked}");
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let readme = fs::read_to_string(repository("README.md")).unwrap();
    let block = blocks(&readme, "sh").next().unwrap();
    let commands: Vec<&str> = block
        .lines()
        .map(|line| line.split('#').next().unwrap().trim())
        .collect();
    assert_eq!(commands, ["cargo run --release -- demo", "tests/run"]);
}

#[test]
fn snippets_of_the_readme_are_code_that_the_tests_run() {
    let readme = fs::read_to_string(repository("README.md")).unwrap();
    for (language, file) in [
        ("rust", "crates/client/examples/new_feature.rs"),
        ("ts", "examples/new-feature/typescript/summaries.ts"),
        ("python", "examples/new-feature/python/summaries.py"),
    ] {
        let code = fs::read_to_string(repository(file)).unwrap();
        let code: Vec<&str> = code.lines().map(str::trim).collect();
        let snippet = blocks(&readme, language).next().unwrap();
        for line in snippet
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            assert!(code.contains(&line), "{file} has no line {line:?}");
        }
    }
}

#[test]
fn example_schemas_check_without_a_warning() {
    let mut checked = 0;
    for entry in fs::read_dir(repository("examples")).unwrap() {
        let schema = entry.unwrap().path().join("schema.toml");
        let Ok(text) = fs::read_to_string(&schema) else {
            continue;
        };
        let name = schema.display().to_string();
        match selfmodel_core::schema::parse(&name, &text) {
            Ok(parsed) => assert_eq!(parsed.warnings.render(false), ""),
            Err(rejected) => panic!("{}", rejected.render(false)),
        }
        checked += 1;
    }
    assert!(checked >= 1);
}

#[test]
fn invariants_name_tests_that_exist() {
    let text = fs::read_to_string(repository("ARCHITECTURE.md")).unwrap();
    let table = text.split("## Invariants").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let mut sources = String::new();
    for folder in ["crates", "tests"] {
        append_sources(&repository(folder), &mut sources);
    }
    let is_name = |word: &&str| {
        word.contains('_')
            && word
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    let named: Vec<&str> = table
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(is_name)
        .collect();
    assert!(named.len() > 20, "tests are found: {named:?}");
    let missing: Vec<&&str> = named
        .iter()
        .filter(|name| !sources.contains(&format!("fn {name}(")))
        .collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

#[test]
fn every_long_run_is_listed() {
    let folder = repository("tests/long");
    let listed = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut forgotten = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "README.md" && !listed.contains(&format!("tests/long/{name}`")) {
            forgotten.push(name);
        }
    }
    assert_eq!(forgotten, Vec::<String>::new());
}

/// Documents for people, at the root and in examples.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "tests/long/README.md",
    ]
    .iter()
    .map(repository)
    .collect();
    for entry in fs::read_dir(repository("examples")).unwrap() {
        let readme = entry.unwrap().path().join("README.md");
        if readme.exists() {
            found.push(readme);
        }
    }
    found
}

/// Relative targets of the links of a Markdown text.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://"))
}

/// The fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = text.split("```").skip(1).step_by(2);
    parts.filter_map(move |part| {
        let (first, rest) = part.split_once('\n')?;
        (first == language).then_some(rest)
    })
}

/// The subcommands that a line of a document calls us with, if it does.
fn words_of_our_command(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches("$ ");
    let rest = line
        .strip_prefix("selfmodel ")
        .or_else(|| line.strip_prefix("cargo run --release -- "))?;
    let words = rest.split_whitespace();
    let is_word = |word: &&str| word.chars().all(|it| it.is_ascii_lowercase() || it == '-');
    let words = words.take_while(|word| is_word(word) && !word.starts_with('-'));
    Some(words.map(str::to_owned).collect())
}

fn append_sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            append_sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&String::from_utf8_lossy(&fs::read(&path).unwrap()));
        }
    }
}
