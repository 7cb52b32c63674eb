//! The lines that the keys of an object literal stand on.
//!
//! Expressions know no lines: keys are looked for in the text, in order, within the lines of the call.

/// Finds keys one after another.
#[derive(Debug)]
pub(super) struct KeyLines<'a> {
    rest: Vec<(u32, &'a str)>,
    last: u32,
}

impl<'a> KeyLines<'a> {
    /// Within the lines `first..=last` of a file, counted from 1.
    pub(super) fn new(source: &'a [u8], first: u32, last: u32) -> Self {
        let text = std::str::from_utf8(source).unwrap_or_default();
        let skipped = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        let mut rest: Vec<(u32, &str)> = (first..=last).zip(text.lines().skip(skipped)).collect();
        rest.reverse();
        Self { rest, last: first }
    }

    /// The next line on which `key` is given a value; the last one found where none is.
    pub(super) fn next(&mut self, key: &str) -> u32 {
        let at = self
            .rest
            .iter()
            .rposition(|(_, line)| gives_value(line, key));
        if let Some(at) = at {
            self.rest.truncate(at + 1);
            self.last = self.rest.last().map_or(self.last, |(line, _)| *line);
        }
        self.last
    }
}

fn gives_value(line: &str, key: &str) -> bool {
    line.match_indices(key).any(|(at, _)| {
        let before = line.get(..at).and_then(|it| it.chars().next_back());
        let behind = line.get(at + key.len()..).unwrap_or_default();
        let behind = behind.trim_start_matches(['"', '\'']).trim_start();
        behind.starts_with(':')
            && !before.is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '$' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_order_and_never_before_the_last() {
        let text = b"new Schema({\n  a: { type: String },\n  // type\n  \"b\": X, c: Y,\n  a: 1 })";
        let mut lines = KeyLines::new(text, 1, 5);
        let found: Vec<u32> = ["a", "b", "c", "none", "a"]
            .iter()
            .map(|key| lines.next(key))
            .collect();
        assert_eq!(found, [2, 4, 4, 4, 5]);
    }
}
