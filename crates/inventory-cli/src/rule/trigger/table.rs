//! Classes and calls that declare tables, and that take them away.

use serde::Deserialize;

use super::Position;
use crate::rule::Pattern;

/// A class that is a store.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// One of its bases.
    #[serde(default)]
    pub bases: Vec<Pattern>,
    /// One of its attributes.
    #[serde(default)]
    pub attributes: Vec<Pattern>,
    /// A field with one of these attributes makes it a store.
    #[serde(default)]
    pub field_attributes: Vec<Pattern>,
    /// A field with one of these calls as its value makes it a store.
    #[serde(default)]
    pub field_calls: Vec<Pattern>,
    /// A field with one of these calls as its value is a column of a class that its bases make a store:
    /// too common a name to make it one.
    #[serde(default)]
    pub own_field_calls: Vec<Pattern>,
    /// Any class of these languages is one.
    #[serde(default)]
    pub any: bool,
    /// What its name must be besides.
    #[serde(default)]
    pub class_names: Vec<Pattern>,
    /// Texts of which its file must hold one besides.
    #[serde(default)]
    pub with: Vec<String>,
    /// Which fields are columns.
    #[serde(default)]
    pub columns: ColumnSource,
    /// The database is on a person's device: every row is that person's.
    #[serde(default)]
    pub on_device: bool,
}

/// Which fields of a class are columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnSource {
    /// None: migrations tell.
    #[default]
    None,
    /// Those that made the class a store.
    Matching,
    /// All.
    All,
}

/// A call with a block of column calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The call.
    pub call: Vec<Pattern>,
    /// The table.
    pub table: Position,
    /// What it does.
    #[serde(default)]
    pub alter: bool,
    /// The database is on a person's device: every row is that person's.
    #[serde(default)]
    pub on_device: bool,
}

/// A call with an object literal of columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectTable {
    /// The call.
    pub call: Vec<Pattern>,
    /// The table; where absent, the name the result is assigned to.
    pub table: Option<Position>,
    /// The object.
    pub object: Position,
}

/// A call that gives a table to which further calls add columns, in its chain or on what it is assigned to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Builder {
    /// The call.
    pub call: Vec<Pattern>,
    /// The table.
    pub table: Position,
    /// Names of the calls that add a column: its name first, then its type.
    pub add: Vec<Pattern>,
}

/// A call that adds a column to a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnCall {
    /// The call.
    pub call: Vec<Pattern>,
    /// The table.
    pub table: Position,
    /// The column.
    pub column: Position,
    /// Its type.
    #[serde(default)]
    pub column_type: Option<Position>,
}

/// A call that takes a table away, or columns of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// The call.
    pub call: Vec<Pattern>,
    /// The table.
    pub table: Position,
    /// The first column that goes; the table stays.
    #[serde(default)]
    pub columns: Option<Position>,
    /// Names of calls in its block or its chain that take columns away; the table stays.
    #[serde(default)]
    pub inside: Vec<Pattern>,
}
