//! Turning expression nodes into [`Expression`]s and dotted paths.

use std::cell::Cell;

use tree_sitter::Node;

use super::{
    budget::{MAX_DEPTH, MAX_TEXT},
    concept::{Concept, Concepts},
    event::Expression,
    part::Part,
};

/// Reads expressions of one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) source: &'a [u8],
    pub(super) concepts: &'a Concepts,
    /// Whether an object took in another.
    pub(super) spreads: &'a Cell<bool>,
}

/// Swift's name of the property that it stands in.
pub(super) const PLACE: &str = "#function";

const CALLEE: &[Part] = &[
    Part::Function,
    Part::Method,
    Part::Name,
    Part::Constructor,
    Part::Type,
    Part::Macro,
];
const RECEIVER: &[Part] = &[Part::Receiver, Part::Object, Part::Scope];
const OBJECT: &[Part] = &[
    Part::Object,
    Part::Operand,
    Part::Value,
    Part::Expression,
    Part::Target,
    Part::Scope,
    Part::Path,
    Part::Package,
    Part::Condition,
];
const PROPERTY: &[Part] = &[
    Part::Property,
    Part::Attribute,
    Part::Field,
    Part::Name,
    Part::Suffix,
];
pub(super) const ARGUMENTS: &[Part] = &[Part::Arguments, Part::Body, Part::Initializer];

