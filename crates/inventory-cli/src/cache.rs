//! What is known of files from the scan before, so that the next one looks only at what changed.
//!
//! Every stage asks each file one question; an answer depends on the question, the path and the bytes and
//! is kept under a hash of the three, so a fresh checkout is warm too. Which bytes a file holds is asked of its
//! entry first, and which names a folder holds. One file, replaced as a whole; a cache that cannot be read is a
//! cold one.

mod listing;
mod unchanged;

use std::{
    collections::HashMap,
    fs::{self, Metadata},
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use self::{
    listing::Listing,
    unchanged::{Files, Unchanged},
};
use crate::{
    Error,
    walk::{SourceFile, Walked},
};

/// A hash of what an answer depends on.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub(crate) struct Digest([u8; 16]);

/// What is known.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    /// In the bytes of its encoding.
    bytes: Vec<u8>,
    /// This scan asked for it.
    #[serde(skip)]
    used: AtomicBool,
}

/// Answers by question and file.
type Answers = HashMap<Digest, Answer>;

/// All that is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    answers: Answers,
    files: Files,
    listing: Option<Listing>,
}

/// An open cache, or none.
#[derive(Debug)]
pub(crate) struct Cache {
    file: Option<PathBuf>,
    known: Answers,
    fresh: Mutex<Answers>,
    unchanged: Unchanged,
    listing: Option<Listing>,
    fresh_listing: OnceLock<Listing>,
    begun: SystemTime,
}

/// A question to all files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    cache: &'a Cache,
    digest: Digest,
}

impl Cache {
    /// Opens the cache in `directory`.
    pub(crate) fn open(directory: Option<&Path>) -> Self {
        let file = directory.map(|directory| directory.join("inventory-facts.bin"));
        let kept: Kept = file
            .as_deref()
            .and_then(|file| fs::read(file).ok())
            .and_then(|bytes| {
                let body = bytes.strip_prefix(stamp().as_slice())?;
                postcard::from_bytes(body).ok()
            })
            .unwrap_or_default();
        let begun = SystemTime::now();
        Self {
            file,
            known: kept.answers,
            fresh: Mutex::default(),
            unchanged: Unchanged::new(kept.files, begun),
            listing: kept.listing,
            fresh_listing: OnceLock::new(),
            begun,
        }
    }

    /// Whether nothing is known of any file.
    pub(crate) fn is_cold(&self) -> bool {
        self.known.is_empty()
    }

    /// What is below `roots`: as it was found before while that still holds, else by `walk`.
    pub(crate) fn walked(
        &self,
        roots: &[PathBuf],
        walk: impl FnOnce() -> Result<Walked, Error>,
    ) -> Result<Walked, Error> {
        let Some(file) = &self.file else {
            return walk();
        };
        if let Some(files) = self.listing.as_ref().and_then(|it| it.files(roots)) {
            return Ok(Walked {
                files,
                ..Walked::default()
            });
        }
        let walked = walk()?;
        let own = file.parent().unwrap_or_else(|| Path::new("."));
        if let Some(listing) = Listing::of(roots, &walked, self.begun, own) {
            let _first = self.fresh_listing.set(listing);
        }
        Ok(walked)
    }

    /// The digest of a file that has not changed since it was last read.
    pub(crate) fn unchanged(&self, file: &SourceFile) -> Option<Digest> {
        if self.is_cold() {
            return None;
        }
        let metadata = fs::metadata(&file.location).ok()?;
        self.unchanged.digest(name_of(file), &metadata)
    }

    /// The digest of a file by its path, which decides class rules such as migrations, and by its content,
    /// read after `metadata` was taken.
    pub(crate) fn digest(&self, file: &SourceFile, metadata: &Metadata, content: &[u8]) -> Digest {
        if self.file.is_none() {
            return Digest::default();
        }
        let digest = Digest::of(&[file.path.as_bytes(), &[0], content]);
        self.unchanged.remember(name_of(file), metadata, digest);
        digest
    }

