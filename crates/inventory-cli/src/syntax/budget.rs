//! Work budgets in bytes and parser steps, never in time: a slow machine finds the same mechanisms.

/// Larger files are not parsed.
pub const MAX_BYTES: usize = 4 << 20;

/// Nodes visited in one file.
pub(super) const MAX_NODES: usize = 5_000_000;

/// Bytes that a step of the parser (about a hundred operations) should read: sound code of any language gives
/// more, measured on 17,963 files of 80 applications.
pub(super) const BYTES_PER_STEP: usize = 50;

/// Bytes by which the parser may fall behind [`BYTES_PER_STEP`]. Those files reach at most 116.
pub(super) const MAX_PARSER_LAG: usize = 2_500;

/// Bytes that the parser is given at once.
pub(super) const BYTES_PER_READ: usize = 4_096;

/// How often the parser may read all bytes of a file: tokens that are looked at again, in several readings of
/// what stands before them. The same files reach at most 20, and 16 more where they are short.
pub(super) const MAX_READINGS: usize = 64;

/// Reads that are allowed of the shortest file.
pub(super) const SPARE_READS: usize = 1_000;

/// Bytes from one sample of a parser's errors to the next.
pub(super) const BYTES_PER_ERROR_SAMPLE: usize = 8_192;

/// Errors, each times the bytes before it, that are borne without a look at how deep they are: about a second.
pub(super) const MAX_BURDEN: usize = 2_000_000;

/// Depth of a tree in which more errors are not borne.
pub(super) const MAX_TREE_DEPTH: u32 = 300;

/// Nesting of an expression that is still looked into.
pub(super) const MAX_DEPTH: usize = 24;

/// Longest text kept of a literal.
pub(super) const MAX_TEXT: usize = 400;

/// Why a file was read only in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// [`MAX_BYTES`].
    TooLarge,
    /// The parser fell behind its budget at this line; what comes before was used.
    ParserSteps {
        /// Counted from 1.
        line: usize,
    },
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
            Self::ParserSteps { line } => {
                format!("syntax errors or ambiguities pile up: read up to line {line}")
            }
            Self::Nodes => format!("more than {MAX_NODES} syntax nodes: read up to there"),
            Self::NoGrammar => {
                "this binary was built without the grammar of its language".to_owned()
            }
        }
    }
}
