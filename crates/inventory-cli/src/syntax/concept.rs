//! What a node of any grammar stands for.
//!
//! The grammars name their nodes much alike, so one table serves all of them; where two languages use one
//! name for the same idea nothing needs to be said twice.

mod kinds;

use std::num::NonZeroU16;

use tree_sitter::{Language, Node};

use self::kinds::KINDS;
use super::part::Part;

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
    /// A comment.
    Comment,
    /// A SQL statement about a table.
    SqlTable,
}

/// The concepts of one grammar by node kind, and its numbers of the parts.
#[derive(Debug)]
pub(super) struct Concepts {
    kinds: Vec<(Concept, Box<str>)>,
    parts: [Option<u16>; Part::ALL.len()],
}

impl Concepts {
    /// Looks every kind of `language` up once.
    pub(super) fn of(language: &Language) -> Self {
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kinds = (0..count).map(|id| match language.node_kind_for_id(id) {
            Some(kind) if language.node_kind_is_named(id) => (by_name(kind), kind.into()),
            kind => (Concept::Other, kind.unwrap_or_default().into()),
        });
        let mut parts = [None; Part::ALL.len()];
        for (number, (_, name)) in parts.iter_mut().zip(Part::ALL) {
            *number = language.field_id_for_name(name).map(NonZeroU16::get);
        }
        Self {
            kinds: kinds.collect(),
            parts,
        }
    }

    /// The number of this part, if the grammar has it.
    pub(super) fn part(&self, part: Part) -> Option<u16> {
        self.parts.get(part as usize).copied().flatten()
    }

    /// The concept of a node.
    pub(super) fn get(&self, node: &Node<'_>) -> Concept {
        self.kinds
            .get(usize::from(node.kind_id()))
            .map_or(Concept::Other, |(concept, _)| *concept)
    }

    /// The name of a node's kind: looked up in the grammar it is measured anew each time.
    pub(super) fn kind(&self, node: &Node<'_>) -> &str {
        self.kinds
            .get(usize::from(node.kind_id()))
            .map_or("", |(_, kind)| kind)
    }
}

fn by_name(kind: &str) -> Concept {
    if kind.contains("comment") {
        return Concept::Comment;
    }
    KINDS
        .iter()
        .find(|(_, kinds)| kinds.contains(&kind))
        .map_or(Concept::Other, |(concept, _)| *concept)
}
