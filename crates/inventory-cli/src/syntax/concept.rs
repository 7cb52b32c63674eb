//! What a node of any grammar stands for.
//!
//! The grammars name their nodes much alike, so one table serves all of them; where two languages use one
//! name for the same idea nothing needs to be said twice.

mod kinds;

use std::collections::HashMap;

use tree_sitter::{Language, Node};

use self::kinds::KINDS;

/// The few ideas the extractor tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concept {
    /// Not looked at; its children are.
    Other,
    /// A class, struct, interface, model or message.
    Class,
    /// A function, method or closure.
    Function,
    /// A call.
    Call,
    /// A macro whose arguments are raw tokens.
    Macro,
    /// `a.b`.
    Member,
    /// `a[b]`.
    Subscript,
    /// `a = b`.
    Assignment,
    /// A declared name with a value.
    Declaration,
    /// A literal text, with or without holes.
    Text,
    /// Two texts side by side or joined by an operator.
    Join,
    /// A binary operation.
    Binary,
    /// `a ? b : c`.
    Choice,
    /// A map literal.
    Object,
    /// A list literal.
    List,
    /// A name.
    Name,
    /// This object.
    Itself,
    /// A number, boolean or null.
    Literal,
    /// Something around one expression that does not change what it says.
    Wrapper,
    /// A return statement.
    Return,
    /// An import.
    Import,
    /// A SQL statement about a table.
    SqlTable,
}

/// The concepts of one grammar by node kind, and its fields by name.
#[derive(Debug)]
pub(super) struct Concepts {
    kinds: Vec<Concept>,
    fields: HashMap<String, u16>,
}

impl Concepts {
    /// Looks every kind of `language` up once.
    pub(super) fn of(language: &Language) -> Self {
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kinds = (0..count).map(|id| match language.node_kind_for_id(id) {
            Some(kind) if language.node_kind_is_named(id) => by_name(kind),
            _ => Concept::Other,
        });
        let fields = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        let fields =
            (1..=fields).filter_map(|id| Some((language.field_name_for_id(id)?.to_owned(), id)));
        Self {
            kinds: kinds.collect(),
            fields: fields.collect(),
        }
    }

    /// The field of this name, if the grammar has one.
    pub(super) fn field(&self, name: &str) -> Option<u16> {
        self.fields.get(name).copied()
    }

    /// The concept of a node.
    pub(super) fn get(&self, node: &Node<'_>) -> Concept {
        self.kinds
            .get(usize::from(node.kind_id()))
            .copied()
            .unwrap_or(Concept::Other)
    }
}

fn by_name(kind: &str) -> Concept {
    KINDS
        .iter()
        .find(|(_, kinds)| kinds.contains(&kind))
        .map_or(Concept::Other, |(concept, _)| *concept)
}
