//! The rows of the fragmentation matrix: one dimension each, and every mechanism that holds it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::silo::{Silos, understanding};
use crate::mechanism::{Field, Mechanism, Report};

/// One dimension and where it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DimensionRow {
    /// The dimension.
    pub dimension: String,
    /// The mechanisms that hold it, in report order.
    pub cells: Vec<Cell>,
    /// Ids of the mechanisms of each silo; more than one silo means fragmentation.
    pub silos: Vec<Vec<String>>,
    /// Features that use a mechanism holding it, sorted.
    pub features: Vec<String>,
    /// What the silos disagree on, in words.
    pub conflicts: Vec<String>,
}

impl DimensionRow {
    /// Whether it is held in more than one silo.
    #[must_use]
    pub fn is_fragmented(&self) -> bool {
        self.silos.len() > 1
    }

    /// The cell of a mechanism.
    #[must_use]
    pub fn cell(&self, mechanism: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.mechanism == mechanism)
    }
}

/// One dimension in one mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cell {
    /// Id of the mechanism.
    pub mechanism: String,
    /// Its fields of this dimension.
    pub fields: Vec<String>,
    /// What features do with the mechanism.
    pub usage: Usage,
}

/// What features do with a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// Read and written.
    ReadWrite,
    /// Only read: the writer was not found.
    Read,
    /// Only written: captured, and nobody looks.
    Write,
    /// Declared; neither reader nor writer was found.
    Declared,
}

impl Usage {
    /// What is done with `mechanism`.
    #[must_use]
    pub fn of(mechanism: &Mechanism) -> Self {
        let reads = mechanism.access.iter().any(|access| access.reads > 0);
        let writes = mechanism.access.iter().any(|access| access.writes > 0);
        match (reads, writes) {
            (true, true) => Self::ReadWrite,
            (true, false) => Self::Read,
            (false, true) => Self::Write,
            (false, false) => Self::Declared,
        }
    }
}

pub(super) fn rows(report: &Report, silos: &Silos) -> Vec<DimensionRow> {
    let by_id: BTreeMap<&str, &Mechanism> = report
        .mechanisms
        .iter()
        .map(|mechanism| (mechanism.id.as_str(), mechanism))
        .collect();
    let mut rows: Vec<DimensionRow> = understanding(&report.mechanisms)
        .into_iter()
        .map(|(dimension, holders)| {
            let mechanisms: Vec<&Mechanism> = holders
                .iter()
                .filter_map(|id| by_id.get(id).copied())
                .collect();
            row(dimension, &holders, &mechanisms, silos)
        })
        .collect();
    rows.sort_by(|left, right| {
        let size = |row: &DimensionRow| (row.silos.len(), row.cells.len());
        size(right)
            .cmp(&size(left))
            .then_with(|| left.dimension.cmp(&right.dimension))
    });
    rows
}

fn row(
    dimension: &str,
    holders: &[&str],
    mechanisms: &[&Mechanism],
    silos: &Silos,
) -> DimensionRow {
    let features: BTreeSet<&String> = mechanisms
        .iter()
        .flat_map(|mechanism| &mechanism.features)
        .collect();
    let silos = silos.of_dimension(dimension, holders);
    DimensionRow {
        dimension: dimension.to_owned(),
        cells: mechanisms
            .iter()
            .map(|mechanism| Cell {
                mechanism: mechanism.id.clone(),
                fields: fields(mechanism, dimension)
                    .map(|field| field.name.clone())
                    .collect(),
                usage: Usage::of(mechanism),
            })
            .collect(),
        conflicts: if silos.len() > 1 {
            conflicts(dimension, mechanisms)
        } else {
            Vec::new()
        },
        silos,
        features: features.into_iter().cloned().collect(),
    }
}

/// The fields of `mechanism` that hold `dimension`.
fn fields<'a>(mechanism: &'a Mechanism, dimension: &str) -> impl Iterator<Item = &'a Field> {
    mechanism
        .fields
        .iter()
        .filter(move |field| field.dimension.as_deref() == Some(dimension))
}

/// Defaults that differ between mechanisms which hold the dimension in a single field: only then do
/// two defaults answer the same question.
fn conflicts(dimension: &str, mechanisms: &[&Mechanism]) -> Vec<String> {
    let mut defaults: Vec<(String, &str)> = Vec::new();
    for mechanism in mechanisms {
        let mut held = fields(mechanism, dimension);
        let (Some(field), None) = (held.next(), held.next()) else {
            continue;
        };
        if let Some(default) = &field.default {
            defaults.push((unquoted(default), &mechanism.name));
        }
    }
    let distinct: BTreeSet<&str> = defaults.iter().map(|(value, _)| value.as_str()).collect();
    if distinct.len() < 2 {
        return Vec::new();
    }
    let said: Vec<String> = defaults
        .iter()
        .map(|(value, name)| format!("{value} in {name}"))
        .collect();
    vec![format!("defaults differ: {}", said.join(", "))]
}

/// A default as written, without its quotes.
fn unquoted(default: &str) -> String {
    default
        .trim_matches(['"', '\'', '`', ':'])
        .to_ascii_lowercase()
}
