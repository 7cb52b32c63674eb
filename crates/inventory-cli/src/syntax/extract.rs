//! One walk over a syntax tree, from nodes to events.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "what is compared is lower case already, or no file name"
)]

use std::{cell::RefCell, collections::BTreeMap, ops::ControlFlow};

use selfmodel_inventory_grammars::Grammar;
use tree_sitter::{Node, ParseOptions, Parser, Tree};

use super::{
    budget::{MAX_BYTES, MAX_NODES, MAX_PARSER_STEPS, Partial},
    class::{end_line_of, line_of},
    concept::{Concept, Concepts},
    event::{Assignment, Call, Expression, FileEvents, Function, Piece, Subscript, Template},
    expression::{Reader, bare, named_children},
    page, proto, sql, table_macro,
};
use crate::language::Language;

/// What a file gave.
#[derive(Debug, Default)]
pub struct Extraction {
    /// Its events.
    pub events: FileEvents,
    /// Set where not everything was looked at.
    pub partial: Option<Partial>,
    /// The grammar met something it could not read and went on after it.
    pub syntax_error: bool,
}

struct Loaded {
    parser: Parser,
    concepts: Concepts,
}

thread_local! {
    static LOADED: RefCell<BTreeMap<usize, Loaded>> = const { RefCell::new(BTreeMap::new()) };
}

/// Extracts the events of `source`. Never fails: odd input gives fewer events and a reason.
#[must_use]
pub fn extract(language: Language, source: &[u8]) -> Extraction {
    if source.len() > MAX_BYTES {
        return Extraction {
            partial: Some(Partial::TooLarge),
            ..Extraction::default()
        };
    }
    if language == Language::Proto {
        let classes = proto::messages(&String::from_utf8_lossy(source));
        let events = FileEvents {
            classes,
            ..FileEvents::default()
        };
        return Extraction {
            events,
            ..Extraction::default()
        };
    }
    let Some(grammar) = language.grammar() else {
        return Extraction::default();
    };
    let scripts;
    let source = if language.is_page() {
        scripts = page::scripts_only(source);
        scripts.as_slice()
    } else {
        source
    };
    LOADED.with_borrow_mut(|loaded| match load(loaded, grammar) {
        Some(tools) => parse_and_walk(tools, language, source),
        None => Extraction {
            partial: Some(Partial::NoGrammar),
            ..Extraction::default()
        },
    })
}

fn load(loaded: &mut BTreeMap<usize, Loaded>, grammar: Grammar) -> Option<&mut Loaded> {
    let slot = Grammar::ALL.iter().position(|known| *known == grammar)?;
    if let std::collections::btree_map::Entry::Vacant(entry) = loaded.entry(slot) {
        let language = grammar.language()?;
        let mut parser = Parser::new();
        parser.set_language(&language).ok()?;
        entry.insert(Loaded {
            parser,
            concepts: Concepts::of(&language),
        });
    }
    loaded.get_mut(&slot)
}

fn parse_and_walk(tools: &mut Loaded, language: Language, source: &[u8]) -> Extraction {
    let Some(tree) = parse(&mut tools.parser, source) else {
        tools.parser.reset();
        return Extraction {
            partial: Some(Partial::ParserSteps),
            ..Extraction::default()
        };
    };
    let mut extraction = Extraction {
        syntax_error: tree.root_node().has_error(),
        ..Extraction::default()
    };
    if language == Language::Sql {
        extraction.events.tables = sql::tables_of(&tree, source, 0);
        return extraction;
    }
    let reader = Reader {
        source,
        concepts: &tools.concepts,
    };
    let mut walk = Walk {
        reader,
        events: FileEvents::default(),
        functions: Vec::new(),
        classes: Vec::new(),
    };
    if !walk.run(&tree) {
        extraction.partial = Some(Partial::Nodes);
    }
    extraction.events = walk.events;
    extraction
}

