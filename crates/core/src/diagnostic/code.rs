//! The sorts of mistakes. Their names are stable: scripts and documentation refer to them.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal,)*) => {
        /// A sort of mistake.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// The stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not TOML.
    Syntax = "syntax",
    /// The text is larger than the limit.
    TooLarge = "too-large",
    /// More entries than the limit.
    TooMany = "too-many",
    /// Fewer entries than are needed.
    TooFew = "too-few",
    /// A key that has no meaning at its place.
    UnknownKey = "unknown-key",
    /// A key that must be there.
    MissingKey = "missing-key",
    /// A value of another type than its key takes.
    WrongType = "wrong-type",
    /// A value that is none of the words its key takes.
    UnknownWord = "unknown-word",
    /// A name with characters or of a length that its sort does not allow.
    InvalidName = "invalid-name",
    /// A name that the language keeps for itself.
    ReservedName = "reserved-name",
    /// Something that may stand only once.
    Duplicate = "duplicate",
    /// A number outside what its key allows.
    OutOfRange = "out-of-range",
    /// A length of time that cannot be read.
    InvalidLength = "invalid-length",
    /// The fast half-life is not shorter than the slow one.
    HalfLives = "half-lives",
    /// Base rates that are incomplete or do not sum to 1.
    BaseRates = "base-rates",
    /// A key that belongs to dimensions of another kind.
    WrongKind = "wrong-kind",
    /// A key that belongs to actions of another mode.
    WrongMode = "wrong-mode",
    /// A dimension that is not declared.
    UnknownDimension = "unknown-dimension",
    /// A context that is not declared.
    UnknownContext = "unknown-context",
    /// A detail that the action does not declare.
    UnknownDetail = "unknown-detail",
    /// A value that its dimension or its detail does not have.
    UnknownValue = "unknown-value",
    /// A pattern that matches no declared dimension.
    MatchesNothing = "matches-nothing",
    /// A detail of a type that cannot be used so.
    DetailType = "detail-type",
    /// Buckets that are not ascending, or whose last one has an end.
    Buckets = "buckets",
    /// A scale that maps nothing.
    Scale = "scale",
    /// A condition that always or never holds.
    ConstantCondition = "constant-condition",
    /// A map without an entry for some values of its detail.
    IncompleteMap = "incomplete-map",
    /// An action that says nothing of the user.
    NoEvidence = "no-evidence",
    /// A feature that may neither read nor write.
    NoGrants = "no-grants",
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
