//! What frameworks and document stores say of what is kept, in trees of a few files.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod bookkeeping;
mod builders;
mod compiled;
mod conventions;
mod device;
mod django;
mod document_members;
mod documents;
mod entities;
mod kept_files;
mod kept_state;
mod laravel;
mod own_words;
mod owners;
mod prisma;
mod removals;
mod rows;
#[path = "../scanning/mod.rs"]
mod scanning;
mod settings_apart;
mod typeorm;
mod values;
mod wrapped;

use std::{collections::BTreeSet, fs};

use selfmodel_inventory::mechanism::{Mechanism, Report};

/// The report of a tree of these files, by path and content.
fn scanned(files: &[(&str, &str)]) -> Report {
    let tree = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = tree.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    scanning::scan(tree.path())
}

/// Every table, class and key of every mechanism.
fn names(report: &Report) -> BTreeSet<String> {
    let mechanisms = report.mechanisms.iter();
    mechanisms.flat_map(|it| it.names.clone()).collect()
}

/// The names of the fields of every mechanism.
fn fields(report: &Report) -> BTreeSet<String> {
    let fields = report.mechanisms.iter().flat_map(|it| &it.fields);
    fields.map(|field| field.name.clone()).collect()
}

/// The mechanism of that name.
fn named<'a>(report: &'a Report, name: &str) -> Option<&'a Mechanism> {
    report.mechanisms.iter().find(|it| it.name == name)
}
