//! Texts with holes: interpolation and concatenation.

use tree_sitter::Node;

use super::{
    concept::Concept,
    event::{Expression, Piece},
    expression::{Reader, named_children, unquoted},
    part::Part,
};

impl Reader<'_> {
    pub(super) fn literal_text(&self, node: Node<'_>, depth: usize) -> Expression {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut inner = 0;
        for child in named_children(node) {
            inner += 1;
            let kind = self.kind(child);
            if kind.contains("content") || kind.contains("fragment") || kind.ends_with("str_text") {
                push_text(&mut pieces, self.text(child));
            } else if kind == "escape_sequence" {
                push_text(&mut pieces, " ");
            } else if matches!(
                kind,
                "string_start" | "string_end" | "heredoc_end" | "interpolation_start"
            ) {
                inner -= 1;
            } else if kind == "heredoc_body" || kind == "nowdoc_body" {
                push_text(&mut pieces, self.text(child));
            } else {
                pieces.push(Piece::Hole(self.hole(child, depth + 1)));
            }
        }
        if inner == 0 {
            return Expression::Text(unquoted(self.text(node)).to_owned());
        }
        finish(pieces)
    }

    fn hole(&self, node: Node<'_>, depth: usize) -> String {
        if self.concepts.get(&node) != Concept::Other {
            return self.path(self.written(node), depth + 1);
        }
        named_children(node)
            .map(|child| self.path(self.written(child), depth + 1))
            .find(|path| !path.is_empty())
            .unwrap_or_default()
    }

    /// What a hole writes out, not what writes it: `user.tone` of `JSON.stringify(user.tone)`.
    fn written<'t>(&self, node: Node<'t>) -> Node<'t> {
        let is_call = self.concepts.get(&node) == Concept::Call;
        let called = is_call
            .then(|| self.part(node, &[Part::Function]))
            .flatten();
        if !called.is_some_and(|it| writes_out(self.text(it))) {
            return node;
        }
        let list = self.part(node, &[Part::Arguments]);
        let first = list.and_then(|it| named_children(it).next());
        first.unwrap_or(node)
    }

    pub(super) fn joined<'t>(
        &self,
        nodes: impl Iterator<Item = Node<'t>>,
        depth: usize,
    ) -> Expression {
        let mut pieces = Vec::new();
        for node in nodes {
            append(&mut pieces, self.expression(node, depth + 1));
        }
        finish(pieces)
    }

    /// The text that `["theme", id].join(":")` and `"theme=".concat(value)` make.
    pub(super) fn put_together(&self, node: Node<'_>, depth: usize) -> Option<Expression> {
        /// No key is made of more.
        const MOST_PARTS: usize = 16;
        if !matches!(self.bytes(node).first(), Some(b'[' | b'"' | b'\'')) {
            return None;
        }
        let callee = self.part(node, &[Part::Function])?;
        let whole = self.part(callee, &[Part::Object])?;
        let verb = self.part(callee, &[Part::Property])?;
        let list = self.part(node, &[Part::Arguments])?;
        let given = || named_children(list).take(MOST_PARTS);
        let mut pieces = Vec::new();
        match (self.text(verb), self.concepts.get(&whole)) {
            ("join", Concept::List) => {
                let separator = given().next();
                for (index, part) in named_children(whole).take(MOST_PARTS).enumerate() {
                    match separator {
                        Some(between) if index > 0 => {
                            append(&mut pieces, self.expression(between, depth + 1));
                        }
                        _ => {}
                    }
                    append(&mut pieces, self.expression(part, depth + 1));
                }
            }
            ("concat", Concept::Text) => {
                for part in std::iter::once(whole).chain(given()) {
                    append(&mut pieces, self.expression(part, depth + 1));
                }
            }
            _ => return None,
        }
        Some(finish(pieces))
    }

    pub(super) fn binary(&self, node: Node<'_>, depth: usize) -> Expression {
        let count = u32::try_from(node.named_child_count()).unwrap_or(0);
        let left = self
            .part(node, &[Part::Left])
            .or_else(|| node.named_child(0));
        let right = self
            .part(node, &[Part::Right])
            .or_else(|| count.checked_sub(1).and_then(|last| node.named_child(last)));
        let (Some(left_node), Some(right_node)) = (left, right) else {
            return Expression::Other;
        };
        let left = self.expression(left_node, depth + 1);
        let right = self.expression(right_node, depth + 1);
        let between = self
            .source
            .get(left_node.end_byte()..right_node.start_byte());
        match String::from_utf8_lossy(between.unwrap_or_default()).trim() {
            operator @ ("+" | "." | "&" | "<>" | "%")
                if operator == "."
                    || is_textual(&left)
                    || is_textual(&right)
                    || is_constant(&left)
                    || is_constant(&right) =>
            {
                let mut pieces = Vec::new();
                append(&mut pieces, left);
                append(&mut pieces, right);
                finish(pieces)
            }
            // A key that is taken where none was handed in tells more than the name of what was.
            "||" | "??" | "or" | "?:" if is_key(&right) && !is_textual(&left) => right,
            "||" | "??" | "or" | "?:" => left,
            _ => Expression::Other,
        }
    }
}

/// A text of several words without spaces, as keys are and other texts of last resort are not.
fn is_key(expression: &Expression) -> bool {
    expression.text().is_some_and(|text| {
        text.len() > 5
            && text.contains(['-', '_', ':', '.'])
            && text.starts_with(char::is_alphabetic)
            && !text.contains(char::is_whitespace)
    })
}

fn is_textual(expression: &Expression) -> bool {
    matches!(expression, Expression::Text(_) | Expression::Template(_))
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn append(pieces: &mut Vec<Piece>, expression: Expression) {
    match expression {
        Expression::Text(text) | Expression::Literal(text) => push_text(pieces, &text),
        Expression::Template(parts) => {
            for part in parts {
                match part {
                    Piece::Text(text) => push_text(pieces, &text),
                    hole @ Piece::Hole(_) => pieces.push(hole),
                }
            }
        }
        Expression::Call { path, arguments } if writes_out(&path) => {
            // What is written out in a text is what is written, not what writes it.
            let written = arguments.into_iter().find_map(|it| match it.value {
                Expression::Path(inner) => Some(inner),
                _ => None,
            });
            pieces.push(Piece::Hole(written.unwrap_or(path)));
        }
        Expression::Path(path) | Expression::Call { path, .. } => pieces.push(Piece::Hole(path)),
        _ => pieces.push(Piece::Hole(String::new())),
    }
}

/// `JSON.stringify(user.preferences)`, `json.dumps(user.preferences)`.
fn writes_out(path: &str) -> bool {
    matches!(
        path,
        "JSON.stringify" | "json.dumps" | "JSON.generate" | "json_encode"
    )
}

fn finish(mut pieces: Vec<Piece>) -> Expression {
    match pieces.as_mut_slice() {
        [Piece::Text(text)] => Expression::Text(std::mem::take(text)),
        _ => Expression::Template(pieces),
    }
}

/// A name in capitals, or of a beginning: what is joined to it is a key.
fn is_constant(expression: &Expression) -> bool {
    expression.path().is_some_and(|path| {
        let name = path.rsplit('.').next().unwrap_or(path);
        let beginning = || {
            let name = name.to_ascii_lowercase();
            name.ends_with("prefix") || name.ends_with("namespace")
        };
        let shouted = |it: char| it.is_uppercase() || it == '_' || it.is_numeric();
        name.len() > 3 && (name.chars().all(shouted) || beginning())
    })
}
