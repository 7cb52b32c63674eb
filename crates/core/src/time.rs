//! Instants and lengths of time, in whole milliseconds. The domain never asks for the time: it is
//! always an argument.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z. RFC 3339 on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest instant an observation may carry.
    pub const EPOCH: Self = Self(0);

    /// An instant from milliseconds since 1970, within the years jiff can print (−9999 to 9999).
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Parses an RFC 3339 time; finer parts than milliseconds are cut off.
    pub fn parse(text: &str) -> Result<Self, InvalidTime> {
        let parsed: jiff::Timestamp = text
            .parse()
            .map_err(|_| InvalidTime::Timestamp(text.chars().take(64).collect()))?;
        Ok(Self(parsed.as_millisecond()))
    }

    /// This instant and `length` after it.
    #[must_use]
    pub const fn plus(self, length: Millis) -> Self {
        Self(self.0.saturating_add(length.0))
    }

    /// The length from `earlier` to this instant, negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => write!(formatter, "{instant:.3}"),
            Err(_) => write!(formatter, "{} ms", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTime;
    fn try_from(text: String) -> Result<Self, InvalidTime> {
        Self::parse(&text)
    }
}

impl From<Timestamp> for String {
    fn from(instant: Timestamp) -> Self {
        instant.to_string()
    }
}

/// A positive length of time in milliseconds, written `30d`, `12h`, `5m`, `10s`, `250ms`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Millis(i64);

const UNITS: [(&str, i64); 6] = [
    ("w", 7 * 86_400_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("ms", 1),
    ("m", 60_000),
    ("s", 1_000),
];

impl Millis {
    /// The longest length that can be written: about 100 years.
    pub const MAX: Self = Self::days(36_525);

    /// A length of whole days.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self(days * 86_400_000)
    }

    /// A length of whole minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60_000)
    }

    /// A length of whole seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1_000)
    }

    /// The length in milliseconds, at least 1.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Parses a whole number and a unit: `ms`, `s`, `m`, `h`, `d` or `w`, up to 100 years.
    pub fn parse(text: &str) -> Result<Self, InvalidTime> {
        let invalid = || InvalidTime::Length(text.chars().take(64).collect());
        let (unit, factor) = UNITS
            .iter()
            .find(|(unit, _)| text.ends_with(unit))
            .ok_or_else(invalid)?;
        let digits = text.strip_suffix(unit).unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let count: i64 = digits.parse().map_err(|_| invalid())?;
        let millis = count.checked_mul(*factor).ok_or_else(invalid)?;
        if !(1..=Self::MAX.0).contains(&millis) {
            return Err(invalid());
        }
        Ok(Self(millis))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by_size = [UNITS[1], UNITS[2], UNITS[4], UNITS[5], UNITS[3]];
        let (unit, factor) = by_size
            .into_iter()
            .find(|(_, factor)| self.0 % factor == 0)
            .unwrap_or(("ms", 1));
        write!(formatter, "{}{unit}", self.0 / factor)
    }
}

impl fmt::Debug for Millis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl TryFrom<String> for Millis {
    type Error = InvalidTime;
    fn try_from(text: String) -> Result<Self, InvalidTime> {
        Self::parse(&text)
    }
}

impl From<Millis> for String {
    fn from(length: Millis) -> Self {
        length.to_string()
    }
}

/// Why a text is neither an instant nor a length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTime {
    /// Not an RFC 3339 time.
    #[error("{0:?} is not an RFC 3339 time such as 2026-03-01T12:00:00Z")]
    Timestamp(String),
    /// Not a length of time.
    #[error("{0:?} is not a length of time such as 30d, 12h or 10m (at most 100 years)")]
    Length(String),
}
