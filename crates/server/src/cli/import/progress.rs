//! What is shown of an import: a bar with rate and time left, bad lines, and what became of it.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::{rows::BadLine, sink::Recorded};
use crate::cli::{CliError, output};

/// Bad lines that are shown; the others are counted.
const SHOWN: u64 = 100;

/// How far an import is.
pub(super) struct Progress {
    bar: ProgressBar,
    began: Instant,
    total: Recorded,
    bad: u64,
}

impl Progress {
    /// Begins; `size` is that of the file, if known.
    pub(super) fn new(size: Option<u64>) -> Self {
        let (bar, style) = match size {
            Some(size) => (
                ProgressBar::new(size),
                "{wide_bar} {percent}%  {msg}  {eta} left",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {bytes}  {msg}"),
        };
        bar.set_style(ProgressStyle::with_template(style).unwrap_or(ProgressStyle::default_bar()));
        Self {
            bar,
            began: Instant::now(),
            total: Recorded::default(),
            bad: 0,
        }
    }

    /// Some of the file was read.
    pub(super) fn read(&mut self, bytes: u64, unread: &[BadLine]) {
        self.bar.inc(bytes);
        self.reject(unread);
    }

    /// A batch was recorded.
    pub(super) fn add(&mut self, batch: &Recorded) {
        self.total.new += batch.new;
        self.total.collapsed += batch.collapsed;
        self.total.duplicates += batch.duplicates;
        self.total.quarantined += batch.quarantined;
        self.reject(&batch.rejected);
        self.bar.set_message(format!("{:.0} rows/s", self.rate()));
    }

    /// Whether some lines did not go in.
    pub(super) fn has_rejected(&self) -> bool {
        self.bad > 0
    }

    /// Ends, and says what became of the rows.
    pub(super) fn finish(&self) -> Result<(), CliError> {
        self.bar.finish_and_clear();
        if self.bad > SHOWN {
            output::note(&format!("… and {} more bad lines", self.bad - SHOWN));
        }
        let Recorded {
            new,
            collapsed,
            duplicates,
            quarantined,
            ..
        } = &self.total;
        let mut parts = vec![format!("{new} recorded")];
        for (count, word) in [
            (*collapsed, "of them collapsed"),
            (*duplicates, "there already"),
            (*quarantined, "quarantined"),
            (self.bad, "rejected"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {word}"));
            }
        }
        output::line(&format!(
            "{} in {:.1} s, {:.0} rows/s",
            parts.join(", "),
            self.began.elapsed().as_secs_f64(),
            self.rate()
        ))
    }

    fn reject(&mut self, lines: &[BadLine]) {
        for BadLine { line, reason } in lines {
            self.bad += 1;
            if self.bad <= SHOWN {
                let text = format!(
                    "{} line {line}: {reason}",
                    output::styled(output::RED, "bad")
                );
                self.bar.suspend(|| output::note(&text));
            }
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate that is shown; counts of rows stay far below 2^53"
    )]
    fn rate(&self) -> f64 {
        let total = &self.total;
        let rows = total.new + total.duplicates + total.quarantined + self.bad;
        rows as f64 / self.began.elapsed().as_secs_f64().max(1e-3)
    }
}
