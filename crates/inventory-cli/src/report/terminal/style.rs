//! Colours and line breaking. A [`Paint`] knows how wide the terminal is and whether it shows colour.

use anstyle::{AnsiColor, Effects};
use unicode_width::UnicodeWidthStr as _;

use super::words;
use crate::mechanism::Richness;

/// How a piece of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// The title of the report.
    Title,
    /// A section heading.
    Heading,
    /// A name of something in the code.
    Name,
    /// Ordinary text.
    Plain,
    /// Less important.
    Quiet,
    /// Speaks for the state of things.
    Good,
    /// Needs a look.
    Warning,
    /// Speaks against it.
    Bad,
}

impl Style {
    /// The style of a richness.
    pub(crate) fn richness(richness: Richness) -> Self {
        match richness {
            Richness::Low => Self::Quiet,
            Richness::Medium => Self::Plain,
            Richness::High => Self::Good,
        }
    }

    fn ansi(self) -> anstyle::Style {
        let plain = anstyle::Style::new();
        match self {
            Self::Title => plain.effects(Effects::BOLD | Effects::UNDERLINE),
            Self::Heading => plain.bold().fg_color(Some(AnsiColor::Cyan.into())),
            Self::Name => plain.bold(),
            Self::Plain => plain,
            Self::Quiet => plain.dimmed(),
            Self::Good => plain.fg_color(Some(AnsiColor::Green.into())),
            Self::Warning => plain.fg_color(Some(AnsiColor::Yellow.into())),
            Self::Bad => plain.fg_color(Some(AnsiColor::Red.into())),
        }
    }
}

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    /// Columns.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
}

impl Paint {
    /// `text` in `style`.
    pub(crate) fn apply(self, style: Style, text: &str) -> String {
        if self.color && style != Style::Plain {
            let ansi = style.ansi();
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }

    /// A section heading on a line of its own.
    pub(crate) fn heading(self, text: &str) -> String {
        self.apply(Style::Heading, text) + "\n"
    }

    /// `… and 7 more mechanisms`, when `all` exceed `shown`.
    pub(crate) fn more(self, all: usize, shown: usize, noun: &str) -> String {
        let Some(rest) = all.checked_sub(shown).filter(|rest| *rest > 0) else {
            return String::new();
        };
        let noun = match (rest, noun.strip_suffix('y')) {
            (1, _) => noun.to_owned(),
            (_, Some(stem)) => format!("{stem}ies"),
            (_, None) => format!("{noun}s"),
        };
        let line = format!("… and {rest} more {noun} (all: --format html or json)");
        self.wrap_styled(Style::Quiet, &line, "", 2)
    }

    /// `text` broken at spaces to the width, indented by `indent`, continued two columns deeper.
    pub(crate) fn wrap(self, text: &str, indent: usize) -> String {
        self.wrap_styled(Style::Plain, "", text, indent)
    }

    /// As [`Paint::wrap`], with a `lead` in a style of its own.
    pub(crate) fn wrap_styled(self, style: Style, lead: &str, text: &str, indent: usize) -> String {
        let mut out = String::new();
        let mut column = 0;
        let words_of =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let lead_words = words_of(&words::printable(lead));
        let lead_count = lead_words.len();
        for (position, word) in lead_words
            .into_iter()
            .chain(words_of(&words::printable(text)))
            .enumerate()
        {
            let width = word.width();
            if position == 0 {
                out.push_str(&" ".repeat(indent));
                column = indent;
            } else if column + 1 + width > self.width {
                out.push('\n');
                out.push_str(&" ".repeat(indent + 2));
                column = indent + 2;
            } else {
                out.push(' ');
                column += 1;
            }
            let style = if position < lead_count {
                style
            } else {
                Style::Plain
            };
            out.push_str(&self.apply(style, &word));
            column += width;
        }
        out.push('\n');
        out
    }
}

/// A path that does not fit into `width` columns, broken between its folders.
pub(super) fn folded(path: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for part in path.split_inclusive('/') {
        if used > 0 && used + part.width() > width {
            lines.push('\n');
            used = 0;
        }
        lines.push_str(part);
        used += part.width();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn a_path_is_broken_between_its_folders_and_only_where_it_must() {
        let path = "apps/mobile/settings/theme.tsx:15";
        assert_eq!(folded(path, 40), path);
        assert_eq!(folded(path, 22), "apps/mobile/settings/\ntheme.tsx:15");
        assert_eq!(folded(path, 5), "apps/\nmobile/\nsettings/\ntheme.tsx:15");
    }
}
