//! Classes, structs and models: name, bases, attributes, fields.

use tree_sitter::Node;

use super::{
    attribute::struct_tags,
    concept::Concept,
    event::{Class, Expression, Field},
    expression::{Reader, bare, named_children},
    part::Part,
};

const BASES: &[&str] = &[
    "superclasses",
    "superclass",
    "base_clause",
    "class_heritage",
    "base_list",
    "interfaces",
    "super_interfaces",
    "delegation_specifiers",
    "inheritance_specifier",
    "class_interface_clause",
    "extends_interfaces",
    "extends_type_clause",
];

const FIELD_KINDS: &[&str] = &[
    "public_field_definition",
    "field_definition",
    "property_declaration",
    "field_declaration",
    "property_signature",
    "column_declaration",
    "class_parameter",
    "const_declaration",
    "input_value_definition",
    "required_parameter",
];

impl Reader<'_> {
    /// The class a node declares; `None` for aliases and modules that declare no fields or methods.
    pub(super) fn class<'t>(
        &self,
        node: Node<'t>,
        parent: Option<Node<'t>>,
        before: &[Node<'t>],
    ) -> Option<Class> {
        let mut class = Class {
            name: self.class_name(node)?,
            line: line_of(node),
            end_line: end_line_of(node),
            ..Class::default()
        };
        let mut cursor = node;
        if self.kind(node) == "type_spec" {
            cursor = self
                .part(node, &[Part::Type])
                .filter(|it| it.kind() == "struct_type")?;
        } else if self.kind(node) == "type_alias_declaration" {
            cursor = self
                .part(node, &[Part::Value])
                .filter(|it| it.kind() == "object_type")?;
        }
        for child in named_children(node) {
            if BASES.contains(&self.kind(child)) {
                class.bases.extend(base_names(self.text(child)));
            }
        }
        if let Some(bases) = self.part(node, &[Part::Superclasses]) {
            class.bases.extend(base_names(self.text(bases)));
        }
        class.attributes = self.attributes_around(node, parent, before);
        self.collect_fields(cursor, &mut class, 0);
        Some(class)
    }

    fn class_name(&self, node: Node<'_>) -> Option<String> {
        let name = self.part(node, &[Part::Name]).or_else(|| {
            named_children(node).find(|child| {
                matches!(self.concepts.get(child), Concept::Name) || self.kind(*child) == "name"
            })
        })?;
        let text = self.text(name);
        Some(text.rsplit("::").next().unwrap_or(text).to_owned())
    }

    fn collect_fields(&self, node: Node<'_>, class: &mut Class, depth: usize) {
        let mut before = Vec::new();
        for child in named_children(node) {
            let kind = self.kind(child);
            if self.is_attribute_of_next(child) {
                before.push(child);
                continue;
            }
            let before = std::mem::take(&mut before);
            if FIELD_KINDS.contains(&kind) {
                self.field_declarations(child, node, &before, class);
            } else if kind == "expression_statement" {
                if let Some(assignment) = named_children(child).next()
                    && self.concepts.get(&assignment) == Concept::Assignment
                {
                    self.assigned_field(assignment, class);
                }
            } else if self.concepts.get(&child) == Concept::Assignment {
                self.assigned_field(child, class);
            } else if kind == "block_attribute_declaration" {
                class
                    .attributes
                    .extend(named_children(child).next().map(|it| self.attribute(it)));
            } else if matches!(kind, "include" | "call") && depth == 1 {
                self.mixin(child, class);
            } else if kind == "constructor_declaration" || kind == "method_definition" {
            } else if depth < 3 && is_container(kind) {
                self.collect_fields(child, class, depth + 1);
            }
        }
    }

    /// Ruby's `include Concern` is a base.
    fn mixin(&self, node: Node<'_>, class: &mut Class) {
        if self.path(node, 0) == "include" {
            for argument in self.arguments(node, 0) {
                class
                    .bases
                    .extend(argument.value.path().map(ToOwned::to_owned));
            }
        }
    }

    fn assigned_field(&self, node: Node<'_>, class: &mut Class) {
        let Some(left) = self.part(node, &[Part::Left]) else {
            return;
        };
        let name = self.path(left, 0);
        if name.is_empty() || name.contains('.') {
            return;
        }
        class.fields.push(Field {
            name,
            type_: self
                .part(node, &[Part::Type])
                .map(|it| type_text(self.text(it))),
            value: self
                .part(node, &[Part::Right])
                .map(|right| self.expression(right, 0)),
            attributes: Vec::new(),
            line: line_of(node),
        });
    }

    fn field_declarations<'t>(
        &self,
        node: Node<'t>,
        parent: Node<'t>,
        before: &[Node<'t>],
        class: &mut Class,
    ) {
        class.bases.extend(self.embedded(node));
        let type_ = self.field_type(node);
        let mut attributes = self.attributes_around(node, Some(parent), before);
        if let Some(tag) = self.part(node, &[Part::Tag]) {
            attributes.extend(struct_tags(self.text(tag)));
        }
        for (name, value) in self.declared_names(node) {
            class.fields.push(Field {
                name,
                type_: type_.clone(),
                value,
                attributes: attributes.clone(),
                line: self
                    .part(node, &[Part::Name])
                    .map_or_else(|| line_of(node), line_of),
            });
        }
    }

    /// A struct of another package that Go embeds: a field with a type and no name of its own. One of
    /// the same package is a part, not a base: its table is the one that embeds it.
    fn embedded(&self, node: Node<'_>) -> Option<String> {
        if self.kind(node) != "field_declaration"
            || self.part(node, &[Part::Name, Part::Declarator]).is_some()
        {
            return None;
        }
        let type_ = self.part(node, &[Part::Type])?;
        (type_.kind() == "qualified_type").then(|| self.text(type_).to_owned())
    }

    fn field_type(&self, node: Node<'_>) -> Option<String> {
        let direct = self.part(node, &[Part::Type]).or_else(|| {
            named_children(node).find(|child| {
                matches!(
                    self.kind(*child),
                    "column_type" | "type_annotation" | "user_type" | "nullable_type" | "type"
                )
            })
        });
        let declared = named_children(node)
            .find(|child| self.kind(*child) == "variable_declaration")
            .and_then(|inner| {
                self.part(inner, &[Part::Type]).or_else(|| {
                    named_children(inner).find(|child| self.kind(*child).ends_with("type"))
                })
            });
        direct.or(declared).map(|it| type_text(self.text(it)))
    }

    /// Names a field declaration introduces, each with its value.
    fn declared_names(&self, node: Node<'_>) -> Vec<(String, Option<Expression>)> {
        let mut names = Vec::new();
        for child in named_children(node) {
            match self.kind(child) {
                "variable_declarator" | "property_element" | "const_element" => {
                    names.extend(self.declarator(child));
                }
                "variable_declaration" => {
                    let inner: Vec<_> = named_children(child)
                        .filter(|it| it.kind() == "variable_declarator")
                        .filter_map(|it| self.declarator(it))
                        .collect();
                    if inner.is_empty() {
                        let name = named_children(child)
                            .find(|it| matches!(self.concepts.get(it), Concept::Name));
                        names.extend(
                            name.map(|it| (bare(self.text(it)).to_owned(), self.value_of(node))),
                        );
                    }
                    names.extend(inner);
                }
                _ => {}
            }
        }
        if names.is_empty() {
            let name = self.part(node, &[Part::Name, Part::Pattern]).or_else(|| {
                named_children(node).find(|it| {
                    matches!(self.concepts.get(it), Concept::Name) || it.kind() == "name"
                })
            });
            names.extend(name.map(|it| (bare(self.text(it)).to_owned(), self.value_of(node))));
        }
        names
    }

    fn declarator(&self, node: Node<'_>) -> Option<(String, Option<Expression>)> {
        let name = self
            .part(node, &[Part::Name])
            .or_else(|| node.named_child(0))?;
        Some((bare(self.text(name)).to_owned(), self.value_of(node)))
    }

    fn value_of(&self, node: Node<'_>) -> Option<Expression> {
        let value = self
            .part(node, &[Part::Value, Part::DefaultValue, Part::Initializer])
            .or_else(|| {
                let count = u32::try_from(node.named_child_count()).ok()?;
                let last = node.named_child(count.checked_sub(1)?)?;
                let is_tag = self.part(node, &[Part::Tag]) == Some(last);
                let is_value = matches!(
                    self.concepts.get(&last),
                    Concept::Text
                        | Concept::Literal
                        | Concept::Call
                        | Concept::Object
                        | Concept::List
                );
                (is_value && !is_tag).then_some(last)
            })?;
        Some(self.expression(value, 0))
    }
}

