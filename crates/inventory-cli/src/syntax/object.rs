//! Object literals, and functions that return one.

use tree_sitter::Node;

use super::{
    budget::MAX_DEPTH,
    concept::Concept,
    event::{Argument, Expression, RETURNED},
    expression::{ARGUMENTS, Reader, bare, last_name, named_children, unquoted},
    part::Part,
    spread::SPREAD,
};

/// Members of an object that are functions returning a state, or a part of it.
const STATES: &[&str] = &["state", "partialize"];

impl Reader<'_> {
    /// An object, or the list that a language writes alike.
    pub(super) fn object(&self, node: Node<'_>, depth: usize) -> Expression {
        let mut pairs = Vec::new();
        let mut plain = Vec::new();
        for child in named_children(node) {
            match self.kind(child) {
                "pair" | "keyed_element" | "assignment_expression" => {
                    let key = self.part(child, &[Part::Key, Part::Left]);
                    let value = self.part(child, &[Part::Value, Part::Right]);
                    if let (Some(key), Some(value)) = (key, value) {
                        let name = last_name(bare(unquoted(self.text(key)))).to_owned();
                        let state = STATES.contains(&name.as_str());
                        let returned = state.then(|| self.returned_part(value, depth)).flatten();
                        let value = returned.unwrap_or_else(|| self.expression(value, depth + 1));
                        pairs.push((name, value));
                    }
                }
                "array_element_initializer" => {
                    let values: Vec<Node<'_>> = named_children(child).collect();
                    match values.as_slice() {
                        [key, value] => pairs.push((
                            unquoted(self.text(*key)).to_owned(),
                            self.expression(*value, depth + 1),
                        )),
                        [value] => plain.push(self.expression(*value, depth + 1)),
                        _ => {}
                    }
                }
                "shorthand_property_identifier" => {
                    let name = self.text(child).to_owned();
                    pairs.push((name.clone(), Expression::Path(name)));
                }
                "method_definition" => {
                    let name = self.part(child, &[Part::Name]).map(|it| self.text(it));
                    if let Some(name) = name.filter(|it| STATES.contains(it)) {
                        let returned = self.returned_object(child, depth);
                        pairs.extend(returned.map(|it| (name.to_owned(), it)));
                    }
                }
                "spread_element" => {
                    let object = named_children(child).next();
                    let object = object.map(|it| self.expression(it, depth + 1));
                    if let Some(object @ Expression::Path(_)) = object {
                        self.spreads.set(true);
                        pairs.push((SPREAD.to_owned(), object));
                    }
                }
                "comment" => {}
                _ => plain.push(self.expression(child, depth + 1)),
            }
        }
        if pairs.is_empty() && !plain.is_empty() {
            return Expression::List(plain);
        }
        Expression::Object(pairs)
    }

    /// What the first function among the arguments of a call returns, through calls around it.
    pub(super) fn returned_state(&self, call: Node<'_>) -> Option<Argument> {
        const THROUGH: usize = 3;
        let mut call = call;
        for _ in 0..THROUGH {
            let list = self.part(call, ARGUMENTS)?;
            let is =
                |wanted: Concept| named_children(list).find(|it| self.concepts.get(it) == wanted);
            if let Some(function) = is(Concept::Function) {
                let value = self.returned_object(function, 0)?;
                let name = Some(RETURNED.to_owned());
                return Some(Argument { name, value });
            }
            call = is(Concept::Call)?;
        }
        None
    }

    /// The object literal that a function returns.
    fn returned_object(&self, function: Node<'_>, depth: usize) -> Option<Expression> {
        let returned = self.returned_part(function, depth);
        returned.filter(|it| matches!(it, Expression::Object(_)))
    }

    /// The object literal that a function returns, or the call that makes it.
    fn returned_part(&self, function: Node<'_>, depth: usize) -> Option<Expression> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut node = self.part(function, &[Part::Body])?;
        if node.kind() == "statement_block" {
            let last = named_children(node)
                .filter(|it| it.kind() == "return_statement")
                .last()?;
            node = named_children(last).next()?;
        }
        match self.expression(node, depth + 1) {
            object @ (Expression::Object(_) | Expression::Call { .. }) => Some(object),
            _ => None,
        }
    }
}
