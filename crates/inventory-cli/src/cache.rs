//! The cache of the first pass: facts by content, so that the next scan parses only what changed.
//!
//! Keyed by a hash of the path's extension, the content and the scanner's own rules; never by a time, so a
//! fresh checkout is warm too. One file, replaced as a whole; a cache that cannot be read is a cold one.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde::{Deserialize, Serialize};

use crate::fact::FileFacts;

type Digest = [u8; 16];

#[derive(Debug, Default, Serialize, Deserialize)]
struct Entries(BTreeMap<Digest, (FileFacts, Option<String>)>);

/// An open cache, or none.
#[derive(Debug)]
pub(crate) struct Cache {
    file: Option<PathBuf>,
    known: Entries,
    fresh: Mutex<Entries>,
}

impl Cache {
    /// Opens the cache in `directory`.
    pub(crate) fn open(directory: Option<&Path>) -> Self {
        let file = directory.map(|directory| directory.join("inventory-facts.bin"));
        let known = file
            .as_deref()
            .and_then(|file| fs::read(file).ok())
            .and_then(|bytes| {
                let body = bytes.strip_prefix(stamp().as_slice())?;
                postcard::from_bytes(body).ok()
            })
            .unwrap_or_default();
        Self {
            file,
            known,
            fresh: Mutex::default(),
        }
    }

    /// Facts of this content, if they are known.
    pub(crate) fn get(&self, path: &str, content: &[u8]) -> Option<(FileFacts, Option<String>)> {
        self.file.as_ref()?;
        let digest = digest(path, content);
        let found = self.known.0.get(&digest)?.clone();
        if let Ok(mut fresh) = self.fresh.lock() {
            fresh.0.insert(digest, found.clone());
        }
        Some(found)
    }

    /// Remembers facts.
    pub(crate) fn put(&self, path: &str, content: &[u8], facts: &FileFacts, note: Option<&str>) {
        if self.file.is_none() {
            return;
        }
        if let Ok(mut fresh) = self.fresh.lock() {
            fresh.0.insert(
                digest(path, content),
                (facts.clone(), note.map(ToOwned::to_owned)),
            );
        }
    }

    /// Writes what this scan used; a cache that cannot be written costs time, not results.
    pub(crate) fn save(&self) {
        let (Some(file), Ok(fresh)) = (&self.file, self.fresh.lock()) else {
            return;
        };
        let Ok(body) = postcard::to_stdvec(&*fresh) else {
            return;
        };
        let mut bytes = stamp().to_vec();
        bytes.extend(body);
        let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
        let parent = file.parent().unwrap_or_else(|| Path::new("."));
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&temporary, bytes));
        if written.is_ok() && fs::rename(&temporary, file).is_err() {
            drop(fs::remove_file(&temporary));
        }
    }
}

/// The path decides class rules such as migrations, so it is part of the key.
fn digest(path: &str, content: &[u8]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes()).update(&[0]).update(content);
    let mut digest = Digest::default();
    digest.copy_from_slice(hasher.finalize().as_bytes().get(..16).unwrap_or(&[0; 16]));
    digest
}

/// Changes with every source of the scanner, its rules and lexicon among them.
fn stamp() -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(env!("SOURCES_HASH").as_bytes());
    *hasher.finalize().as_bytes()
}
