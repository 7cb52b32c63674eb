//! Work budgets in bytes and parser steps, never in time: a slow machine finds the same mechanisms.

/// Larger files are not parsed.
pub const MAX_BYTES: usize = 4 << 20;

/// Nodes visited in one file.
pub(super) const MAX_NODES: usize = 5_000_000;

/// Calls of the parser's progress callback; one stands for about a hundred parse operations.
pub(super) const MAX_PARSER_STEPS: usize = 400_000;

/// Nesting of an expression that is still looked into.
pub(super) const MAX_DEPTH: usize = 24;

/// Longest text kept of a literal.
pub(super) const MAX_TEXT: usize = 400;

/// Why a file was read only in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// [`MAX_BYTES`].
    TooLarge,
    /// The parser gave up within its step budget.
    ParserSteps,
    /// It has more nodes than are looked at; what came before was used.
    Nodes,
    /// The grammar is not compiled into this binary.
    NoGrammar,
}

impl Partial {
    /// For people.
    #[must_use]
    pub fn reason(self) -> String {
        match self {
            Self::TooLarge => format!("larger than {} MiB: not parsed", MAX_BYTES >> 20),
            Self::ParserSteps => "parsing took more steps than the budget: not parsed".to_owned(),
            Self::Nodes => format!("more than {MAX_NODES} syntax nodes: read up to there"),
            Self::NoGrammar => {
                "this binary was built without the grammar of its language".to_owned()
            }
        }
    }
}
