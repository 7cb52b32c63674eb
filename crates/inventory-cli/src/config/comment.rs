//! `selfmodel-inventory: ignore -- reason`, on the line of the declaration or the one above.

use memchr::memmem;
use serde::{Deserialize, Serialize};

/// An ignore comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Line it stands on, from 1.
    pub line: u32,
    /// Why; `no reason given` where the comment forgot it.
    pub reason: String,
}

impl Comment {
    /// Whether it speaks of a declaration on `line`.
    #[must_use]
    pub fn covers(&self, line: u32) -> bool {
        line == self.line || line == self.line + 1
    }
}

const MARK: &[u8] = b"selfmodel-inventory: ignore";

/// The ignore comments of a file.
#[must_use]
pub fn comments_in(content: &[u8]) -> Vec<Comment> {
    if memmem::find(content, MARK).is_none() {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(content);
    (1_u32..)
        .zip(text.lines())
        .filter_map(|(line, text)| {
            let (_, rest) = text.split_once("selfmodel-inventory: ignore")?;
            let reason = rest.split_once("--").map_or("", |(_, reason)| reason);
            let reason = reason
                .trim()
                .trim_end_matches("*/")
                .trim_end_matches("-->")
                .trim();
            let reason = if reason.is_empty() {
                "no reason given"
            } else {
                reason
            };
            Some(Comment {
                line,
                reason: reason.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_gives_its_reason_and_covers_the_next_line() {
        let found = comments_in(b"x\n// selfmodel-inventory: ignore -- theme of the printer\ny\n");
        assert_eq!(
            found,
            [Comment {
                line: 2,
                reason: "theme of the printer".into()
            }]
        );
        assert!(found[0].covers(3) && !found[0].covers(4));
    }
}
