//! Tokens: what a write answers, so that a later read can ask to see it.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;

/// How far a store is. Positions of one timeline are ordered, those of two are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// Which history of the store: another one after a standby was promoted.
    pub timeline: u32,
    /// How far within it.
    pub offset: u64,
}

impl Position {
    /// Whether everything up to `other` is included.
    #[must_use]
    pub const fn includes(self, other: Self) -> bool {
        self.timeline == other.timeline && self.offset >= other.offset
    }

    /// The one further along, for two positions of one history.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        if (self.timeline, self.offset) >= (other.timeline, other.offset) {
            self
        } else {
            other
        }
    }
}

/// Where a write went: opaque text to those who carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The store that took the write.
    pub store: String,
    /// The node that took it: a name that a process makes when it starts.
    pub node: u64,
    /// A position that includes the write.
    pub position: Position,
}

const FORM: u8 = 1;
const FIXED: usize = 1 + 8 + 4 + 8;

impl Token {
    /// Reads the text of a token.
    pub fn parse(text: &str) -> Result<Self, InvalidToken> {
        let bytes = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map_err(|_| InvalidToken)?;
        let (fixed, store) = bytes.split_first_chunk::<FIXED>().ok_or(InvalidToken)?;
        let (form, fixed) = fixed.split_first().ok_or(InvalidToken)?;
        let (node, fixed) = fixed.split_first_chunk().ok_or(InvalidToken)?;
        let (timeline, fixed) = fixed.split_first_chunk().ok_or(InvalidToken)?;
        let (offset, _) = fixed.split_first_chunk().ok_or(InvalidToken)?;
        if *form != FORM || store.is_empty() {
            return Err(InvalidToken);
        }
        Ok(Self {
            store: str::from_utf8(store).map_err(|_| InvalidToken)?.to_owned(),
            node: u64::from_be_bytes(*node),
            position: Position {
                timeline: u32::from_be_bytes(*timeline),
                offset: u64::from_be_bytes(*offset),
            },
        })
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(FIXED + self.store.len());
        bytes.push(FORM);
        bytes.extend(self.node.to_be_bytes());
        bytes.extend(self.position.timeline.to_be_bytes());
        bytes.extend(self.position.offset.to_be_bytes());
        bytes.extend(self.store.as_bytes());
        formatter.write_str(&BASE64URL_NOPAD.encode(&bytes))
    }
}

/// The text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a token: pass one as it was answered by a write, unchanged")]
pub struct InvalidToken;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back() {
        let token = Token {
            store: "0f3a".into(),
            node: u64::MAX - 1,
            position: Position {
                timeline: 3,
                offset: 1 << 40,
            },
        };
        assert_eq!(Token::parse(&token.to_string()), Ok(token));
    }

    #[test]
    fn other_text_is_refused() {
        let truncated = BASE64URL_NOPAD.encode(&[FORM; FIXED]);
        let other_form = BASE64URL_NOPAD.encode(&[9; FIXED + 4]);
        for text in ["", "!", "AAAA", &truncated, &other_form] {
            assert_eq!(Token::parse(text), Err(InvalidToken), "{text:?}");
        }
    }
}
