//! Parsing to language-neutral events.
//!
//! One tree walk per file turns every grammar's nodes into the same few events; rules only ever see
//! events. What is written in a language of its own is read by a reader of its own: SQL, also inside
//! strings, schemas, preference screens, templates of pages. Which store or framework an event means is
//! left to the rules.

mod argument;
mod attribute;
mod budget;
mod class;
mod concept;
mod event;
mod expression;
mod extract;
mod lookup;
mod mapping_xml;
mod object;
mod page;
mod parse;
mod parse_errors;
mod part;
mod preference_screen;
mod proto;
mod resource_values;
mod schema_xml;
mod spread;
mod sql;
mod sql_template;
mod table_macro;
mod table_text;
mod template;
mod xml;

pub use budget::{MAX_BYTES, Partial};
pub use event::{
    Argument, Assignment, Attribute, Call, Class, Column, Expression, Field, FileEvents, Function,
    Piece, RETURNED, Subscript, Table, TableChange, Template, last_segment,
};
pub use extract::{Extraction, extract};
pub(crate) use lookup::Lines;
pub(crate) use page::scripts_only;
