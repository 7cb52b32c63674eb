//! Scanning a tree the way the command line does, without a terminal.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

use std::path::Path;

use selfmodel_inventory::{
    mechanism::{DEFAULT_CONFIDENCE, Report},
    scan::{self, ScanOptions},
};

/// Options for one tree.
pub(crate) fn options(root: &Path) -> ScanOptions {
    ScanOptions {
        paths: vec![root.to_owned()],
        min_confidence: DEFAULT_CONFIDENCE,
        threads: 2,
        config: None,
        cache: None,
        no_prefilter: false,
        no_snippets: false,
        progress: false,
    }
}

/// The report of one tree.
pub(crate) fn scan(root: &Path) -> Report {
    scan::scan(&options(root)).unwrap()
}
