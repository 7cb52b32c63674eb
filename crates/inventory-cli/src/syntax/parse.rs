//! Parsing within a budget of steps.
//!
//! A parser of generalised grammars stays linear only on text it was made for. Errors that pile up, or an
//! ambiguity that is never resolved, multiply the versions of its stack; a token that is looked for up to the end
//! of the file is read again and again. Some kilobytes can take minutes and gigabytes so. Neither the size of a
//! file nor the sum of its steps tells such text from sound code; how far the parser lags behind the bytes it
//! reads, and how often it reads them, does.

use std::{cell::Cell, ops::ControlFlow};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use super::{
    budget::{BYTES_PER_READ, BYTES_PER_STEP, MAX_PARSER_LAG, MAX_READINGS, SPARE_READS},
    parse_errors::ErrorSamples,
};

/// Parses `source`.
///
/// # Errors
///
/// How many bytes were read when the parser had fallen [`MAX_PARSER_LAG`] behind, had read them
/// [`MAX_READINGS`] times, or had met too many errors.
pub(super) fn parse(parser: &mut Parser, source: &[u8]) -> Result<Tree, usize> {
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
        let cut = match tree {
            Some(tree) if reads_left.get() > 0 => {
                errors.end(parser);
                return Ok(tree);
            }
            None if pause && errors.turn(parser, lag.read).is_continue() => continue,
            None if pause => errors.bearable(),
            _ => lag.read,
        };
        errors.end(parser);
        parser.reset();
        return Err(cut);
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
