//! Which files there are, and what class each belongs to.
//!
//! Ignore rules are git's. Files of a class that is never looked into (vendored, generated, minified,
//! translations) are counted, not dropped in silence; what cannot be read is reported with its reason.

mod class;
mod content;

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::slice::ParallelSliceMut as _;

pub use class::{FileClass, by_path};
pub use content::by_content;

use crate::{Error, mechanism::Skipped};

/// A file of the tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Relative to the root, with forward slashes.
    pub path: String,
    /// Where to read it.
    pub location: PathBuf,
}

/// Every file below `paths`, in one order whatever the threads do, and what could not be entered.
///
/// # Errors
/// A path does not exist.
pub fn files(paths: &[PathBuf], threads: usize) -> Result<(Vec<SourceFile>, Vec<Skipped>), Error> {
    let mut files = Vec::new();
    let mut skipped = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(Error::PathMissing { path: path.clone() });
        }
        let prefix = if paths.len() > 1 {
            slashed(path)
        } else {
            String::new()
        };
        walk_one(path, &prefix, threads, &mut files, &mut skipped);
    }
    files.par_sort_unstable();
    files.dedup_by(|one, other| one.location.as_os_str() == other.location.as_os_str());
    skipped.sort();
    Ok((files, skipped))
}

fn walk_one(
    root: &Path,
    prefix: &str,
    threads: usize,
    files: &mut Vec<SourceFile>,
    skipped: &mut Vec<Skipped>,
) {
    let found = Mutex::new((Vec::new(), Vec::new()));
    let walker = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .threads(threads)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build_parallel();
    walker.run(|| {
        Box::new(|result| {
            let file = result.map(|entry| source_file(root, prefix, &entry));
            let mut found = match found.lock() {
                Ok(found) => found,
                Err(poisoned) => poisoned.into_inner(),
            };
            match file {
                Ok(file) => found.0.extend(file),
                Err(error) => found.1.push(unreadable(root, &error)),
            }
            WalkState::Continue
        })
    });
    let (found_files, found_skipped) = match found.into_inner() {
        Ok(found) => found,
        Err(poisoned) => poisoned.into_inner(),
    };
    files.extend(found_files);
    skipped.extend(found_skipped);
}

fn source_file(root: &Path, prefix: &str, entry: &DirEntry) -> Option<SourceFile> {
    if !entry.file_type()?.is_file() {
        return None;
    }
    let relative = entry
        .path()
        .strip_prefix(root)
        .unwrap_or_else(|_| entry.path());
    let relative = if relative.as_os_str().is_empty() {
        Path::new(entry.file_name())
    } else {
        relative
    };
    let relative = slashed(relative);
    let path = if prefix.is_empty() {
        relative
    } else {
        format!("{prefix}/{relative}")
    };
    Some(SourceFile {
        path,
        location: entry.path().to_owned(),
    })
}

fn unreadable(root: &Path, error: &ignore::Error) -> Skipped {
    let text = error
        .to_string()
        .replace(&format!("{}/", root.display()), "");
    let (path, reason) = text.split_once(": ").unwrap_or(("", text.as_str()));
    Skipped {
        path: path.to_owned(),
        reason: format!("cannot be read: {reason}"),
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace('\\', "/")
        .trim_start_matches("./")
        .trim_end_matches('/')
        .to_owned()
}