impl<'a> Reader<'a> {
    /// The source text of a node, cut to a sane length.
    pub(super) fn text(&self, node: Node<'_>) -> &'a str {
        let text = std::str::from_utf8(self.bytes(node)).unwrap_or_default();
        cut(text, MAX_TEXT)
    }

    /// The bytes of a node, however many.
    pub(super) fn bytes(&self, node: Node<'_>) -> &'a [u8] {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    /// The name of a node's kind.
    pub(super) fn kind(&self, node: Node<'_>) -> &'a str {
        self.concepts.kind(&node)
    }

    /// The first child of `node` that is one of these parts.
    pub(super) fn part<'t>(&self, node: Node<'t>, parts: &[Part]) -> Option<Node<'t>> {
        let mut known = parts.iter().filter_map(|it| self.concepts.part(*it));
        known.find_map(|field| node.child_by_field_id(field))
    }

    /// What an expression node says.
    pub(super) fn expression(&self, node: Node<'_>, depth: usize) -> Expression {
        if depth > MAX_DEPTH {
            return Expression::Other;
        }
        match self.concepts.get(&node) {
            Concept::Text => self.literal_text(node, depth),
            Concept::Join => self.joined(named_children(node), depth),
            Concept::Binary => self.binary(node, depth),
            Concept::Choice => self.choice(node, depth),
            Concept::Object => self.object(node, depth),
            Concept::List => Expression::List(
                named_children(node)
                    .map(|child| self.expression(child, depth + 1))
                    .collect(),
            ),
            // Ruby's constants are frozen: they are still what they are.
            Concept::Call if self.is_freeze(node) => {
                let frozen = self.part(node, RECEIVER);
                frozen.map_or(Expression::Other, |it| self.expression(it, depth + 1))
            }
            Concept::Call | Concept::Macro => {
                self.put_together(node, depth)
                    .unwrap_or_else(|| Expression::Call {
                        path: self.path(node, depth + 1),
                        arguments: self.arguments(node, depth + 1),
                    })
            }
            Concept::Name | Concept::Member | Concept::Subscript | Concept::Itself => {
                Expression::Path(self.path(node, depth + 1))
            }
            Concept::Literal => Expression::Literal(self.text(node).to_owned()),
            Concept::Wrapper => self
                .inner(node)
                .map_or(Expression::Other, |inner| self.expression(inner, depth + 1)),
            _ if self.is_place(node) => Expression::Path(PLACE.to_owned()),
            _ => Expression::Other,
        }
    }

    fn is_place(&self, node: Node<'_>) -> bool {
        self.kind(node) == "special_literal" && self.text(node) == PLACE
    }

    fn is_freeze(&self, node: Node<'_>) -> bool {
        self.part(node, &[Part::Method])
            .is_some_and(|it| self.text(it) == "freeze")
    }

    /// The dotted path of a name, member chain or call; empty where there is none.
    pub(super) fn path(&self, node: Node<'_>, depth: usize) -> String {
        if depth > MAX_DEPTH {
            return String::new();
        }
        match self.concepts.get(&node) {
            Concept::Name => match bare(self.text(node)) {
                "this" => "self".to_owned(),
                name => name.to_owned(),
            },
            Concept::Itself => "self".to_owned(),
            Concept::Call | Concept::Macro => self.callee(node, depth + 1),
            Concept::Member => self.member(node, depth + 1),
            Concept::Subscript => {
                let object = self.part(node, OBJECT).or_else(|| node.named_child(0));
                let object = object.map_or_else(String::new, |inner| self.path(inner, depth + 1));
                let key = self.subscript_key(node, depth + 1);
                join(&object, key.text().unwrap_or("[]"))
            }
            Concept::Wrapper => self
                .inner(node)
                .map_or_else(String::new, |inner| self.path(inner, depth + 1)),
            Concept::Choice => self.chosen(node, depth + 1),
            _ => String::new(),
        }
    }

    /// Of `(brief ? sessionStorage : localStorage)`, what is taken otherwise: both are of one kind, or no
    /// member could be asked of either.
    fn chosen(&self, node: Node<'_>, depth: usize) -> String {
        named_children(node)
            .last()
            .map_or_else(String::new, |otherwise| self.path(otherwise, depth))
    }

    /// The key of a subscript.
    pub(super) fn subscript_key(&self, node: Node<'_>, depth: usize) -> Expression {
        let count = u32::try_from(node.named_child_count()).unwrap_or(0);
        self.part(node, &[Part::Index, Part::Subscript, Part::Indices])
            .or_else(|| if count > 1 { node.named_child(1) } else { None })
            .map_or(Expression::Other, |key| self.expression(key, depth + 1))
    }

    fn callee(&self, node: Node<'_>, depth: usize) -> String {
        let receiver = self.part(node, RECEIVER);
        let name = self.part(node, CALLEE).or_else(|| node.named_child(0));
        let name = name.map_or_else(String::new, |name| match self.concepts.get(&name) {
            Concept::Other => bare(self.text(name)).to_owned(),
            _ => self.path(name, depth + 1),
        });
        // Type arguments of a constructor are no part of its name.
        let name = match name.split_once('<') {
            Some((name, _)) if !name.is_empty() => name.to_owned(),
            _ => name,
        };
        match receiver {
            Some(receiver) => join(&self.path(receiver, depth + 1), &name),
            None => name,
        }
    }

    fn member(&self, node: Node<'_>, depth: usize) -> String {
        let object = self.part(node, OBJECT).or_else(|| node.named_child(0));
        let property = self.part(node, PROPERTY).or_else(|| last_named(node));
        let object_path = object.map_or_else(String::new, |object| self.path(object, depth + 1));
        let property = property.filter(|property| Some(property.id()) != object.map(|it| it.id()));
        match property {
            Some(property) => join(&object_path, last_name(self.text(property))),
            None => object_path,
        }
    }

    fn choice(&self, node: Node<'_>, depth: usize) -> Expression {
        let mut branches = named_children(node).map(|child| self.expression(child, depth + 1));
        branches
            .find(|branch| matches!(branch, Expression::Text(_) | Expression::Template(_)))
            .unwrap_or(Expression::Other)
    }

    fn inner<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        self.part(
            node,
            &[Part::Value, Part::Expression, Part::Argument, Part::Operand],
        )
        .or_else(|| named_children(node).find(|child| self.concepts.get(child) != Concept::Comment))
    }
}

/// Children that are not punctuation.
pub(super) fn named_children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        while more {
            let child = cursor.node();
            more = cursor.goto_next_sibling();
            if child.is_named() {
                return Some(child);
            }
        }
        None
    })
}

/// A name without sigils and quotes.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_matches(|character| {
        matches!(
            character,
            '$' | '@' | '#' | ':' | '?' | '!' | '"' | '\'' | '`' | '&' | '*'
        )
    })
}

/// A literal without its quotes and prefixes.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let open = text.find(['"', '\'', '`', ':']).unwrap_or(0);
    let text = if open <= 2 {
        text.get(open..).unwrap_or(text)
    } else {
        text
    };
    text.trim_matches(|character| matches!(character, '"' | '\'' | '`' | ':'))
}

/// A text cut to `length` bytes at a character boundary.
pub(super) fn cut(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

pub(super) fn last_named(node: Node<'_>) -> Option<Node<'_>> {
    let count = u32::try_from(node.named_child_count()).ok()?;
    node.named_child(count.checked_sub(1)?)
}

/// The last name of a path, without type arguments.
pub(super) fn last_name(text: &str) -> &str {
    let text = text.split('<').next().unwrap_or(text);
    bare(text.rsplit(['.', ':', '>']).next().unwrap_or(text))
}

fn join(object: &str, property: &str) -> String {
    if object.is_empty() {
        property.to_owned()
    } else {
        format!("{object}.{property}")
    }
}
