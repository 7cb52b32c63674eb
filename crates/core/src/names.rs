//! Validated names: cheap to clone, ordered, and impossible to hold in an invalid form.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// Why a text is not a valid name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// The text has no characters.
    #[error("is empty")]
    Empty,
    /// The text is longer than its kind allows.
    #[error("is {actual} bytes long, the limit is {limit}")]
    TooLong {
        /// Length of the text in bytes.
        actual: usize,
        /// Longest allowed length in bytes.
        limit: usize,
    },
    /// A character that its kind does not allow.
    #[error("contains {character:?}, allowed are {allowed}")]
    Character {
        /// The first offending character.
        character: char,
        /// The allowed characters, in words.
        allowed: &'static str,
    },
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $limit:literal, $alphabet:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Longest allowed length in bytes.
            pub const LIMIT: usize = $limit;

            /// Checks `text` and takes it as a name.
            pub fn new(text: &str) -> Result<Self, InvalidName> {
                check(text, $limit, &$alphabet)?;
                Ok(Self(text.into()))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The name as text that is shared with it.
            #[must_use]
            pub fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;
            fn try_from(text: String) -> Result<Self, InvalidName> {
                Self::new(&text)
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.as_ref().into()
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{:?}", &*self.0)
            }
        }
    };
}

/// What the text of a name may consist of.
struct Alphabet {
    words: &'static str,
    first_refused: fn(&str) -> Option<char>,
}

const PRINTABLE: Alphabet = Alphabet {
    words: "all characters but control characters",
    first_refused: |text| text.chars().find(|c| c.is_control()),
};
const IDENTIFIER: Alphabet = Alphabet {
    words: "letters, digits and _ - . / : @",
    first_refused: |text| {
        text.chars()
            .find(|c| !(c.is_ascii_alphanumeric() || "_-./:@".contains(*c)))
    },
};
const DOTTED: Alphabet = Alphabet {
    words: "letters, digits, _ and -, in parts joined by single dots",
    first_refused: first_refused_of_dotted,
};

name!(
    /// An opaque id of an end user, chosen by the product: 1–256 bytes without control characters.
    UserId, 256, PRINTABLE
);
name!(
    /// The id of an observation, unique per user and feature: 1–128 bytes without control characters.
    ObservationId, 128, PRINTABLE
);
name!(
    /// A registered writer and reader, such as `chat`.
    FeatureName, 128, IDENTIFIER
);
name!(
    /// Where something was observed or a belief is wanted, such as `document_generation`.
    ContextName, 128, IDENTIFIER
);
name!(
    /// What was observed, such as `answer_shortened`.
    ActionName, 128, IDENTIFIER
);
name!(
    /// The bridge that wrote an observation.
    OriginName, 128, IDENTIFIER
);
name!(
    /// The deployed version of the feature that wrote an observation.
    Release, 128, PRINTABLE
);
name!(
    /// The projection that an observation may descend from.
    ProjectionId, 128, PRINTABLE
);
name!(
    /// A member of a set dimension: 1–128 bytes without control characters.
    Member, 128, PRINTABLE
);
name!(
    /// One counter of a legacy store within an action.
    SlotName, 128, IDENTIFIER
);

name!(
    /// One thing worth knowing of a user, dotted: `communication.verbosity`.
    DimensionName, 128, DOTTED
);

fn check(text: &str, limit: usize, alphabet: &Alphabet) -> Result<(), InvalidName> {
    if text.is_empty() {
        return Err(InvalidName::Empty);
    }
    if text.len() > limit {
        return Err(InvalidName::TooLong {
            actual: text.len(),
            limit,
        });
    }
    match (alphabet.first_refused)(text) {
        Some(character) => Err(InvalidName::Character {
            character,
            allowed: alphabet.words,
        }),
        None => Ok(()),
    }
}

fn first_refused_of_dotted(text: &str) -> Option<char> {
    let refused = text
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(*c)));
    refused.or_else(|| text.split('.').any(str::is_empty).then_some('.'))
}
