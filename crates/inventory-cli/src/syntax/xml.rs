//! What files of XML have in common: their elements, and where these stand.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// What happens to an element.
pub(super) enum Element<'a> {
    /// It opens, with its attributes.
    Opens(&'a BytesStart<'a>),
    /// It closes; one without content does so at once.
    Closes(&'a str),
}

/// Visits all elements of a file, each with its line; what follows a mistake in the file is not read.
pub(super) fn elements(source: &[u8], mut visit: impl FnMut(Element<'_>, u32)) {
    let mut reader = Reader::from_reader(source);
    let mut lines = Lines::new(source);
    loop {
        let start = position(&reader);
        let event = reader.read_event();
        let line = lines.at(start);
        match event {
            Ok(Event::Start(element)) => visit(Element::Opens(&element), line),
            Ok(Event::Empty(element)) => {
                visit(Element::Opens(&element), line);
                visit(Element::Closes(element.local_name().into_inner()), line);
            }
            Ok(Event::End(element)) => {
                visit(Element::Closes(element.local_name().into_inner()), line);
            }
            Ok(Event::Eof) | Err(_) => return,
            _ => {}
        }
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut all = element.attributes();
    let mut attributes = all.with_checks(false).flatten();
    let found = attributes.find(|it| it.key.local_name().into_inner() == wanted)?;
    Some(found.value.to_string())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_opens_and_closes_on_its_line_up_to_a_mistake() {
        let mut found = Vec::new();
        elements(
            b"<a x:name=\"one\">\n  <b/>\n</a>\n</odd>\n<c/>",
            |element, line| {
                found.push(match element {
                    Element::Opens(it) => {
                        format!("opens {:?} {line}", attribute(it, "name"))
                    }
                    Element::Closes(name) => format!("closes {name} {line}"),
                });
            },
        );
        assert_eq!(
            found,
            [
                "opens Some(\"one\") 1",
                "opens None 2",
                "closes b 2",
                "closes a 3"
            ]
        );
    }
}
