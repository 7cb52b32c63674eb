//! The lines that the keys of an object literal stand on.
//!
//! Expressions know no lines: keys are looked for in the text, in order, within the lines of the call.

use crate::syntax::Lines;

/// Lines behind the last key on which the next one is looked for.
const MOST_LINES: usize = 400;

/// Finds keys one after another.
#[derive(Debug)]
pub(super) struct KeyLines<'a> {
    lines: Lines<'a>,
    at: u32,
    last: u32,
}

impl<'a> KeyLines<'a> {
    /// Within the lines `first..=last` of a file, counted from 1.
    pub(super) fn new(lines: Lines<'a>, first: u32, last: u32) -> Self {
        Self {
            lines,
            at: first,
            last,
        }
    }

    /// The line of the next place where `key` is given a value; that of the last key where there is none.
    pub(super) fn next(&mut self, key: &str) -> u32 {
        let mut ahead = (self.at..=self.last).take(MOST_LINES);
        let found = ahead.find(|line| gives_value(self.lines.text(*line), key));
        self.at = found.unwrap_or(self.at);
        self.at
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
    use crate::syntax::FileEvents;

    #[test]
    fn keys_are_found_in_order_and_never_before_the_last() {
        let text = b"new Schema({\n  a: { type: String },\n  // type\n  \"b\": X, c: Y,\n  a: 1 })";
        let events = FileEvents::default();
        let mut lines = KeyLines::new(events.lines(text), 1, 5);
        let found: Vec<u32> = ["a", "b", "c", "none", "a"]
            .iter()
            .map(|key| lines.next(key))
            .collect();
        assert_eq!(found, [2, 4, 4, 4, 5]);
    }
}
