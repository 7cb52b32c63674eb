//! Tokens: how a reader asks for a state that holds a certain write.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An opaque position in the log. A read with `at_least` set to the token of a write sees that
/// write. Tokens are not ordered and their form may change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Token(pub String);

impl Token {
    /// The token as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
