//! Decorators, annotations, attribute lists and struct tags.

use tree_sitter::Node;

use super::{
    concept::Concept,
    event::{Argument, Attribute, Expression},
    expression::{Reader, bare, named_children},
    part::Part,
};

impl Reader<'_> {
    /// The attributes of a node: inside it, beside it in what only bears them, and right before it. Of its
    /// parent and the siblings before it nobody asks the node, which would look for itself from the root on.
    pub(super) fn attributes_around<'t>(
        &self,
        node: Node<'t>,
        parent: Option<Node<'t>>,
        before: &[Node<'t>],
    ) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        self.attributes_in(node, &mut attributes, 0);
        let bears =
            |it: &Node<'_>| matches!(self.kind(*it), "export_statement" | "decorated_definition");
        if let Some(parent) = parent.filter(bears) {
            for child in named_children(parent).filter(|child| self.kind(*child) == "decorator") {
                attributes.extend(named_children(child).next().map(|it| self.attribute(it)));
            }
        }
        for sibling in before.iter().rev() {
            if self.kind(*sibling) == "attribute_item" {
                self.attributes_in(*sibling, &mut attributes, 0);
            } else {
                let named = named_children(*sibling).next();
                attributes.extend(named.map(|it| self.attribute(it)));
            }
        }
        attributes
    }

    /// Whether a node belongs to the one behind it.
    pub(super) fn is_attribute_of_next(&self, node: Node<'_>) -> bool {
        matches!(self.kind(node), "attribute_item" | "decorator")
    }

    fn attributes_in(&self, node: Node<'_>, attributes: &mut Vec<Attribute>, depth: usize) {
        for child in named_children(node) {
            match self.kind(child) {
                "decorator" => {
                    attributes.extend(named_children(child).next().map(|it| self.attribute(it)));
                }
                "annotation" | "marker_annotation" | "attribute" => {
                    attributes.push(self.attribute(child));
                }
                "modifiers" | "attribute_list" | "attribute_group" if depth < 3 => {
                    self.attributes_in(child, attributes, depth + 1);
                }
                _ => {}
            }
        }
    }

    pub(super) fn attribute(&self, node: Node<'_>) -> Attribute {
        let first = named_children(node).next();
        let inner = first.filter(|it| {
            matches!(it.kind(), "constructor_invocation" | "call_expression")
                && self.kind(node) != "call"
        });
        let holder = inner.unwrap_or(node);
        let name = match self.concepts.get(&holder) {
            Concept::Call => self.path(holder, 0),
            Concept::Name => bare(self.text(holder)).to_owned(),
            _ => self
                .part(holder, &[Part::Name])
                .or_else(|| holder.named_child(0))
                .map_or_else(String::new, |it| bare(self.text(it)).replace('\\', ".")),
        };
        let mut arguments = self.arguments(holder, 0);
        if arguments.is_empty() {
            arguments = self.loose_arguments(holder);
        }
        Attribute { name, arguments }
    }

    /// PHP and Swift attributes and Rust's token trees keep their arguments in other places.
    fn loose_arguments(&self, node: Node<'_>) -> Vec<Argument> {
        let list = self.part(node, &[Part::Parameters, Part::Arguments]);
        let nodes: Vec<Node<'_>> = match list {
            Some(list) => named_children(list).collect(),
            None => named_children(node).skip(1).collect(),
        };
        let mut name = None;
        let mut arguments = Vec::new();
        for child in nodes {
            if self.kind(child) == "argument" {
                let parts: Vec<Node<'_>> = named_children(child).collect();
                if let [label, value] = parts.as_slice() {
                    arguments.push(Argument {
                        name: Some(bare(self.text(*label)).to_owned()),
                        value: self.expression(*value, 0),
                    });
                    continue;
                }
            }
            let value = self.expression(child, 0);
            if let (Expression::Path(label), None) = (&value, list)
                && self.is_before_colon(child)
            {
                name = Some(label.clone());
                continue;
            }
            match (&value, list) {
                (Expression::Path(path), Some(_)) if self.kind(child) == "identifier" => {
                    name = Some(path.clone());
                    arguments.push(Argument { name: None, value });
                }
                _ => arguments.push(Argument {
                    name: name.take(),
                    value,
                }),
            }
        }
        arguments
    }

    /// Swift's grammar gives labels and values side by side: `key: .theme`.
    fn is_before_colon(&self, node: Node<'_>) -> bool {
        let behind = self.source.get(node.end_byte()..).unwrap_or_default();
        let mut bytes = behind.iter().filter(|it| !it.is_ascii_whitespace());
        bytes.next() == Some(&b':')
    }
}

/// A Go tag by tag: `db:"name" json:"name"`.
pub(super) fn struct_tags(text: &str) -> Vec<Attribute> {
    let mut tags = Vec::new();
    let mut rest = text.trim_matches('`');
    while let Some((name, after)) = rest.split_once(":\"") {
        let Some((value, after)) = after.split_once('"') else {
            break;
        };
        tags.push(Attribute {
            name: name.trim().to_owned(),
            arguments: vec![Argument {
                name: None,
                value: Expression::Text(value.to_owned()),
            }],
        });
        rest = after;
    }
    tags
}
