//! Where the story is shown: lines at the pace of a reader on a terminal, at once elsewhere.

use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

use super::DemoError;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GREEN: Style = AnsiColor::Green.on_default();
/// What a feature says to the user.
pub(super) const SPEECH: Style = Style::new().italic();

const WIDTH: usize = 96;

/// The terminal, or whatever standard output is. Colour goes only to a terminal, and nowhere when
/// `NO_COLOR` is set.
#[derive(Debug)]
pub struct Screen {
    output: AutoStream<io::Stdout>,
    beat: Duration,
}

impl Screen {
    /// Standard output. `beat` is the time between two lines of the story; by default a reader's
    /// on a terminal, none elsewhere.
    #[must_use]
    pub fn new(beat: Option<Duration>) -> Self {
        let of_reader = if io::stdout().is_terminal() { 450 } else { 0 };
        Self {
            output: anstream::stdout(),
            beat: beat.unwrap_or(Duration::from_millis(of_reader)),
        }
    }

    /// Shows a line.
    pub fn line(&mut self, text: &str) -> Result<(), DemoError> {
        let written = writeln!(self.output, "{}", text.trim_end());
        written
            .and_then(|()| self.output.flush())
            .map_err(DemoError::OutputClosed)
    }

    /// Shows a line and leaves time to read it.
    pub(super) async fn say(&mut self, text: &str) -> Result<(), DemoError> {
        self.line(text)?;
        self.pause(1).await;
        Ok(())
    }

    /// Leaves time to think.
    pub(super) async fn pause(&self, beats: u32) {
        if !self.beat.is_zero() {
            tokio::time::sleep(self.beat * beats).await;
        }
    }

    /// Begins a part of the story.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), DemoError> {
        let rule = "─".repeat(WIDTH.saturating_sub(text.chars().count() + 4));
        self.line("")?;
        self.line(&format!(
            "{DIM}──{DIM:#} {BOLD}{text}{BOLD:#} {DIM}{rule}{DIM:#}"
        ))?;
        self.line("")
    }
}