    /// A question of this stage; `about` is all that its answers depend on besides the file.
    pub(crate) fn question(&self, stage: &str, about: &impl Serialize) -> Question<'_> {
        let about = postcard::to_stdvec(about).unwrap_or_default();
        Question {
            cache: self,
            digest: Digest::of(&[stage.as_bytes(), &[0], &about]),
        }
    }

    /// Writes what this scan used; a cache that cannot be written costs time, not results.
    pub(crate) fn save(self) {
        let (Some(file), Ok(fresh)) = (self.file, self.fresh.into_inner()) else {
            return;
        };
        let (files, differ) = self.unchanged.into_files();
        let mut answers = self.known;
        let known = answers.len();
        answers.retain(|_, answer| *answer.used.get_mut());
        let fresh_listing = self.fresh_listing.into_inner();
        let differ = differ || answers.len() < known || fresh_listing.is_some();
        if !differ && fresh.is_empty() {
            return;
        }
        answers.extend(fresh);
        let kept = Kept {
            answers,
            files,
            listing: fresh_listing.or(self.listing),
        };
        let Ok(bytes) = postcard::to_extend(&kept, stamp().to_vec()) else {
            return;
        };
        let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
        let parent = file.parent().unwrap_or_else(|| Path::new("."));
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&temporary, bytes));
        if written.is_ok() && fs::rename(&temporary, file).is_err() {
            drop(fs::remove_file(&temporary));
        }
    }
}

/// Both the path, which the digest depends on, and the place name a file.
fn name_of(file: &SourceFile) -> Digest {
    let place = file.location.as_os_str().as_encoded_bytes();
    Digest::of(&[file.path.as_bytes(), &[0], place])
}

impl Question<'_> {
    /// The answer of the file with this digest: the known one, or a new one that will be known.
    pub(crate) fn answer<T: Serialize + DeserializeOwned>(
        &self,
        file: Digest,
        ask: impl FnOnce() -> T,
    ) -> T {
        if self.cache.file.is_none() {
            return ask();
        }
        self.known(file).unwrap_or_else(|| {
            let answer = ask();
            if let Ok(bytes) = postcard::to_stdvec(&answer)
                && let Ok(mut fresh) = self.cache.fresh.lock()
            {
                let used = AtomicBool::new(true);
                fresh.insert(self.key(file), Answer { bytes, used });
            }
            answer
        })
    }

    /// The known answer of the file with this digest.
    pub(crate) fn known<T: DeserializeOwned>(&self, file: Digest) -> Option<T> {
        let known = self.cache.known.get(&self.key(file))?;
        let answer = postcard::from_bytes(&known.bytes).ok()?;
        known.used.store(true, Ordering::Relaxed);
        Some(answer)
    }

    fn key(&self, file: Digest) -> Digest {
        Digest::of(&[&self.digest.0, &file.0])
    }
}

impl Digest {
    fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part);
        }
        let mut digest = Self::default();
        digest
            .0
            .copy_from_slice(hasher.finalize().as_bytes().get(..16).unwrap_or(&[0; 16]));
        digest
    }
}

/// Changes with every source of the scanner, its rules and lexicon among them.
fn stamp() -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(env!("SOURCES_HASH").as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_for_the_same_question_and_the_same_file() {
        let directory = tempfile::tempdir().unwrap();
        let scan = |about: &str, content: &[u8], answer: u32| {
            let cache = Cache::open(Some(directory.path()));
            let file = Digest::of(&[content]);
            let got = cache.question("stage", &about).answer(file, || answer);
            cache.save();
            got
        };
        assert_eq!(scan("x", b"1", 1), 1);
        assert_eq!(scan("x", b"1", 2), 1);
        assert_eq!(scan("x", b"2", 3), 3);
        assert_eq!(scan("y", b"2", 4), 4);
        // What a scan does not ask for is forgotten.
        assert_eq!(scan("x", b"1", 5), 5);
    }
}
