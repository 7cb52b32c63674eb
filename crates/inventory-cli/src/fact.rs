//! Facts: what rules make of events, still without an opinion.
//!
//! A file's facts depend on nothing but its bytes and the rules, so they can be cached.

use serde::{Deserialize, Serialize};

use crate::{
    mechanism::{Kind, SiteRole},
    syntax::{Column, Expression, TableChange},
};

/// Everything a file contributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Named texts.
    pub constants: Vec<Constant>,
    /// Declarations of stores.
    pub stores: Vec<StoreFact>,
    /// Reads and writes by key.
    pub accesses: Vec<AccessFact>,
    /// Members of structured columns.
    pub members: Vec<MembersFact>,
    /// Functions and classes whose name says they personalize.
    pub logic: Vec<LogicFact>,
    /// User data in prompts.
    pub prompts: Vec<PromptFact>,
    /// Functions that pass a key or value of theirs to a store.
    pub wrappers: Vec<WrapperFact>,
    /// Classes, for inheritance and for attribution.
    pub classes: Vec<ClassFact>,
    /// First states of what is kept.
    pub objects: Vec<ObjectFact>,
}

/// A name that stands for a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// Name without its class.
    pub name: String,
    /// Class around it.
    pub class: String,
    /// A text, a template or a call that makes one.
    pub value: Expression,
    /// Line.
    pub line: u32,
}

/// A table, model or collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreFact {
    /// The rule.
    pub rule: String,
    /// Kind of store.
    pub kind: Kind,
    /// Table or collection, where the code names it.
    pub table: Option<String>,
    /// Class, where it has one.
    pub class: Option<String>,
    /// What the class extends.
    pub bases: Vec<String>,
    /// What happens to the store.
    pub change: TableChange,
    /// Part of a migration.
    pub migration: bool,
    /// In a database on a person's device: its rows are that person's.
    pub on_device: bool,
    /// Columns.
    pub columns: Vec<Column>,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// A read or write by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessFact {
    /// The rule.
    pub rule: String,
    /// Kind of store.
    pub kind: Kind,
    /// What happens.
    pub role: SiteRole,
    /// The key, unresolved.
    pub key: Expression,
    /// Members of the stored value, where it is a literal.
    pub members: Vec<String>,
    /// Default given with a read.
    pub default: Option<String>,
    /// Function around it.
    pub function: String,
    /// Class around it.
    pub class: String,
    /// Line.
    pub line: u32,
    /// The key must name a user, or it is shared by all.
    pub needs_person: bool,
    /// Seconds the value lives, where the call says so.
    pub lifetime: Option<u64>,
}

/// Members of a structured column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersFact {
    /// The rule.
    pub rule: String,
    /// Class that has the column.
    pub class: String,
    /// Column.
    pub column: String,
    /// Members with their lines.
    pub members: Vec<(String, u32)>,
    /// Line.
    pub line: u32,
}

/// Code whose name says it personalizes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogicFact {
    /// The rule.
    pub rule: String,
    /// Kind of store it is reported as.
    pub kind: Kind,
    /// Name of the function, class or file.
    pub name: String,
    /// Key or other names that identify it.
    pub names: Vec<String>,
    /// Members of what it keeps, where a type declares them.
    pub members: Vec<(String, u32)>,
    /// It takes or looks up one user.
    pub personal: bool,
    /// It does more than return a constant.
    pub substantial: bool,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// User data in a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptFact {
    /// The rule.
    pub rule: String,
    /// Paths of what is put in.
    pub holes: Vec<String>,
    /// Function around it.
    pub function: String,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// A function that passes a parameter on to a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapperFact {
    /// The rule that saw the access inside.
    pub rule: String,
    /// Kind of store.
    pub kind: Kind,
    /// What happens.
    pub role: SiteRole,
    /// Function.
    pub function: String,
    /// Class around it.
    pub class: String,
    /// Which parameter is the key, or the fixed key.
    pub key: WrapperKey,
    /// Which parameter is the value.
    pub value: Option<usize>,
}

/// Where a wrapper takes its key from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrapperKey {
    /// The parameter with this index, in this template (the hole is the parameter).
    Parameter(usize, Expression),
    /// The member of that name of the object with this index.
    Option(usize, String),
    /// Always the same.
    Fixed(Expression),
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFact {
    /// Name.
    pub name: String,
    /// What it extends.
    pub bases: Vec<String>,
    /// Names and types of its fields.
    pub fields: Vec<(String, Option<String>, u32)>,
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
}

/// Whether a class only shows or carries the rows of a model, though it takes parts of models in.
#[must_use]
pub(crate) fn shows_a_model(class: &str, bases: &[String]) -> bool {
    const SHOWN: &[&str] = &[
        "Form",
        "FormSet",
        "Serializer",
        "ViewSet",
        "FilterSet",
        "ObjectType",
    ];
    SHOWN.iter().any(|ending| {
        let by_name = class.ends_with(ending) || *ending == "ObjectType";
        by_name && bases.iter().any(|base| base.ends_with(ending))
    })
}

impl ClassFact {
    /// The types of its fields.
    pub(crate) fn types(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter_map(|(_, type_, _)| type_.as_deref())
    }
}

/// An object literal that something starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectFact {
    /// Members with their literal values.
    pub members: Vec<(String, Option<String>)>,
    /// Line.
    pub line: u32,
}

/// A literal given to a name that could be a preference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiteralFact {
    /// Name.
    pub name: String,
    /// Literal.
    pub value: String,
    /// Line.
    pub line: u32,
}
