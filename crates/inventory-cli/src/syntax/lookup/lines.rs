//! The lines of a file.

use memchr::memchr_iter;

use crate::syntax::event::FileEvents;

/// The lines of a text, found without a walk over it for each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines<'a> {
    source: &'a [u8],
    starts: &'a [usize],
}

impl FileEvents {
    /// The lines of `source`, which is the text of the file.
    pub(crate) fn lines<'a>(&'a self, source: &'a [u8]) -> Lines<'a> {
        let starts = self.lookup.line_starts.get_or_init(|| {
            let breaks = memchr_iter(b'\n', source);
            std::iter::once(0).chain(breaks.map(|at| at + 1)).collect()
        });
        Lines { source, starts }
    }
}

impl<'a> Lines<'a> {
    /// From the beginning of one line to the end of another, both counted from 1.
    pub(crate) fn between(self, first: u32, last: u32) -> &'a [u8] {
        let start = |line: u32| {
            let index = usize::try_from(line).ok()?;
            self.starts.get(index).copied()
        };
        let from = start(first.saturating_sub(1)).unwrap_or(self.source.len());
        let end = start(last).map_or(self.source.len(), |next| next - 1);
        self.source.get(from..end).unwrap_or_default()
    }

    /// The text of a line, counted from 1; empty where there is none or it is no text.
    pub(crate) fn text(self, line: u32) -> &'a str {
        let text = std::str::from_utf8(self.between(line, line)).unwrap_or_default();
        text.strip_suffix('\r').unwrap_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let events = FileEvents::default();
        let lines = events.lines(b"a\nbc\r\n\nd");
        let texts: Vec<&str> = (1..=5).map(|line| lines.text(line)).collect();
        assert_eq!(texts, ["a", "bc", "", "d", ""]);
        assert_eq!(lines.between(1, 3), b"a\nbc\r\n");
        assert_eq!(lines.between(2, 9), b"bc\r\n\nd");
    }
}