fn parse(parser: &mut Parser, source: &[u8]) -> Option<Tree> {
    let mut steps = 0_usize;
    let mut progress = |_: &tree_sitter::ParseState| {
        steps += 1;
        if steps > MAX_PARSER_STEPS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    parser.parse_with_options(
        &mut |offset, _| source.get(offset..).unwrap_or_default(),
        None,
        Some(options),
    )
}

/// A walk in progress; the stacks hold (end byte, index) of what is open.
struct Walk<'a> {
    reader: Reader<'a>,
    events: FileEvents,
    functions: Vec<(usize, usize)>,
    classes: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// Walks the whole tree; false when the node budget ended it.
    fn run(&mut self, tree: &Tree) -> bool {
        let mut cursor = tree.walk();
        for _ in 0..MAX_NODES {
            let node = cursor.node();
            if node.is_named() {
                self.visit(node);
            }
            if self.holds_more(node) && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return true;
                }
            }
        }
        false
    }

    /// Whether anything inside could be an event of its own: not in a text without holes, nor an import.
    fn holds_more(&self, node: Node<'_>) -> bool {
        match self.reader.concepts.get(&node) {
            Concept::Text => {
                let bytes = self.reader.source.get(node.byte_range());
                bytes.is_none_or(|it| memchr::memchr3(b'{', b'$', b'(', it).is_some())
            }
            Concept::Import => node.kind() == "import",
            _ => true,
        }
    }

    fn visit(&mut self, node: Node<'_>) {
        let start = node.start_byte();
        while self.functions.last().is_some_and(|(end, _)| *end <= start) {
            self.functions.pop();
        }
        while self.classes.last().is_some_and(|(end, _)| *end <= start) {
            self.classes.pop();
        }
        match self.reader.concepts.get(&node) {
            Concept::Class => self.class(node),
            Concept::Function => self.function(node),
            Concept::Call => self.call(node),
            Concept::Macro => self.macro_call(node),
            Concept::Assignment => self.assignment(node),
            Concept::Declaration => self.declaration(node),
            Concept::Subscript => self.subscript(node),
            Concept::Text => self.text(node),
            Concept::Join => self.joined(node),
            Concept::Return => self.returned(node),
            Concept::Import => self.import(node),
            _ => {}
        }
    }

    fn function_index(&self) -> Option<usize> {
        self.functions.last().map(|(_, index)| *index)
    }

    fn class_index(&self) -> Option<usize> {
        self.classes.last().map(|(_, index)| *index)
    }

    fn class(&mut self, node: Node<'_>) {
        if let Some(class) = self.reader.class(node) {
            self.classes
                .push((node.end_byte(), self.events.classes.len()));
            self.events.classes.push(class);
        }
    }

    fn function(&mut self, node: Node<'_>) {
        let mut name = self
            .reader
            .field(node, &["name"])
            .map(|name| bare(self.reader.text(name)).to_owned())
            .unwrap_or_default();
        if name.is_empty() {
            name = self.name_of_holder(node);
        }
        let parameters = self
            .reader
            .field(node, &["parameters"])
            .map(|it| self.reader.text(it).to_owned())
            .unwrap_or_default();
        let returns = self.implicit_return(node);
        self.functions
            .push((node.end_byte(), self.events.functions.len()));
        self.events.functions.push(Function {
            name,
            parameters,
            class: self.class_index(),
            line: line_of(node),
            end_line: end_line_of(node),
            returns,
        });
    }

    /// An anonymous function takes the name it is assigned to.
    fn name_of_holder(&self, node: Node<'_>) -> String {
        let Some(parent) = node.parent() else {
            return String::new();
        };
        self.reader
            .field(parent, &["name", "key", "left"])
            .filter(|holder| holder.id() != node.id())
            .map(|holder| bare(self.reader.text(holder)).to_owned())
            .filter(|name| name.len() < 80)
            .unwrap_or_default()
    }

    /// The last expression of a Ruby method, the body of an arrow function.
    fn implicit_return(&self, node: Node<'_>) -> Option<Expression> {
        let body = self.reader.field(node, &["body"])?;
        let last = match body.kind() {
            "body_statement" => named_children(body).last()?,
            _ => body,
        };
        match self.reader.concepts.get(&last) {
            Concept::Text | Concept::Binary | Concept::Join => {
                Some(self.reader.expression(last, 0)).filter(is_key_like)
            }
            _ => None,
        }
    }

    fn returned(&mut self, node: Node<'_>) {
        let Some(value) = named_children(node).next() else {
            return;
        };
        let value = self.reader.expression(value, 0);
        if let Some(function) = self.function_index()
            && is_key_like(&value)
            && let Some(function) = self.events.functions.get_mut(function)
        {
            function.returns = Some(value);
        }
    }

    fn call(&mut self, node: Node<'_>) {
        let path = self.reader.path(node, 0);
        if path.is_empty() {
            return;
        }
        let position = self
            .reader
            .field(
                node,
                &["property", "name", "method", "arguments", "function"],
            )
            .map_or_else(
                || line_of(node),
                |it| {
                    if it.kind().contains("expression") {
                        end_line_of(it)
                    } else {
                        line_of(it)
                    }
                },
            );
        self.events.calls.push(Call {
            path,
            arguments: self.reader.arguments(node, 0),
            line: position,
            end_line: end_line_of(node),
            start: node.start_byte(),
            end: node.end_byte(),
            function: self.function_index(),
            class: self.class_index(),
        });
    }

    fn macro_call(&mut self, node: Node<'_>) {
        let path = self.reader.path(node, 0);
        if path == "table" || path.ends_with(".table") {
            let bytes = self
                .reader
                .source
                .get(node.byte_range())
                .unwrap_or_default();
            let text = String::from_utf8_lossy(bytes);
            self.events
                .tables
                .extend(table_macro::table(&text, line_of(node)));
        } else {
            self.call(node);
        }
    }

    fn assignment(&mut self, node: Node<'_>) {
        let Some(left) = self
            .reader
            .field(node, &["left", "target"])
            .or_else(|| node.named_child(0))
        else {
            return;
        };
        let target = self.reader.path(left, 0);
        let value = self
            .reader
            .field(node, &["right", "result"])
            .map_or(Expression::Other, |right| self.reader.expression(right, 0));
        self.push_assignment(target, value, line_of(node));
    }

    fn declaration(&mut self, node: Node<'_>) {
        let name = self
            .reader
            .field(node, &["name", "pattern", "property"])
            .or_else(|| {
                named_children(node).find(|it| {
                    self.reader.concepts.get(it) == Concept::Name
                        || it.kind() == "variable_declaration"
                })
            });
        let Some(name) = name else { return };
        let value = self
            .reader
            .field(node, &["value", "raw_value", "default_value"])
            .or_else(|| {
                let last = named_children(node).last()?;
                (last.id() != name.id()).then_some(last)
            });
        let target = bare(self.reader.text(name))
            .split([':', ' '])
            .next()
            .unwrap_or_default();
        let target = target.to_owned();
        let value = value.map_or(Expression::Other, |value| self.reader.expression(value, 0));
        self.push_assignment(target, value, line_of(node));
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

    fn subscript(&mut self, node: Node<'_>) {
        let key = self.reader.subscript_key(node, 0);
        if !matches!(
            key,
            Expression::Text(_) | Expression::Template(_) | Expression::Path(_)
        ) {
            return;
        }
        let object = self
            .reader
            .field(node, &["object", "operand", "value", "expression", "array"])
            .or_else(|| node.named_child(0));
        let path = object.map_or_else(String::new, |object| self.reader.path(object, 0));
        if path.is_empty() {
            return;
        }
        let write = node.parent().is_some_and(|parent| {
            let holder = if parent.kind().contains("expression_list")
                || parent.kind() == "directly_assignable_expression"
            {
                parent
            } else {
                node
            };
            holder.parent().is_some_and(|assignment| {
                self.reader.concepts.get(&assignment) == Concept::Assignment
                    && self
                        .reader
                        .field(assignment, &["left", "target"])
                        .map(|it| it.id())
                        == Some(holder.id())
            })
        });
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

    fn text(&mut self, node: Node<'_>) {
        let length = node.end_byte() - node.start_byte();
        if length < 12 {
            return;
        }
        let bytes = self
            .reader
            .source
            .get(node.byte_range())
            .unwrap_or_default();
        let raw = String::from_utf8_lossy(bytes);
        if sql::declares_table(&raw) {
            let inner = unquote_block(&raw);
            self.events
                .tables
                .extend(sql::tables_in(&inner, line_of(node)));
        } else if length >= 24 {
            let expression = self.reader.expression(node, 0);
            self.push_template(node, expression);
        }
    }

    fn joined(&mut self, node: Node<'_>) {
        let expression = self.reader.expression(node, 0);
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

    fn import(&mut self, node: Node<'_>) {
        self.events.imports.push(self.reader.text(node).to_owned());
    }
}

fn is_key_like(expression: &Expression) -> bool {
    matches!(expression, Expression::Text(_) | Expression::Template(_))
}

/// The inside of a string literal with quotes and prefixes turned to spaces, so that lines stay.
fn unquote_block(raw: &str) -> String {
    let start = raw.find(['"', '\'', '`']).unwrap_or(0);
    let body = raw.get(start..).unwrap_or(raw);
    body.trim_matches(|character| matches!(character, '"' | '\'' | '`'))
        .to_owned()
}

#[cfg(test)]
mod tests;
