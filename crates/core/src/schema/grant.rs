//! Patterns over dimension names: `*`, `communication.*`, `communication.verbosity`.

use std::fmt;

use crate::names::{DimensionName, InvalidName};

/// A set of dimensions by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DimensionPattern {
    /// `*`: every dimension.
    All,
    /// `communication.*`: every dimension below the dotted prefix.
    Below(DimensionName),
    /// One dimension.
    Exactly(DimensionName),
}

impl DimensionPattern {
    /// Parses `*`, a dotted prefix followed by `.*`, or a dimension name.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        match text.strip_suffix(".*") {
            _ if text == "*" => Ok(Self::All),
            Some(prefix) => DimensionName::new(prefix).map(Self::Below),
            None => DimensionName::new(text).map(Self::Exactly),
        }
    }

    /// Whether `dimension` belongs to this set.
    #[must_use]
    pub fn matches(&self, dimension: &DimensionName) -> bool {
        match self {
            Self::All => true,
            Self::Below(prefix) => is_below(dimension.as_str(), prefix.as_str()),
            Self::Exactly(name) => name == dimension,
        }
    }

    /// A number that is greater the fewer dimensions the pattern names.
    #[must_use]
    pub fn specificity(&self) -> usize {
        match self {
            Self::All => 0,
            Self::Below(prefix) => prefix.as_str().len(),
            Self::Exactly(_) => usize::MAX,
        }
    }
}

impl fmt::Display for DimensionPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("*"),
            Self::Below(prefix) => write!(formatter, "{prefix}.*"),
            Self::Exactly(name) => fmt::Display::fmt(name, formatter),
        }
    }
}

/// Whether any of `patterns` matches.
#[must_use]
pub fn matches_any(patterns: &[DimensionPattern], dimension: &DimensionName) -> bool {
    patterns.iter().any(|pattern| pattern.matches(dimension))
}

fn is_below(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|rest| rest.starts_with('.'))
}
