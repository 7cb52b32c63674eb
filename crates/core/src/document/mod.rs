//! A TOML document read with its spans: tables that know which of their keys mean something, and
//! values that say what they are not. Whoever reads a document collects every mistake and goes on.

mod node;
mod table;

use toml::de::DeTable;

pub use self::{
    node::{Key, Node},
    table::Table,
};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};

/// What is collected while a document is read.
pub type Findings = Vec<Diagnostic>;

/// So many errors are enough: nobody reads more, and each costs a search for what was meant.
const ENOUGH: usize = 200;

/// Whether reading on would only add to more errors than anybody reads.
#[must_use]
pub(crate) fn is_enough(findings: &Findings) -> bool {
    let errors = findings
        .iter()
        .filter(|found| found.severity == Severity::Error);
    findings.len() >= ENOUGH && errors.count() >= ENOUGH
}

/// Parses `text` and reads its root table, unless the text is not TOML at all.
pub fn read<T>(
    text: &str,
    findings: &mut Findings,
    read: impl FnOnce(Table<'_>, &mut Findings) -> Option<T>,
) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let place = Place {
            pointer: String::new(),
            span: 0..0,
        };
        return read(Table::new(root.get_ref(), place), findings);
    }
    findings.extend(errors.iter().take(ENOUGH).map(|error| {
        let span = error.span().unwrap_or_default();
        let place = Place {
            pointer: String::new(),
            span,
        };
        Diagnostic::error(
            Code::Syntax,
            place,
            format!("this is not TOML: {}", error.message()),
        )
    }));
    None
}
