//! What commands print: results to standard output, everything else to standard error. Colour
//! goes only to a terminal, and nowhere when `NO_COLOR` is set.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use super::CliError;

/// Emphasis.
pub(super) const BOLD: Style = Style::new().bold();
/// What matters less.
pub(super) const DIM: Style = Style::new().dimmed();
/// Good.
pub(super) const GREEN: Style = AnsiColor::Green.on_default();
/// To be looked at.
pub(super) const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Bad.
pub(super) const RED: Style = AnsiColor::Red.on_default().bold();

/// `text` in `style`.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints a result, followed by a line break.
pub(super) fn line(text: &str) -> Result<(), CliError> {
    let mut output = anstream::stdout().lock();
    let written = writeln!(output, "{text}").and_then(|()| output.flush());
    written.map_err(|_| CliError::OutputClosed)
}

/// Tells something that is no result.
pub(super) fn note(text: &str) {
    // When nobody reads standard error there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Tells of an error.
pub(super) fn error(text: &str) {
    note(&format!("{} {text}", styled(RED, "error:")));
}

/// Tells what to do about an error.
pub(super) fn help(text: &str) {
    note(&format!("{} {text}", styled(BOLD, "help:")));
}

/// Whether what is no result is told in colour.
pub(super) fn notes_are_colored() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}
