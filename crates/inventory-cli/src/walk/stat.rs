//! What tells that a file or folder is as it was.

use std::{
    fs::Metadata,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

/// No file system in use keeps coarser times.
const COARSEST: Duration = Duration::from_secs(2);

/// Length, times and inode of an entry: they stand for the bytes of a file and the names in a folder, as in the
/// index of git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stat {
    length: u64,
    /// When its bytes were written.
    modified: SystemTime,
    /// When anything of it was changed, which no program can set back, in seconds and nanoseconds, and its
    /// inode; zeros on systems that have neither.
    entry: (i64, i64, u64),
}

impl Stat {
    /// Of what this was asked of; none where a file system keeps no times.
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok()?,
            entry: entry(metadata),
        })
    }

    /// Whether a change after `begun` could not leave the same times behind: they are coarse, so what was
    /// changed shortly before could change once more at the same time.
    pub(crate) fn is_settled(&self, begun: SystemTime) -> bool {
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
