//! The walk itself: which node is which event, and the classes and functions that are open.

use tree_sitter::{Node, Tree};

use crate::syntax::{
    budget::MAX_NODES,
    class::{end_line_of, line_of},
    concept::Concept,
    event::{Expression, FileEvents, Function, last_segment},
    expression::{Reader, bare, named_children},
    part::Part,
};

/// Children of a function among which its parameters are looked for.
const MOST_PARAMETERS: usize = 100;

/// A walk in progress; the stacks hold (end byte, index or name) of what is open.
pub(super) struct Walk<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) events: FileEvents,
    /// The nodes around the one that is visited, the nearest last: to ask a node for its parent searches
    /// the tree from its root.
    pub(super) around: Vec<Node<'a>>,
    /// Nodes that are attributes of the sibling behind them, each with its depth.
    attributes: Vec<(usize, Node<'a>)>,
    functions: Vec<(usize, usize)>,
    classes: Vec<(usize, usize)>,
    properties: Vec<(usize, String)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self {
            reader,
            events: FileEvents::default(),
            around: Vec::new(),
            attributes: Vec::new(),
            functions: Vec::new(),
            classes: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// Walks the whole tree; false when the node budget ended it.
    pub(super) fn run(&mut self, tree: &'a Tree) -> bool {
        let mut cursor = tree.walk();
        for _ in 0..MAX_NODES {
            let node = cursor.node();
            let depth = self.around.len();
            self.forget_attributes(depth + 1);
            if node.is_named() {
                self.visit(node);
                if self.reader.is_attribute_of_next(node) {
                    self.attributes.push((depth, node));
                } else {
                    self.forget_attributes(depth);
                }
            }
            if self.holds_more(node) && cursor.goto_first_child() {
                self.around.push(node);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return true;
                }
                self.around.pop();
            }
        }
        false
    }

    /// Whether anything inside could be an event of its own: not in a text without holes, nor an import.
    fn holds_more(&self, node: Node<'_>) -> bool {
        match self.reader.concepts.get(&node) {
            Concept::Text => memchr::memchr3(b'{', b'$', b'(', self.reader.bytes(node)).is_some(),
            Concept::Import => node.kind() == "import",
            _ => true,
        }
    }

    fn forget_attributes(&mut self, depth: usize) {
        while self.attributes.last().is_some_and(|it| it.0 >= depth) {
            self.attributes.pop();
        }
    }

    /// The attributes of the node that is visited, in their order.
    fn attributes_of_next(&self) -> impl Iterator<Item = Node<'a>> {
        let depth = self.around.len();
        let from = self.attributes.partition_point(|it| it.0 < depth);
        self.attributes.iter().skip(from).map(|it| it.1)
    }

    fn visit(&mut self, node: Node<'_>) {
        let start = node.start_byte();
        while self.functions.last().is_some_and(|(end, _)| *end <= start) {
            self.functions.pop();
        }
        while self.classes.last().is_some_and(|(end, _)| *end <= start) {
            self.classes.pop();
        }
        while self.properties.last().is_some_and(|(end, _)| *end <= start) {
            self.properties.pop();
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
            Concept::Binary => self.statement(node),
            Concept::Return => self.returned(node),
            Concept::Import => self.import(node),
            _ => {}
        }
    }

    pub(super) fn function_index(&self) -> Option<usize> {
        self.functions.last().map(|(_, index)| *index)
    }

    pub(super) fn class_index(&self) -> Option<usize> {
        self.classes.last().map(|(_, index)| *index)
    }

    /// The name of the property whose body is open.
    pub(super) fn property(&self) -> Option<&str> {
        self.properties.last().map(|(_, name)| name.as_str())
    }

    pub(super) fn open_property(&mut self, node: Node<'_>, name: &str) {
        self.properties.push((node.end_byte(), name.to_owned()));
    }

    fn class(&mut self, node: Node<'_>) {
        let parent = self.around.last().copied();
        let before: Vec<Node<'_>> = self.attributes_of_next().collect();
        if let Some(class) = self.reader.class(node, parent, &before) {
            self.classes
                .push((node.end_byte(), self.events.classes.len()));
            self.events.classes.push(class);
        }
    }

    fn function(&mut self, node: Node<'_>) {
        let mut name = self
            .reader
            .part(node, &[Part::Name])
            .map(|name| bare(self.reader.text(name)).to_owned())
            .unwrap_or_default();
        if name.is_empty() {
            name = self.name_of_holder(node);
        }
        let parameters = self.parameters(node);
        let returns = self.implicit_return(node, &name);
        let around = self.function_index();
        self.functions
            .push((node.end_byte(), self.events.functions.len()));
        self.events.functions.push(Function {
            name,
            parameters,
            class: self.class_index(),
            holder: self.object_around(),
            member_of: self.member_around(),
            line: line_of(node),
            end_line: end_line_of(node),
            returns,
            around,
        });
    }

    /// The list of parameters as it is written. Kotlin's grammar gives the list no field, Swift's has no
    /// list, only its members.
    fn parameters(&self, node: Node<'_>) -> String {
        if let Some(list) = self.reader.part(node, &[Part::Parameters]) {
            return self.reader.text(list).to_owned();
        }
        let mut alone = Vec::new();
        for child in named_children(node).take(MOST_PARAMETERS) {
            match child.kind() {
                "function_value_parameters" => return self.reader.text(child).to_owned(),
                "parameter" => alone.push(self.reader.text(child)),
                _ => {}
            }
        }
        alone.join(", ")
    }

    /// An anonymous function takes the name it is assigned to.
    fn name_of_holder(&self, node: Node<'_>) -> String {
        let Some(parent) = self.around.last() else {
            return String::new();
        };
        self.reader
            .part(*parent, &[Part::Name, Part::Key, Part::Left])
            .filter(|holder| holder.id() != node.id())
            // `this.save = function`: what it is called by.
            .map(|holder| last_segment(bare(self.reader.text(holder))).to_owned())
            .filter(|name| name.len() < 80)
            .unwrap_or_default()
    }

    /// The last expression of a Ruby method, the body of an arrow function.
    fn implicit_return(&self, node: Node<'_>, function: &str) -> Option<Expression> {
        let body = self.reader.part(node, &[Part::Body])?;
        let last = match body.kind() {
            "body_statement" => named_children(body).last()?,
            _ => body,
        };
        match self.reader.concepts.get(&last) {
            Concept::Text | Concept::Binary | Concept::Join => {
                Some(self.reader.expression(last, 0)).filter(is_key_like)
            }
            Concept::Call => {
                Some(self.reader.expression(last, 0)).filter(|it| makes_key(function, it))
            }
            Concept::Wrapper if picks_parts(function) => {
                Some(self.reader.expression(last, 0)).filter(is_object)
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
            && let Some(function) = self.events.functions.get_mut(function)
            && (is_key_like(&value)
                || makes_key(&function.name, &value)
                || picks_parts(&function.name) && is_object(&value))
        {
            function.returns = Some(value);
        }
    }

    fn import(&mut self, node: Node<'_>) {
        self.events.imports.push(self.reader.text(node).to_owned());
    }
}

/// Whether a function that is named after the key it makes has another one make it.
fn makes_key(function: &str, returned: &Expression) -> bool {
    let named = function.to_ascii_lowercase().contains("key");
    named && matches!(returned, Expression::Call { .. } | Expression::Path(_))
}

/// Whether a function is named after the parts of a state that it picks to be kept.
fn picks_parts(function: &str) -> bool {
    function.to_ascii_lowercase().contains("partial")
}

fn is_object(expression: &Expression) -> bool {
    matches!(expression, Expression::Object(_))
}

fn is_key_like(expression: &Expression) -> bool {
    matches!(expression, Expression::Text(_) | Expression::Template(_))
}
