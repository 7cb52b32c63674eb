//! Which files there are, and what class each belongs to.
//!
//! Ignore rules are git's. Files of a class that is never looked into (vendored, generated, minified,
//! translations) are counted, not dropped in silence; what cannot be read is reported with its reason.

mod class;
mod content;
mod stat;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::slice::ParallelSliceMut as _;

pub use class::{FileClass, by_path};
pub use content::by_content;
pub(crate) use stat::Stat;

use crate::{Error, mechanism::Skipped};

/// A file of the tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Relative to the root, with forward slashes.
    pub path: String,
    /// Where to read it.
    pub location: PathBuf,
}

/// What is below some paths.
#[derive(Debug, Default)]
pub struct Walked {
    /// Every file, in one order whatever the threads do.
    pub files: Vec<SourceFile>,
    /// What could not be entered.
    pub skipped: Vec<Skipped>,
    /// Every folder that was entered.
    pub(crate) folders: Vec<PathBuf>,
}

/// Walks `paths`.
///
/// # Errors
/// A path does not exist.
pub fn files(paths: &[PathBuf], threads: usize) -> Result<Walked, Error> {
    let mut walked = Walked::default();
    for path in paths {
        if !path.exists() {
            return Err(Error::PathMissing { path: path.clone() });
        }
        let prefix = if paths.len() > 1 {
            slashed(path)
        } else {
            String::new()
        };
        let below = below(path, &prefix, threads);
        walked.files.extend(below.files);
        walked.skipped.extend(below.skipped);
        walked.folders.extend(below.folders);
    }
    let files = &mut walked.files;
    files.par_sort_unstable();
    files.dedup_by(|one, other| one.location.as_os_str() == other.location.as_os_str());
    walked.skipped.sort();
    Ok(walked)
}

fn below(root: &Path, prefix: &str, threads: usize) -> Walked {
    let found = Mutex::new(Walked::default());
    let walker = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .threads(threads)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build_parallel();
    walker.run(|| {
        Box::new(|result| {
            let found = || found.lock().unwrap_or_else(PoisonError::into_inner);
            match result {
                Ok(entry) if entry.file_type().is_some_and(|it| it.is_dir()) => {
                    found().folders.push(entry.into_path());
                }
                Ok(entry) => {
                    let file = source_file(root, prefix, &entry);
                    found().files.extend(file);
                }
                Err(error) => {
                    let skipped = unreadable(root, &error);
                    found().skipped.push(skipped);
                }
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
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
