//! The names of the objects that functions are members of.

use tree_sitter::Node;

use super::walk::Walk;
use crate::syntax::{event::last_segment, expression::bare};

impl Walk<'_> {
    /// The name that the object literal with the function in it is given.
    pub(super) fn object_around(&self, node: Node<'_>) -> String {
        let declared = literal_around(node).and_then(|object| object.parent());
        let declared = declared.filter(|it| it.kind() == "variable_declarator");
        declared
            .and_then(|it| self.reader.field(it, &["name"]))
            .map(|name| bare(self.reader.text(name)).to_owned())
            .unwrap_or_default()
    }

    /// The name of what the object literal with the function in it ends up as: a member of another object,
    /// what is assigned, or what a function called on the spot returns.
    pub(super) fn member_around(&self, node: Node<'_>) -> String {
        let Some(object) = literal_around(node) else {
            return String::new();
        };
        let value = made_on_the_spot(object).unwrap_or(object);
        let Some(parent) = value.parent() else {
            return String::new();
        };
        let name = match parent.kind() {
            "pair" => self.reader.field(parent, &["key"]),
            "assignment_expression" => self.reader.field(parent, &["left"]),
            "variable_declarator" => self.reader.field(parent, &["name"]),
            _ => None,
        };
        let name = name.map_or("", |it| bare(self.reader.text(it)));
        last_segment(name).to_owned()
    }
}

/// The object literal that a function is a member of.
fn literal_around(node: Node<'_>) -> Option<Node<'_>> {
    let parent = node.parent();
    let member = parent.filter(|it| it.kind() == "pair").unwrap_or(node);
    member.parent().filter(|it| it.kind() == "object")
}

/// The call of `(function () { return object })()`.
fn made_on_the_spot(object: Node<'_>) -> Option<Node<'_>> {
    let mut node = object.parent()?;
    // The statements between the object and its function.
    while matches!(
        node.kind(),
        "return_statement" | "statement_block" | "if_statement" | "else_clause" | "try_statement"
    ) {
        node = node.parent()?;
    }
    let is_called = matches!(node.kind(), "function_expression" | "arrow_function");
    let around = node.parent().filter(|_| is_called)?;
    let called = around.parent()?;
    (around.kind() == "parenthesized_expression" && called.kind() == "call_expression")
        .then_some(called)
}
