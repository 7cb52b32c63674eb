//! Files of the product, and their bytes while there is room for them.

use std::{
    borrow::Cow,
    fs,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{cache::Digest, language::Language, walk::SourceFile};

/// Files larger than this are not even read.
const MAX_READ: u64 = 64 << 20;

/// Bytes of sources kept in memory; what does not fit is read again when it is needed.
const MAX_KEPT: usize = 64 << 20;

/// A source file that the first pass looked into.
#[derive(Debug)]
pub(crate) struct Source {
    /// Which.
    pub(super) file: SourceFile,
    /// Its language.
    pub(super) language: Language,
    /// It was parsed.
    pub(super) parsed: bool,
    /// What the cache knows it by.
    pub(super) digest: Digest,
    content: Option<Box<[u8]>>,
}

/// Room for the contents of files.
#[derive(Debug, Default)]
pub(super) struct Room(AtomicUsize);

impl Room {
    /// The bytes, if there is room to keep them.
    pub(super) fn keep(&self, content: Vec<u8>) -> Option<Box<[u8]>> {
        let before = self.0.fetch_add(content.len(), Ordering::Relaxed);
        (before + content.len() <= MAX_KEPT).then(|| content.into_boxed_slice())
    }
}

impl Source {
    pub(super) fn new(
        file: SourceFile,
        language: Language,
        parsed: bool,
        digest: Digest,
        content: Option<Box<[u8]>>,
    ) -> Self {
        Self {
            file,
            language,
            parsed,
            digest,
            content,
        }
    }

    /// Its bytes; nothing when it has become unreadable since the first pass.
    pub(super) fn content(&self) -> Cow<'_, [u8]> {
        match &self.content {
            Some(content) => Cow::Borrowed(content),
            None => Cow::Owned(read(&self.file).unwrap_or_default()),
        }
    }
}

/// Reads a file; the reason in words when that fails.
pub(super) fn read(file: &SourceFile) -> Result<Vec<u8>, String> {
    use std::io::Read as _;

    let failed = |error: std::io::Error| format!("cannot be read: {error}");
    let mut open = fs::File::open(&file.location).map_err(failed)?;
    let size = open.metadata().map_err(failed)?.len();
    if size > MAX_READ {
        return Err(format!("larger than {} MiB: not read", MAX_READ >> 20));
    }
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    open.by_ref()
        .take(MAX_READ)
        .read_to_end(&mut content)
        .map_err(failed)?;
    Ok(content)
}
