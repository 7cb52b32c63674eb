//! Where in a file of XML its reader stands.

use quick_xml::Reader;

/// The byte that is read next.
pub(super) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Counts lines on from the last place asked for, so no byte is looked at twice.
pub(super) struct Lines<'a> {
    source: &'a [u8],
    line: u32,
    counted: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a [u8]) -> Self {
        Self {
            source,
            line: 1,
            counted: 0,
        }
    }

    /// The line of the byte at `at`, which is no earlier than the last one asked for.
    pub(super) fn at(&mut self, at: usize) -> u32 {
        let passed = self.source.get(self.counted..at).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        let breaks = u32::try_from(breaks).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(breaks);
        self.counted = at;
        self.line
    }
}
