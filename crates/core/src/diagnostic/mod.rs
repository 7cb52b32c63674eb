//! Mistakes in a document, as values: a stable code, what is wrong and where, why, and how to mend
//! it. Rendered as a compiler does, or as problems with JSON pointers for the wire.

mod code;
mod render;
mod suggestion;

use std::ops::Range;

pub use self::{code::Code, suggestion::Spelling};
use crate::problem::{Problem, capped};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is refused.
    Error,
    /// The document is taken, but probably does not do what was meant.
    Warning,
}

/// One mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the document is refused for it.
    pub severity: Severity,
    /// Names this sort of mistake, stable over versions.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// JSON pointer to the value, seen as a tree.
    pub pointer: String,
    /// The bytes of the text to point at.
    pub span: Range<usize>,
    /// What to write beside the caret; may be empty.
    pub label: String,
    /// Other places that explain the mistake.
    pub related: Vec<(Range<usize>, String)>,
    /// Why it is one.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Vec<String>,
    /// A replacement that would mend it.
    pub fix: Option<Fix>,
}

/// A change of the text that would mend a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change is, for people.
    pub title: String,
    /// The bytes to replace.
    pub span: Range<usize>,
    /// What to put there.
    pub replacement: String,
}

impl Diagnostic {
    /// A mistake for which the document is refused.
    #[must_use]
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place.into(), message.into())
    }

    /// Something that probably is not meant.
    #[must_use]
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place.into(), message.into())
    }

    fn new(severity: Severity, code: Code, place: Place, message: String) -> Self {
        Self {
            severity,
            code,
            message,
            pointer: place.pointer,
            span: place.span,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Says something beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Points at another place that explains the mistake.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, label: impl Into<String>) -> Self {
        self.related.push((place.into().span, label.into()));
        self
    }

    /// Says why it is a mistake.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Offers a replacement of the text at `place`.
    #[must_use]
    pub fn fix(
        mut self,
        place: impl Into<Place>,
        title: impl Into<String>,
        replacement: impl Into<String>,
    ) -> Self {
        self.fix = Some(Fix {
            title: title.into(),
            span: place.into().span,
            replacement: replacement.into(),
        });
        self
    }
}

/// A place in a document: its bytes, and where it is in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// JSON pointer into the tree.
    pub pointer: String,
    /// Bytes of the text.
    pub span: Range<usize>,
}

impl From<&Self> for Place {
    fn from(place: &Self) -> Self {
        place.clone()
    }
}

/// What was found in one document, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    file: String,
    text: String,
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// A report on `text`, which people know as `file`.
    #[must_use]
    pub fn new(file: &str, text: &str, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|left, right| {
            let key = |found: &Diagnostic| (found.span.start, found.severity);
            key(left).cmp(&key(right))
        });
        Self {
            file: file.into(),
            text: text.into(),
            diagnostics,
        }
    }

    /// The mistakes, in the order of the text.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// How many of the diagnostics refuse the document.
    #[must_use]
    pub fn errors(&self) -> usize {
        let errors = self.diagnostics.iter();
        errors
            .filter(|found| found.severity == Severity::Error)
            .count()
    }

    /// The text that a compiler would print, with colour for a terminal or without.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        render::report(&self.file, &self.text, &self.diagnostics, color)
    }

    /// The errors as problems with JSON pointers, for an answer over the wire.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let errors = self.diagnostics.iter();
        let errors = errors.filter(|found| found.severity == Severity::Error);
        capped(errors.map(|found| self.problem(found)))
    }

    fn problem(&self, found: &Diagnostic) -> Problem {
        let (line, column) = render::position(&self.text, found.span.start);
        let mut detail = format!("line {line}, column {column}: {}", found.message);
        for sentence in found.notes.iter().chain(&found.help) {
            detail.push_str("; ");
            detail.push_str(sentence);
        }
        if let Some(fix) = &found.fix {
            detail.push_str("; ");
            detail.push_str(&fix.title);
        }
        Problem::new(found.pointer.clone(), detail)
    }
}
