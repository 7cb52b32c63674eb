//! The arguments of calls and attributes.

use tree_sitter::Node;

use super::{
    budget::MAX_DEPTH,
    concept::Concept,
    event::Argument,
    expression::{ARGUMENTS, Reader, bare, last_named, named_children},
    part::Part,
};

impl Reader<'_> {
    /// The arguments of a call or attribute node.
    pub(super) fn arguments(&self, node: Node<'_>, depth: usize) -> Vec<Argument> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let list = self.part(node, ARGUMENTS).or_else(|| {
            named_children(node).find_map(|child| match self.kind(child) {
                "arguments"
                | "argument_list"
                | "value_arguments"
                | "annotation_argument_list"
                | "attribute_argument_list"
                | "token_tree" => Some(child),
                "call_suffix" | "constructor_suffix" => {
                    named_children(child).find(|inner| inner.kind() == "value_arguments")
                }
                _ => None,
            })
        });
        let Some(list) = list else { return Vec::new() };
        let mut arguments: Vec<Argument> = named_children(list)
            .filter_map(|child| self.argument(child, depth))
            .collect();
        if self.kind(list) == "template_string" {
            arguments.push(Argument {
                name: None,
                value: self.expression(list, depth + 1),
            });
        }
        arguments
    }

    fn argument(&self, node: Node<'_>, depth: usize) -> Option<Argument> {
        if matches!(
            self.concepts.get(&node),
            Concept::Comment | Concept::Function
        ) {
            return None;
        }
        let kind = self.kind(node);
        let named = matches!(
            kind,
            "keyword_argument"
                | "pair"
                | "element_value_pair"
                | "keyed_element"
                | "field_initializer"
        );
        let (name, value) = if named {
            let value = self.part(node, &[Part::Value])?;
            (
                self.part(node, &[Part::Name, Part::Key, Part::Field]),
                value,
            )
        } else if kind == "value_argument" {
            let value = self
                .part(node, &[Part::Value])
                .or_else(|| last_named(node))?;
            (
                named_children(node)
                    .next()
                    .filter(|first| first.id() != value.id()),
                value,
            )
        } else if kind == "argument" || kind == "attribute_argument" || kind == "type_expression" {
            let value = last_named(node)?;
            (
                named_children(node)
                    .next()
                    .filter(|first| first.id() != value.id()),
                value,
            )
        } else {
            (None, node)
        };
        Some(Argument {
            name: name.map(|name| bare(self.text(name)).to_owned()),
            value: self.expression(value, depth + 1),
        })
    }
}
