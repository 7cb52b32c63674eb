//! Files that are as they were when they were last read, told without reading them.
//!
//! What was changed shortly before a scan is read again.

use std::{
    collections::HashMap,
    fs::Metadata,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::walk::Stat;

/// A file as it was when it was read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct File {
    stat: Stat,
    digest: Digest,
    /// This scan met it unchanged.
    #[serde(skip)]
    met: AtomicBool,
}

/// Files by the digest of their names.
pub(super) type Files = HashMap<Digest, File>;

/// What an earlier scan saw, and this one.
#[derive(Debug)]
pub(super) struct Unchanged {
    known: Files,
    fresh: Mutex<Files>,
    begun: SystemTime,
}

impl Unchanged {
    /// Of a scan that begins at `begun`.
    pub(super) fn new(known: Files, begun: SystemTime) -> Self {
        Self {
            known,
            fresh: Mutex::default(),
            begun,
        }
    }

    /// The digest of the file, if it is known and has not changed.
    pub(super) fn digest(&self, name: Digest, metadata: &Metadata) -> Option<Digest> {
        let known = self.known.get(&name)?;
        if Stat::of(metadata) != Some(known.stat) {
            return None;
        }
        known.met.store(true, Ordering::Relaxed);
        Some(known.digest)
    }

    /// Remembers the digest of what was read after `metadata` was taken.
    pub(super) fn remember(&self, name: Digest, metadata: &Metadata, digest: Digest) {
        if let Some(stat) = Stat::of(metadata).filter(|it| it.is_settled(self.begun))
            && let Ok(mut fresh) = self.fresh.lock()
        {
            let met = AtomicBool::new(true);
            fresh.insert(name, File { stat, digest, met });
        }
    }

    /// All files of this scan, and whether they are others than were known.
    pub(super) fn into_files(self) -> (Files, bool) {
        let mut files = self.known;
        let known = files.len();
        files.retain(|_, file| *file.met.get_mut());
        let fresh = self.fresh.into_inner().unwrap_or_default();
        let differ = files.len() < known || !fresh.is_empty();
        files.extend(fresh);
        (files, differ)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;

    #[test]
    fn a_settled_file_is_known_until_it_changes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.ts");
        fs::write(&path, "one").unwrap();
        let metadata = fs::metadata(&path).unwrap();
        let (name, digest) = (Digest::of(&[b"a.ts"]), Digest::of(&[b"one"]));
        let scan = |begun| {
            let unchanged = Unchanged::new(Files::default(), begun);
            unchanged.remember(name, &metadata, digest);
            unchanged.into_files().0
        };
        let now = SystemTime::now();
        assert!(scan(now).is_empty(), "it could change once more");
        let later = now + Duration::from_secs(9);
        let unchanged = Unchanged::new(scan(later), later);
        assert_eq!(unchanged.digest(name, &metadata), Some(digest));
        assert_eq!(unchanged.digest(Digest::of(&[b"b.ts"]), &metadata), None);
        // The same length and the same time of writing: only the entry tells.
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(metadata.modified().unwrap()).unwrap();
        let changed = fs::metadata(&path).unwrap();
        assert_eq!(unchanged.digest(name, &changed), None);
        assert!(!unchanged.into_files().1, "all that was met was known");
    }
}
