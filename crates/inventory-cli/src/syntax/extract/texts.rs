//! Events of texts: statements that declare tables, and templates.

use tree_sitter::Node;

use super::walk::Walk;
use crate::syntax::{
    class::{end_line_of, line_of},
    concept::Concept,
    event::{Expression, Piece, Template},
    expression::named_children,
    sql,
};

impl Walk<'_> {
    pub(super) fn text(&mut self, node: Node<'_>) {
        let length = node.end_byte() - node.start_byte();
        if length < 12 {
            return;
        }
        let bytes = self.reader.bytes(node);
        let raw = String::from_utf8_lossy(bytes);
        let declares = sql::declares_table(&raw);
        if declares && memchr::memchr2(b'$', b'{', bytes).is_none() {
            let inner = unquote_block(&raw);
            self.events
                .tables
                .extend(sql::tables_in(&inner, line_of(node)));
        } else if declares || length >= 24 {
            let expression = self.reader.expression(node, 0);
            // A brace alone makes no hole.
            if declares && !matches!(expression, Expression::Template(_)) {
                let inner = unquote_block(&raw);
                let tables = sql::tables_in(&inner, line_of(node));
                self.events.tables.extend(tables);
            }
            self.push_template(node, expression);
        }
    }

    pub(super) fn joined(&mut self, node: Node<'_>) {
        let expression = self.reader.expression(node, 0);
        self.push_template(node, expression);
    }

    /// A statement that declares a table, put together by operators; however long, it is one.
    pub(super) fn statement(&mut self, node: Node<'_>) {
        let bytes = self.reader.bytes(node);
        let begins = bytes
            .first()
            .is_some_and(|it| matches!(it, b'"' | b'\'' | b'`'));
        let is_binary = |it: &Node<'_>| self.reader.concepts.get(it) == Concept::Binary;
        if !begins
            || self.around.last().is_some_and(is_binary)
            || !sql::declares_table(&String::from_utf8_lossy(bytes))
        {
            return;
        }
        let mut parts = Vec::new();
        let mut rest = node;
        while is_binary(&rest) {
            let operands: Vec<Node<'_>> = named_children(rest).collect();
            let [left, .., right] = operands.as_slice() else {
                break;
            };
            parts.push(*right);
            rest = *left;
        }
        parts.push(rest);
        let expression = self.reader.joined(parts.into_iter().rev(), 0);
        self.push_template(node, expression);
    }

    fn push_template(&mut self, node: Node<'_>, expression: Expression) {
        if let Expression::Template(pieces) = expression
            && pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Hole(hole) if !hole.is_empty()))
        {
            self.events.templates.push(Template {
                pieces,
                line: line_of(node),
                end_line: end_line_of(node),
                function: self.function_index(),
            });
        }
    }
}
/// The inside of a string literal with quotes and prefixes turned to spaces, so that lines stay.
fn unquote_block(raw: &str) -> String {
    let start = raw.find(['"', '\'', '`']).unwrap_or(0);
    let body = raw.get(start..).unwrap_or(raw);
    body.trim_matches(|character| matches!(character, '"' | '\'' | '`'))
        .to_owned()
}
