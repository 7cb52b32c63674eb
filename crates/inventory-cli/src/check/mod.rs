//! The ratchet: a scan against a baseline. It fails when a mechanism becomes a new silo of a dimension
//! that the baseline or the shared model already holds; it does not when code moves, when a store is
//! renamed, when a copy is kept in step, or when a bridge feeds the shared model.

mod compare;
mod render;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use self::{
    compare::check,
    render::{CheckFormat, render},
};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// New silos: the check fails when there is one.
    pub violations: Vec<Violation>,
    /// New silos that an exception lets in.
    pub excepted: Vec<Excepted>,
    /// New mechanisms that are no new silo.
    pub new: Vec<New>,
    /// Accepted mechanisms found again under another name.
    pub renamed: Vec<Renamed>,
    /// Entries no mechanism answers to any more: write the baseline anew.
    pub stale: Vec<Stale>,
}

impl Outcome {
    /// Whether no new silo was found.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.violations.is_empty()
    }
}

/// A new silo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Id of the mechanism.
    pub mechanism: String,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: String,
    /// Features that use it.
    pub features: Vec<String>,
    /// The baseline has the mechanism; it took up a dimension since.
    pub grown: bool,
    /// What it holds that is held already.
    pub held: Vec<Held>,
}

/// A new mechanism that holds nothing that was held already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct New {
    /// Its id.
    pub mechanism: String,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: String,
}

/// A dimension that was held already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The dimension.
    pub dimension: String,
    /// Names of those that held it.
    pub by: Vec<String>,
}

/// A silo that an exception lets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excepted {
    /// Id of the mechanism.
    pub mechanism: String,
    /// Its name.
    pub name: String,
    /// Why it is let in.
    pub reason: String,
}

/// An accepted mechanism under another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// Id in the baseline.
    pub from: String,
    /// Id now.
    pub to: String,
    /// Name now.
    pub name: String,
}

/// An entry of the baseline without a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// The id it names.
    pub id: String,
    /// The name it gives.
    pub name: String,
    /// Whether it is an exception.
    pub exception: bool,
    /// What became of it.
    pub because: String,
}
