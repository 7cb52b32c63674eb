//! Parsing to language-neutral events.
//!
//! One tree walk per file turns every grammar's nodes into the same few events; rules only ever see
//! events. Nothing here knows a store or a framework, with one exception: SQL statements inside strings
//! are parsed too, because to a program SQL is just text.

mod attribute;
mod budget;
mod class;
mod concept;
mod event;
mod expression;
mod extract;
mod page;
mod preference_screen;
mod proto;
mod schema_xml;
mod sql;
mod table_macro;
mod table_text;
mod template;

pub use budget::{MAX_BYTES, Partial};
pub use event::{
    Argument, Assignment, Attribute, Call, Class, Column, Expression, Field, FileEvents, Function,
    Piece, RETURNED, Subscript, Table, TableChange, Template, last_segment,
};
pub use extract::{Extraction, extract};
pub(crate) use page::scripts_only;
