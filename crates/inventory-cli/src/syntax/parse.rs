//! Parsing within a budget of steps.
//!
//! A parser of generalised grammars stays linear only on text it was made for. Errors that pile up, or an
//! ambiguity that is never resolved, multiply the versions of its stack; a token that is looked for up to the end
//! of the file is read again and again; an error in deep nesting is tried to be mended at every depth. Some
//! kilobytes can take minutes and gigabytes so. Neither the size of a file nor the sum of its steps tells such
//! text from sound code; how far the parser lags behind the bytes it reads, how often it reads them, and how many
//! errors it meets how deep, does.

use std::{cell::Cell, ops::ControlFlow};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use super::{
    budget::{
        BYTES_PER_READ, BYTES_PER_STEP, MAX_BURDEN, MAX_PARSER_LAG, MAX_READINGS, MAX_TREE_DEPTH,
        SPARE_READS,
    },
    parse_errors::ErrorSamples,
};

/// A tree, and how much it is of.
pub(super) struct Parsed {
    pub(super) tree: Tree,
    /// Bytes that were read, where they are not all.
    pub(super) cut: Option<usize>,
}

/// Why the parser was stopped, and where.
enum Stop {
    /// It fell [`MAX_PARSER_LAG`] behind, or read the file [`MAX_READINGS`] times.
    Behind(usize),
    /// It met more errors than what was said to be bearable.
    Errors(usize),
}

/// Parses `source`, or the lines of it that can be parsed within the budgets; nothing where these are none.
pub(super) fn parse(parser: &mut Parser, source: &[u8]) -> Option<Parsed> {
    let mut bearable = MAX_BURDEN;
    loop {
        let (read, is_behind) = match attempt(parser, source, bearable) {
            Ok(tree) => return Some(Parsed { tree, cut: None }),
            Err(Stop::Behind(read)) => (read, true),
            Err(Stop::Errors(read)) => (read, false),
        };
        let head = whole_lines(source.get(..read).unwrap_or_default());
        let tree = attempt(parser, head, usize::MAX).ok()?;
        if is_behind || is_deep(&tree) {
            let cut = Some(head.len());
            return Some(Parsed { tree, cut });
        }
        bearable = bearable.saturating_mul(4);
    }
}

fn attempt(parser: &mut Parser, source: &[u8], bearable: usize) -> Result<Tree, Stop> {
    let mut lag = Lag::of(source);
    let mut errors = ErrorSamples::default();
    let reads_left = Cell::new(SPARE_READS + source.len() / BYTES_PER_READ * MAX_READINGS);
    let mut read = |offset: usize, _| {
        reads_left.set(reads_left.get().saturating_sub(1));
        let rest = source.get(offset..).unwrap_or_default();
        match reads_left.get() {
            // Not the end of the file: what looks for the end of a word may not know that.
            0 if !rest.is_empty() => b"\n",
            _ => rest.get(..BYTES_PER_READ).unwrap_or(rest),
        }
    };
    loop {
        let mut pause = false;
        let mut progress = |state: &ParseState| {
            let spent = reads_left.get() == 0 || lag.step(state.current_byte_offset()).is_break();
            pause = !spent && errors.is_due(lag.read);
            if spent || pause {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        if tree.is_none() && pause {
            errors.turn(parser, lag.read);
            if errors.burden <= bearable {
                continue;
            }
        }
        errors.end(parser);
        return match tree {
            Some(tree) if reads_left.get() > 0 => Ok(tree),
            _ => {
                parser.reset();
                Err(if pause {
                    Stop::Errors(lag.read)
                } else {
                    Stop::Behind(lag.read)
                })
            }
        };
    }
}

fn whole_lines(head: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'\n', head).map_or(0, |line_break| line_break + 1);
    head.get(..end).unwrap_or_default()
}

/// Whether something is nested as nobody nests.
fn is_deep(tree: &Tree) -> bool {
    let mut cursor = tree.walk();
    loop {
        if cursor.depth() > MAX_TREE_DEPTH {
            return true;
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
        }
    }
}

/// By how many bytes the parser is behind where its steps should have brought it.
struct Lag {
    bytes: usize,
    read: usize,
    end: usize,
}

impl Lag {
    fn of(source: &[u8]) -> Self {
        Self {
            bytes: 0,
            read: 0,
            end: source.trim_ascii_end().len(),
        }
    }

    /// Past the end the tree is only balanced, in steps that read nothing.
    fn step(&mut self, offset: usize) -> ControlFlow<()> {
        let gained = offset.saturating_sub(self.read);
        self.read += gained;
        if self.read < self.end {
            self.bytes = (self.bytes + BYTES_PER_STEP).saturating_sub(gained);
        }
        if self.bytes > MAX_PARSER_LAG {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
