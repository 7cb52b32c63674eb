//! The names of the objects that functions are members of.

use tree_sitter::Node;

use super::walk::Walk;
use crate::syntax::{event::last_segment, expression::bare, part::Part};

impl Walk<'_> {
    /// The name that the object literal with the function in it is given.
    pub(super) fn object_around(&self) -> String {
        let declared = literal_around(&self.around).and_then(<[_]>::last);
        let declared = declared.filter(|it| it.kind() == "variable_declarator");
        declared
            .and_then(|it| self.reader.part(*it, &[Part::Name]))
            .map(|name| bare(self.reader.text(name)).to_owned())
            .unwrap_or_default()
    }

    /// The name of what the object literal with the function in it ends up as: a member of another object,
    /// what is assigned, or what a function called on the spot returns.
    pub(super) fn member_around(&self) -> String {
        let Some(around) = literal_around(&self.around) else {
            return String::new();
        };
        let Some(holder) = made_on_the_spot(around).unwrap_or(around).last() else {
            return String::new();
        };
        let name = match holder.kind() {
            "pair" => self.reader.part(*holder, &[Part::Key]),
            "assignment_expression" => self.reader.part(*holder, &[Part::Left]),
            "variable_declarator" => self.reader.part(*holder, &[Part::Name]),
            _ => None,
        };
        let name = name.map_or("", |it| bare(self.reader.text(it)));
        last_segment(name).to_owned()
    }
}

/// What is around the object literal that a function with these nodes around it is a member of.
fn literal_around<'s, 't>(around: &'s [Node<'t>]) -> Option<&'s [Node<'t>]> {
    match around {
        [outside @ .., object, pair] if pair.kind() == "pair" => {
            (object.kind() == "object").then_some(outside)
        }
        [outside @ .., object] => (object.kind() == "object").then_some(outside),
        [] => None,
    }
}

/// What is around the call of `(function () { return object })()`, of what is around the object.
fn made_on_the_spot<'s, 't>(around: &'s [Node<'t>]) -> Option<&'s [Node<'t>]> {
    // The statements between the object and its function.
    let is_between = |it: &Node<'_>| {
        matches!(
            it.kind(),
            "return_statement"
                | "statement_block"
                | "if_statement"
                | "else_clause"
                | "try_statement"
        )
    };
    let function = around.iter().rposition(|it| !is_between(it))?;
    match around.get(..=function)? {
        [outside @ .., call, parentheses, function]
            if matches!(function.kind(), "function_expression" | "arrow_function")
                && parentheses.kind() == "parenthesized_expression"
                && call.kind() == "call_expression" =>
        {
            Some(outside)
        }
        _ => None,
    }
}
