//! Files that are as they were when they were last read, told without reading them.
//!
//! Length, times and inode of a file stand for its bytes, as in the index of git. Times are coarse: what was
//! changed shortly before a scan could have changed once more at the same time, so it is read again.

use std::{
    collections::HashMap,
    fs::Metadata,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use super::Digest;

/// No file system in use keeps coarser times.
const COARSEST: Duration = Duration::from_secs(2);

/// What tells that a file is still the one that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stat {
    length: u64,
    /// When its bytes were written.
    modified: SystemTime,
    /// When anything of it was changed, which no program can set back, in seconds and nanoseconds, and its
    /// inode; zeros on systems that have neither.
    entry: (i64, i64, u64),
}

/// The digest of each file, with the [`Stat`] it had when it was read, by the digest of its name.
pub(super) type Files = HashMap<Digest, (Stat, Digest)>;

/// What an earlier scan saw, and this one.
#[derive(Debug)]
pub(super) struct Unchanged {
    known: Files,
    seen: Mutex<Files>,
    begun: SystemTime,
}

impl Unchanged {
    /// Of a scan that begins at `begun`.
    pub(super) fn new(known: Files, begun: SystemTime) -> Self {
        Self {
            known,
            seen: Mutex::default(),
            begun,
        }
    }

    /// The digest of the file, if it is known and has not changed.
    pub(super) fn digest(&self, name: Digest, metadata: &Metadata) -> Option<Digest> {
        let (stat, digest) = self.known.get(&name)?;
        if Stat::of(metadata).as_ref() != Some(stat) {
            return None;
        }
        self.keep(name, *stat, *digest);
        Some(*digest)
    }

    /// Remembers the digest of what was read after `metadata` was taken.
    pub(super) fn remember(&self, name: Digest, metadata: &Metadata, digest: Digest) {
        if let Some(stat) = Stat::of(metadata).filter(|it| it.is_settled(self.begun)) {
            self.keep(name, stat, digest);
        }
    }

    /// All that was seen, and whether anything of it was not known.
    pub(super) fn into_seen(self) -> (Files, bool) {
        let seen = self.seen.into_inner().unwrap_or_default();
        let differs = seen != self.known;
        (seen, differs)
    }

    fn keep(&self, name: Digest, stat: Stat, digest: Digest) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(name, (stat, digest));
        }
    }
}

impl Stat {
    fn of(metadata: &Metadata) -> Option<Self> {
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok()?,
            entry: entry(metadata),
        })
    }

    /// Whether a later change could not leave the same times behind.
    fn is_settled(&self, begun: SystemTime) -> bool {
        let changed = u64::try_from(self.entry.0).unwrap_or(0);
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(changed);
        self.modified.max(changed) + COARSEST < begun
    }
}

#[cfg(unix)]
fn entry(metadata: &Metadata) -> (i64, i64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.ctime(), metadata.ctime_nsec(), metadata.ino())
}

#[cfg(not(unix))]
fn entry(_: &Metadata) -> (i64, i64, u64) {
    (0, 0, 0)
}

#[cfg(test)]
mod tests {
    use std::fs;

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
            unchanged.into_seen().0
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
        assert!(!unchanged.into_seen().1, "all that was seen was known");
    }
}
