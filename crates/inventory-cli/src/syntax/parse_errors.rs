//! How many syntax errors a parser meets, told from samples.
//!
//! An error makes the parser try to end everything that is open, so many errors in deep nesting take minutes,
//! which none of its steps shows. Only its log names errors, and writing a log of all it does costs more than the
//! parsing: it is listened to for one step in some thousand bytes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use tree_sitter::Parser;

use super::budget::{BYTES_PER_ERROR_SAMPLE, BYTES_PER_STEP};

/// The samples taken of one file.
#[derive(Default)]
pub(super) struct ErrorSamples {
    /// How much there can have been to mend: for each error the bytes before it, as all of them may be open.
    pub(super) burden: usize,
    heard: Arc<AtomicUsize>,
    /// Where the sample began that is being taken.
    listening_since: Option<usize>,
    /// Bytes before the last sample.
    sampled: usize,
}

impl ErrorSamples {
    /// Whether the parser is to stop after `read` bytes for [`Self::turn`].
    pub(super) fn is_due(&self, read: usize) -> bool {
        self.listening_since.is_some() || read > self.sampled + BYTES_PER_ERROR_SAMPLE
    }

    /// Begins a sample, or ends it.
    pub(super) fn turn(&mut self, parser: &mut Parser, read: usize) {
        let Some(since) = self.listening_since else {
            self.listen(parser, read);
            return;
        };
        self.end(parser);
        let length = (read - since).max(BYTES_PER_STEP);
        let errors = self.heard.swap(0, Relaxed) * (read - self.sampled) / length;
        self.burden += errors * (self.sampled + read) / 2;
        self.sampled = read;
    }

    fn listen(&mut self, parser: &mut Parser, read: usize) {
        self.listening_since = Some(read);
        let heard = Arc::clone(&self.heard);
        parser.set_logger(Some(Box::new(move |_, message| {
            if message.starts_with("resume version") {
                heard.fetch_add(1, Relaxed);
            }
        })));
    }

    /// Leaves the parser without a listener.
    pub(super) fn end(&mut self, parser: &mut Parser) {
        if self.listening_since.take().is_some() {
            parser.set_logger(None);
        }
    }
}
