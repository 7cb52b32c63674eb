//! What must be seen in the bytes of a file besides the literals of a rule.

use super::{
    path::{Behind, PathSign},
    text,
};
use crate::{
    language::Family,
    rule::{MAP_TYPES, Pattern, Rule, Trigger},
};

/// A look at the bytes of a file.
#[derive(Debug)]
pub(super) enum Sign {
    /// A call with such a path.
    Call(PathSign),
    /// A class that extends one of these, or has a field with such a call.
    Model(PathSign, PathSign),
    /// A map with such a name, or in a class with such a name.
    Map(PathSign),
    /// A text about somebody, and a name or a stem that leads to a model.
    Prompt(PathSign, Vec<Pattern>),
    /// A user and a hole in a text.
    Label,
}

impl Sign {
    /// The sign of a rule; none where its literals say enough.
    pub(super) fn of(rule: &Rule) -> Option<Self> {
        match &rule.trigger {
            Trigger::Prompt { sinks } => {
                let names = PathSign::new(sinks, Behind::Value)?;
                Some(Self::Prompt(names, sinks.clone()))
            }
            Trigger::UserLabel {} => Some(Self::Label),
            Trigger::KeyedMap { names } => PathSign::new(names, Behind::Anything).map(Self::Map),
            Trigger::Model(model)
                if model.attributes.is_empty()
                    && model.field_attributes.is_empty()
                    && !model.any =>
            {
                let bases = PathSign::new(&model.bases, Behind::Anything)?;
                let calls = PathSign::new(&model.field_calls, Behind::Call)?;
                Some(Self::Model(bases, calls))
            }
            _ if !rule.calls().is_empty() => {
                let bare = rule.languages.is_empty() || rule.languages.contains(&Family::Ruby);
                let behind = if bare { Behind::Anything } else { Behind::Call };
                PathSign::new(rule.calls(), behind).map(Self::Call)
            }
            _ => None,
        }
    }

    /// Whether a file with this stem shows it.
    pub(super) fn is_in(&self, stem: &str, content: &[u8]) -> bool {
        match self {
            Self::Call(calls) => calls.is_in(content),
            Self::Model(bases, calls) => bases.is_in(content) || calls.is_in(content),
            Self::Map(names) => names
                .ends_in(content)
                .any(|end| names_class(content, end) || makes_map(content, end)),
            Self::Prompt(names, sinks) => {
                text::names_somebody(content)
                    && (sinks.iter().any(|it| it.matches(stem)) || names.is_in(content))
            }
            Self::Label => text::labels_user(content),
        }
    }
}

/// How far behind its name a map is made, a long type between them.
const MAP_REACH: usize = 400;

fn makes_map(content: &[u8], end: usize) -> bool {
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..MAP_REACH).unwrap_or(rest);
    MAP_TYPES.iter().any(|map| {
        memchr::memmem::find_iter(rest, map.as_bytes()).any(|at| {
            let behind = rest.get(at + map.len()..).unwrap_or_default();
            behind.is_empty()
                || matches!(behind.trim_ascii_start(), [b'(' | b'<' | b'{' | b'[', ..])
        })
    })
}

fn names_class(content: &[u8], end: usize) -> bool {
    let before = content.get(..end).unwrap_or_default();
    let line = before.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    let line = before.get(line..).unwrap_or_default();
    [
        b"class ".as_slice(),
        b"object ",
        b"struct ",
        b"type ",
        b"interface ",
        b"module ",
        b"record ",
    ]
    .iter()
    .any(|word| memchr::memmem::find(line, word).is_some())
}
