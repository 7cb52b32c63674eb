//! Diagnostics as text, in the manner of rustc: code, place, caret, cause and help.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::{Diagnostic, Fix, Severity};

/// Most diagnostics that are printed in full.
const SHOWN: usize = 50;
/// Bytes of the text kept on either side of what is pointed at: the renderer reads all it is given.
const AROUND: usize = 2_000;

pub(super) fn report(file: &str, text: &str, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut shown: Vec<String> = diagnostics
        .iter()
        .take(SHOWN)
        .map(|found| renderer.render(&groups(file, text, found)))
        .collect();
    if let Some(more) = diagnostics
        .len()
        .checked_sub(SHOWN)
        .filter(|more| *more > 0)
    {
        shown.push(format!("… and {more} more"));
    }
    shown.join("\n\n")
}

/// Line and column, both from 1, of a byte of the text.
pub(super) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..floor(text, byte)];
    let line = before.matches('\n').count() + 1;
    let column = before
        .chars()
        .rev()
        .take_while(|character| *character != '\n')
        .count()
        + 1;
    (line, column)
}

fn groups<'a>(file: &'a str, text: &'a str, found: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let view = View::around(text, found);
    let primary = AnnotationKind::Primary.span(view.range(&found.span));
    let primary = match found.label.as_str() {
        "" => primary,
        label => primary.label(label),
    };
    let related = found.related.iter().map(|(span, label)| {
        AnnotationKind::Context
            .span(view.range(span))
            .label(label.as_str())
    });
    let snippet = view.snippet(file).annotation(primary).annotations(related);
    let mut main = level
        .primary_title(found.message.as_str())
        .id(found.code.as_str())
        .element(snippet);
    for note in &found.notes {
        main = main.element(Level::NOTE.message(note.as_str()));
    }
    for help in &found.help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![main];
    groups.extend(found.fix.as_ref().map(|fix| change(file, &view, fix)));
    groups
}

fn change<'a>(file: &'a str, view: &View<'a>, fix: &'a Fix) -> Group<'a> {
    let patch = Patch::new(view.range(&fix.span), fix.replacement.as_str());
    let snippet: Snippet<'a, Patch<'a>> = view.snippet(file);
    Level::HELP
        .secondary_title(fix.title.as_str())
        .element(snippet.patch(patch))
}

/// The lines of the text around a diagnostic.
struct View<'a> {
    text: &'a str,
    start: usize,
    line: usize,
}

impl<'a> View<'a> {
    fn around(text: &'a str, found: &Diagnostic) -> Self {
        let spans = || {
            let related = found.related.iter().map(|(span, _)| span);
            let fix = found.fix.iter().map(|fix| &fix.span);
            related.chain(fix).chain([&found.span])
        };
        let first = spans().map(|span| span.start).min().unwrap_or_default();
        let last = spans().map(|span| span.end).max().unwrap_or_default();
        let from = floor(text, first.saturating_sub(AROUND));
        let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let to = floor(text, last.saturating_add(AROUND));
        let end = text[to..]
            .find('\n')
            .map_or(text.len(), |newline| to + newline);
        Self {
            text: &text[start..end],
            start,
            line: position(text, start).0,
        }
    }

    fn snippet<T: Clone>(&self, file: &'a str) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.line).path(file)
    }

    /// `span` within the view.
    fn range(&self, span: &Range<usize>) -> Range<usize> {
        let within = |byte: usize| floor(self.text, byte.saturating_sub(self.start));
        let start = within(span.start);
        start..within(span.end).max(start)
    }
}

/// The greatest character boundary at or before `byte`.
fn floor(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte)
}
