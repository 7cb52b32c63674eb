//! Events of values: calls, assignments and keyed accesses.

use tree_sitter::Node;

use super::walk::Walk;
use crate::syntax::{
    class::{end_line_of, line_of},
    concept::Concept,
    event::{Assignment, Call, Expression, Subscript, last_segment},
    expression::{PLACE, bare, named_children},
    part::Part,
    table_macro,
};

/// Calls whose state is what a function among their arguments returns.
const KEEPERS: &[&str] = &[
    "persist",
    "defineStore",
    "createTable",
    "pgTable",
    "mysqlTable",
    "sqliteTable",
];

impl Walk<'_> {
    pub(super) fn call(&mut self, node: Node<'_>) {
        let path = self.reader.path(node, 0);
        if path.is_empty() {
            return;
        }
        let position = self
            .reader
            .part(
                node,
                &[
                    Part::Property,
                    Part::Name,
                    Part::Method,
                    Part::Arguments,
                    Part::Function,
                ],
            )
            .map_or_else(
                || line_of(node),
                |it| match (line_of(it), end_line_of(it)) {
                    (first, last)
                        if first != last && self.reader.kind(it).contains("expression") =>
                    {
                        last
                    }
                    (first, _) => first,
                },
            );
        let mut arguments = self.reader.arguments(node, 0);
        if let Some(property) = self.property() {
            let places = arguments
                .iter_mut()
                .filter(|it| it.value.path() == Some(PLACE));
            places.for_each(|it| it.value = Expression::Text(property.to_owned()));
        }
        if KEEPERS.contains(&last_segment(&path)) {
            arguments.extend(self.reader.returned_state(node));
        }
        // CommonJS imports by a call, and so does a module that is loaded late.
        if matches!(path.as_str(), "require" | "import")
            && let Some(module) = arguments.first().and_then(|it| it.value.text())
        {
            self.events.imports.push(module.to_owned());
        }
        self.events.calls.push(Call {
            path,
            arguments,
            line: position,
            end_line: end_line_of(node),
            start: node.start_byte(),
            end: node.end_byte(),
            function: self.function_index(),
            class: self.class_index(),
        });
    }

    pub(super) fn macro_call(&mut self, node: Node<'_>) {
        let path = self.reader.path(node, 0);
        if path == "table" || path.ends_with(".table") {
            let text = String::from_utf8_lossy(self.reader.bytes(node));
            self.events
                .tables
                .extend(table_macro::table(&text, line_of(node)));
        } else {
            self.call(node);
        }
    }

    pub(super) fn assignment(&mut self, node: Node<'_>) {
        let Some(left) = self
            .reader
            .part(node, &[Part::Left, Part::Target])
            .or_else(|| node.named_child(0))
        else {
            return;
        };
        let target = self.reader.path(left, 0);
        let value = self
            .reader
            .part(node, &[Part::Right, Part::Result])
            .map_or(Expression::Other, |right| self.reader.expression(right, 0));
        self.push_assignment(target, value, line_of(node));
    }

    pub(super) fn declaration(&mut self, node: Node<'_>) {
        if node.kind() == "enum_entry" && self.reader.part(node, &[Part::Name]).is_some() {
            self.cases(node);
            return;
        }
        let name = self
            .reader
            .part(node, &[Part::Name, Part::Pattern, Part::Property])
            .or_else(|| {
                named_children(node).find(|it| {
                    self.reader.concepts.get(it) == Concept::Name
                        || it.kind() == "variable_declaration"
                })
            });
        let Some(name) = name else { return };
        let value = self
            .reader
            .part(node, &[Part::Value, Part::RawValue, Part::DefaultValue])
            .or_else(|| {
                let last = named_children(node).last()?;
                (last.id() != name.id()).then_some(last)
            });
        if name.kind() == "object_pattern" {
            self.taken_apart(name, value);
            return;
        }
        let target = bare(self.reader.text(name))
            .split([':', ' '])
            .next()
            .unwrap_or_default();
        if node.kind() == "property_declaration" {
            self.open_property(node, target);
        }
        let target = target.to_owned();
        let value = value.map_or(Expression::Other, |value| self.value_of_property(value));
        self.push_assignment(target, value, line_of(node));
    }

    /// What a property of C# is given; one that is computed by each use (`=> "theme"`) is known where it
    /// is a text.
    fn value_of_property(&self, value: Node<'_>) -> Expression {
        if value.kind() != "arrow_expression_clause" {
            return self.reader.expression(value, 0);
        }
        let body = named_children(value).next();
        body.map(|it| self.reader.expression(it, 0))
            .filter(|it| matches!(it, Expression::Text(_) | Expression::Template(_)))
            .unwrap_or(Expression::Other)
    }

    /// `const { get: read } = useStorage()`: `read` is `useStorage.get`.
    fn taken_apart(&mut self, pattern: Node<'_>, value: Option<Node<'_>>) {
        let Some(whole) = value.map(|value| self.reader.path(value, 0)) else {
            return;
        };
        if whole.is_empty() {
            return;
        }
        for part in named_children(pattern) {
            let (name, local) = match part.kind() {
                "shorthand_property_identifier_pattern" => (Some(part), Some(part)),
                "pair_pattern" => (
                    self.reader.part(part, &[Part::Key]),
                    self.reader.part(part, &[Part::Value]),
                ),
                _ => continue,
            };
            if let (Some(name), Some(local)) = (name, local) {
                let name = format!("{whole}.{}", bare(self.reader.text(name)));
                let local = bare(self.reader.text(local)).to_owned();
                self.push_assignment(local, Expression::Path(name), line_of(part));
            }
        }
    }

    /// Swift's `case theme = "app_theme", font`: a value, where there is one, follows its name; a key that
    /// has none is called like its case.
    fn cases(&mut self, node: Node<'_>) {
        let keys = self.is_in_keys();
        let mut name: Option<Node<'_>> = None;
        for child in named_children(node) {
            if self.reader.concepts.get(&child) == Concept::Name {
                let before = name.replace(child).filter(|_| keys);
                self.case_without_value(before);
            } else if let Some(name) = name.take() {
                let target = bare(self.reader.text(name)).to_owned();
                let value = self.reader.expression(child, 0);
                self.push_assignment(target, value, line_of(child));
            }
        }
        self.case_without_value(name.filter(|_| keys));
    }

    fn case_without_value(&mut self, name: Option<Node<'_>>) {
        if let Some(name) = name {
            let target = bare(self.reader.text(name)).to_owned();
            let value = Expression::Text(target.clone());
            self.push_assignment(target, value, line_of(name));
        }
    }

    /// Whether the class around is an enumeration of keys that are texts; those of a coder keep nothing.
    fn is_in_keys(&self) -> bool {
        let class = self
            .class_index()
            .and_then(|it| self.events.classes.get(it));
        class.is_some_and(|it| {
            let text = it.bases.iter().any(|base| base == "String");
            let keys = it.name.ends_with("Key") || it.name.ends_with("Keys");
            text && keys && it.name != "CodingKeys"
        })
    }

    fn push_assignment(&mut self, target: String, value: Expression, line: u32) {
        if target.is_empty() || target.len() > 120 {
            return;
        }
        let function = self.function_index();
        let class = self.class_index();
        self.events.assignments.push(Assignment {
            target,
            value,
            line,
            function,
            class,
        });
    }

    pub(super) fn subscript(&mut self, node: Node<'_>) {
        let key = self.reader.subscript_key(node, 0);
        if !matches!(
            key,
            Expression::Text(_) | Expression::Template(_) | Expression::Path(_)
        ) {
            return;
        }
        let object = self
            .reader
            .part(
                node,
                &[
                    Part::Object,
                    Part::Operand,
                    Part::Value,
                    Part::Expression,
                    Part::Array,
                ],
            )
            .or_else(|| node.named_child(0));
        let path = object.map_or_else(String::new, |object| self.reader.path(object, 0));
        if path.is_empty() {
            return;
        }
        let write = self.is_assigned_to(node);
        let function = self.function_index();
        let class = self.class_index();
        self.events.subscripts.push(Subscript {
            path,
            key,
            write,
            line: line_of(node),
            function,
            class,
        });
    }

    /// Whether the node, or a list on the left that it is alone in, is what an assignment is made to.
    fn is_assigned_to(&self, node: Node<'_>) -> bool {
        let (holder, assignment) = match self.around.as_slice() {
            [.., assignment, list]
                if list.kind().contains("expression_list")
                    || list.kind() == "directly_assignable_expression" =>
            {
                (*list, assignment)
            }
            [.., assignment] => (node, assignment),
            [] => return false,
        };
        let target = &[Part::Left, Part::Target];
        self.reader.concepts.get(assignment) == Concept::Assignment
            && self.reader.part(*assignment, target) == Some(holder)
    }
}
