//! What a parsed file says, in no language's terms.

use serde::{Deserialize, Serialize};

use super::lookup::Lookup;

/// Everything extracted from one file; positions are lines from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileEvents {
    /// Classes, structs, interfaces, models, messages.
    pub classes: Vec<Class>,
    /// Functions and methods.
    pub functions: Vec<Function>,
    /// Calls, also of constructors.
    pub calls: Vec<Call>,
    /// Assignments, declarations with a value, class constants.
    pub assignments: Vec<Assignment>,
    /// Subscripts with a literal key.
    pub subscripts: Vec<Subscript>,
    /// Longer texts with interpolated expressions.
    pub templates: Vec<Template>,
    /// Tables of SQL statements, also of those inside strings.
    pub tables: Vec<Table>,
    /// Imported modules, as written.
    pub imports: Vec<String>,
    /// Finds events; made of them when first asked, so nothing is added after that.
    pub lookup: Lookup,
}

/// A value as far as the syntax tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expression {
    /// A literal text or symbol.
    Text(String),
    /// Text with holes.
    Template(Vec<Piece>),
    /// A name or a chain of members, joined by dots; `self` for this, `[]` for a computed member.
    Path(String),
    /// A call.
    Call {
        /// What is called.
        path: String,
        /// With what.
        arguments: Vec<Argument>,
    },
    /// An object or map literal.
    Object(Vec<(String, Expression)>),
    /// A list literal.
    List(Vec<Expression>),
    /// A number, boolean or null, as written.
    Literal(String),
    /// Anything else.
    Other,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// A hole: the path of what fills it, empty where it has none.
    Hole(String),
}

/// An argument of a call or attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Keyword or label.
    pub name: Option<String>,
    /// Value.
    pub value: Expression,
}

/// A class-like declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// Name.
    pub name: String,
    /// What it extends, implements or includes, as written.
    pub bases: Vec<String>,
    /// Decorators, annotations, attributes.
    pub attributes: Vec<Attribute>,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// A decorator or annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Path as written.
    pub name: String,
    /// Arguments.
    pub arguments: Vec<Argument>,
}

/// A declared field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Declared type.
    pub type_: Option<String>,
    /// Initial value.
    pub value: Option<Expression>,
    /// Its decorators; a Go struct tag is one attribute per key.
    pub attributes: Vec<Attribute>,
    /// Line.
    pub line: u32,
}

/// A function or method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Name; empty for anonymous ones.
    pub name: String,
    /// Parameters, as one text.
    pub parameters: String,
    /// Index into `classes` of the class around it.
    pub class: Option<usize>,
    /// The name of the object literal it is a member of; empty where it is none.
    pub holder: String,
    /// Of the member, the assigned path or the variable that the object around it ends up as, where it is
    /// not declared outright: `storage` in `app = { storage: (() => { return { get(key) {} } })() }`.
    pub member_of: String,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// The last text or template it returns.
    pub returns: Option<Expression>,
    /// Index into `functions` of the function around it.
    pub around: Option<usize>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub path: String,
    /// Arguments; a trailing block or closure is not one of them.
    pub arguments: Vec<Argument>,
    /// Line of its arguments: where a chain is broken over lines, the line people look at.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First byte: calls of one chain share it.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Index into `functions`.
    pub function: Option<usize>,
    /// Index into `classes`.
    pub class: Option<usize>,
}

/// An assignment or declaration with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Left side.
    pub target: String,
    /// Right side.
    pub value: Expression,
    /// Line.
    pub line: u32,
    /// Index into `functions`; `None` at top level and for class members.
    pub function: Option<usize>,
    /// Index into `classes`.
    pub class: Option<usize>,
}

/// `object[key]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscript {
    /// The object.
    pub path: String,
    /// The key.
    pub key: Expression,
    /// It is assigned to.
    pub write: bool,
    /// Line.
    pub line: u32,
    /// Index into `functions`.
    pub function: Option<usize>,
    /// Index into `classes`.
    pub class: Option<usize>,
}

/// A text with holes, long enough to be a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// Index into `functions`.
    pub function: Option<usize>,
}

/// What a statement does to a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableChange {
    /// Creates it.
    Create,
    /// Adds columns.
    Alter,
    /// Drops it.
    Drop,
    /// Drops the columns.
    DropColumns,
    /// Gives it this name.
    Rename(String),
}

/// A table in a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name without schema and quotes.
    pub name: String,
    /// What happens.
    pub change: TableChange,
    /// Columns it creates or adds.
    pub columns: Vec<Column>,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type, as written.
    pub type_: Option<String>,
    /// Default, as written.
    pub default: Option<String>,
    /// Enumerated values.
    pub values: Vec<String>,
    /// Table or class it refers to.
    pub target: Option<String>,
    /// At most one row per value.
    pub unique: bool,
    /// Line.
    pub line: u32,
}

/// The name of an argument that is what a function among the arguments returns.
pub const RETURNED: &str = "=>";

impl Expression {
    /// The literal text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Name or member chain, of a call the thing called.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Path(path) | Self::Call { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// The last member of a dotted path.
#[must_use]
pub fn last_segment(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
