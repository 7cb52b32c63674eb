//! Files of the product, and their bytes while there is room for them.

use std::{
    borrow::Cow,
    fs::{self, Metadata},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
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
    content: Content,
}

/// Room for the contents of files.
#[derive(Debug, Default)]
pub(super) struct Room(AtomicUsize);

/// The bytes of a file, read when they are asked for and kept while there is room.
#[derive(Debug)]
pub(super) struct Content {
    kept: OnceLock<Box<[u8]>>,
    room: Arc<Room>,
}

impl Room {
    /// The bytes, to be kept if there is room.
    pub(super) fn keep(&self, content: Vec<u8>) -> Result<Box<[u8]>, Vec<u8>> {
        let before = self.0.fetch_add(content.len(), Ordering::Relaxed);
        if before + content.len() <= MAX_KEPT {
            Ok(content.into_boxed_slice())
        } else {
            Err(content)
        }
    }
}

impl Content {
    pub(super) fn new(content: Option<Box<[u8]>>, room: Arc<Room>) -> Self {
        Self {
            kept: content.map_or_else(OnceLock::new, OnceLock::from),
            room,
        }
    }

    fn of(&self, file: &SourceFile) -> Cow<'_, [u8]> {
        if let Some(content) = self.kept.get() {
            return Cow::Borrowed(content);
        }
        let content = read(file).map_or_else(|_| Vec::new(), |(_, content)| content);
        match self.room.keep(content) {
            Ok(content) => Cow::Borrowed(self.kept.get_or_init(|| content)),
            Err(content) => Cow::Owned(content),
        }
    }
}

impl Source {
    pub(super) fn new(
        file: SourceFile,
        language: Language,
        parsed: bool,
        digest: Digest,
        content: Content,
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
        self.content.of(&self.file)
    }
}

/// Reads a file, and what its entry said before; the reason in words when that fails.
pub(super) fn read(file: &SourceFile) -> Result<(Metadata, Vec<u8>), String> {
    use std::io::Read as _;

    let failed = |error: std::io::Error| format!("cannot be read: {error}");
    let open = fs::File::open(&file.location).map_err(failed)?;
    let metadata = open.metadata().map_err(failed)?;
    let size = metadata.len();
    if size > MAX_READ {
        return Err(format!("larger than {} MiB: not read", MAX_READ >> 20));
    }
    // With a limit nobody asks for what comes behind the end; files that only seem empty have none.
    let limit = if size == 0 { MAX_READ } else { size };
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    open.take(limit).read_to_end(&mut content).map_err(failed)?;
    Ok((metadata, content))
}