/// First line of a node, from 1.
pub(super) fn line_of(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row)
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

/// Last line of a node, from 1.
pub(super) fn end_line_of(node: Node<'_>) -> u32 {
    let end = node.end_position();
    let row = if end.column == 0 {
        end.row.saturating_sub(1)
    } else {
        end.row
    };
    u32::try_from(row)
        .unwrap_or(u32::MAX)
        .saturating_add(1)
        .max(line_of(node))
}

fn is_container(kind: &str) -> bool {
    matches!(
        kind,
        "block"
            | "body_statement"
            | "class_body"
            | "declaration_list"
            | "interface_body"
            | "field_declaration_list"
            | "statement_block"
            | "fields_definition"
            | "object_type"
            | "primary_constructor"
            | "class_parameters"
            | "enum_class_body"
            | "input_fields_definition"
            | "struct_type"
            | "record_declaration"
            | "parameter_list"
    )
}

fn type_text(text: &str) -> String {
    text.trim_start_matches(':')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn base_names(text: &str) -> Vec<String> {
    // Type arguments are no bases, nor is what a record hands to its base.
    let hands_on = text.starts_with(':');
    let mut depth = 0_usize;
    let plain: String = text
        .trim_start_matches(['<', ' '])
        .chars()
        .filter(|character| {
            match character {
                '<' | '[' => depth += 1,
                '(' if hands_on => depth += 1,
                '>' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                ')' if hands_on => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    plain
        .split(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '_' | '.' | ':' | '\\'))
        })
        .map(|word| word.trim_matches(':').replace("::", ".").replace('\\', "."))
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "extends" | "implements"))
        .collect()
}
