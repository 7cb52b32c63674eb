//! What must be seen in the bytes of a file besides the literals of a rule.

use super::{
    behind::Behind,
    path::PathSign,
    place::{begins_statement, heads_class, is_attribute, is_base, is_definition, is_in_comment},
    text,
};
use crate::{
    language::Family,
    rule::{Logic, MAP_TYPES, Model, Pattern, Position, Rule, Trigger},
};

/// A look at the bytes of a file.
#[derive(Debug)]
pub(super) enum Sign {
    /// Such a path, with what its use asks for behind it.
    Path(PathSign),
    /// A class with such a base, an attribute, or a field made by such a call.
    Model {
        bases: PathSign,
        attributes: PathSign,
        fields: PathSign,
        /// Attributes stand in comments: those of PHP.
        annotated: bool,
    },
    /// A function or a class of such a name, or one of these texts.
    Logic {
        functions: PathSign,
        classes: PathSign,
        texts: Vec<String>,
    },
    /// A map with such a name, or in a class with such a name.
    Map(PathSign),
    /// A member of such a document.
    Document(PathSign),
    /// An object of defaults whose name ends so.
    Defaults(Vec<Pattern>),
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
            Trigger::Subscript { object, .. } => {
                PathSign::new(object, Behind::Subscript).map(Self::Path)
            }
            Trigger::Assignment {
                object,
                key_in_text: false,
            } => PathSign::new(object, Behind::Member).map(Self::Path),
            Trigger::DocumentMember { object } => {
                PathSign::new(object, Behind::Anything).map(Self::Document)
            }
            Trigger::Defaults { names } => Some(Self::Defaults(names.clone())),
            Trigger::Model(model) => of_model(model, &rule.languages),
            Trigger::Logic(logic) => of_logic(logic),
            Trigger::Object(object) if matches!(object.object, Position::Index(0)) => {
                PathSign::new(&object.call, Behind::Object).map(Self::Path)
            }
            _ if !rule.calls().is_empty() => {
                let bare = rule.languages.is_empty() || rule.languages.contains(&Family::Ruby);
                let behind = match rule.trigger {
                    _ if bare => Behind::Anything,
                    Trigger::Access(_)
                    | Trigger::UserValue { .. }
                    | Trigger::Flags { .. }
                    | Trigger::Memory { .. } => Behind::Argument,
                    _ => Behind::Call,
                };
                PathSign::new(rule.calls(), behind).map(Self::Path)
            }
            _ => None,
        }
    }

    /// Whether a file with this stem shows it.
    pub(super) fn is_in(&self, stem: &str, content: &[u8]) -> bool {
        match self {
            Self::Path(paths) => paths.is_in(content),
            Self::Document(documents) => documents
                .names_in(content)
                .any(|(start, end)| text::reads_member(content, start, end)),
            Self::Defaults(names) => {
                text::gives_defaults(content, |last| names.iter().any(|it| it.matches(last)))
            }
            Self::Model {
                bases,
                attributes,
                fields,
                annotated,
            } => {
                let mut bases = bases.names_in(content);
                let mut attributes = attributes.names_in(content);
                let mut fields = fields.names_in(content);
                bases.any(|(start, _)| is_base(content, start))
                    || attributes.any(|(start, _)| {
                        is_attribute(content, start)
                            && (*annotated || !is_in_comment(content, start))
                    })
                    || fields.any(|(start, _)| begins_statement(content, start))
            }
            Self::Logic {
                functions,
                classes,
                texts,
            } => {
                let mut functions = functions.names_in(content);
                let mut classes = classes.names_in(content);
                functions.any(|(start, end)| is_definition(content, start, end))
                    || classes.any(|(start, _)| heads_class(content, start))
                    || texts
                        .iter()
                        .any(|text| memchr::memmem::find(content, text.as_bytes()).is_some())
            }
            Self::Map(names) => names
                .names_in(content)
                .any(|(_, end)| heads_class(content, end) || makes_map(content, end)),
            Self::Prompt(names, sinks) => {
                text::names_somebody(content)
                    && (sinks.iter().any(|it| it.matches(stem)) || names.is_in(content))
            }
            Self::Label => text::labels_user(content),
        }
    }
}

fn of_model(model: &Model, languages: &[Family]) -> Option<Sign> {
    if model.any {
        return None;
    }
    let attributes = [model.attributes.as_slice(), &model.field_attributes].concat();
    Some(Sign::Model {
        bases: PathSign::new(&model.bases, Behind::Anything)?,
        attributes: PathSign::new(&attributes, Behind::Anything)?,
        fields: PathSign::new(&model.field_calls, Behind::Call)?,
        annotated: languages.is_empty() || languages.contains(&Family::Php),
    })
}

fn of_logic(logic: &Logic) -> Option<Sign> {
    Some(Sign::Logic {
        functions: PathSign::new(&logic.functions, Behind::Anything)?,
        classes: PathSign::new(&logic.classes, Behind::Anything)?,
        texts: logic.texts.clone(),
    })
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
