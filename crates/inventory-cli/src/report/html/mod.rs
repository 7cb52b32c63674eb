//! One self-contained HTML file: no network, no data but the page itself. Everything is rendered here and
//! escaped by the templates; the content security policy lets only our own style and script run, so that
//! even an escaping mistake could not.

mod answers;
mod compounding;
mod graph;
mod matrix;
mod mechanism;
mod page;
mod start;
mod usage;

use std::collections::BTreeMap;

use maud::{Markup, html};

pub(super) use self::page::render;
use super::{View, words};
use crate::mechanism::{Kind, Mechanism};

/// A report with the order of its columns.
struct Page<'a> {
    view: View<'a>,
    /// Mechanisms by kind, then name: the order of columns and of the graph.
    columns: Vec<Column<'a>>,
    by_id: BTreeMap<&'a str, &'a Mechanism>,
}

/// A mechanism with its number in the report.
#[derive(Clone, Copy)]
struct Column<'a> {
    number: usize,
    mechanism: &'a Mechanism,
}

impl<'a> Page<'a> {
    fn new(view: View<'a>) -> Self {
        let mechanisms = &view.report.mechanisms;
        let numbered = mechanisms.iter().enumerate();
        let mut columns: Vec<Column<'a>> = numbered
            .map(|(position, mechanism)| Column {
                number: position + 1,
                mechanism,
            })
            .collect();
        columns.sort_by_key(|column| (column.mechanism.kind, &column.mechanism.name));
        let by_id = mechanisms
            .iter()
            .map(|mechanism| (mechanism.id.as_str(), mechanism));
        Self {
            view,
            columns,
            by_id: by_id.collect(),
        }
    }

    fn name(&self, id: &'a str) -> &'a str {
        self.by_id.get(id).map_or(id, |mechanism| &mechanism.name)
    }

    /// Kinds in column order, each with its number of columns.
    fn kinds(&self) -> Vec<(Kind, usize)> {
        let mut kinds: Vec<(Kind, usize)> = Vec::new();
        for column in &self.columns {
            match kinds.last_mut() {
                Some((kind, count)) if *kind == column.mechanism.kind => *count += 1,
                _ => kinds.push((column.mechanism.kind, 1)),
            }
        }
        kinds
    }
}

/// The class that gives a kind its colour.
fn kind_class(kind: Kind) -> String {
    format!("kind kind-{}", words::kind_id(kind))
}

/// The kinds in the report, each in its colour.
fn kind_legend(page: &Page<'_>) -> Markup {
    html! {
        @for (kind, _) in page.kinds() { li { span class=(kind_class(kind)) { (words::kind(kind)) } } }
    }
}

/// The letter of a silo: A, B … Z, then numbers.
fn silo_letter(position: usize) -> String {
    let letter = u8::try_from(position)
        .ok()
        .filter(|position| *position < 26);
    letter.map_or_else(
        || (position + 1).to_string(),
        |position| char::from(b'A' + position).to_string(),
    )
}
