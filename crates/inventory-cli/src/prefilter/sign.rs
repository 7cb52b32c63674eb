//! What must be seen in the bytes of a file besides the literals of a rule.

use super::{
    behind::Behind,
    path::PathSign,
    place::{
        begins_statement, heads_class, is_attribute, is_base, is_definition, is_in_comment,
        last_word,
    },
    text,
};
use crate::{
    language::Family,
    rule::{Logic, MAP_TYPES, Model, Pattern, Position, Rule, Trigger, wrapper::stem},
};

/// A file as it is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Code<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// Its language.
    pub(super) family: Family,
    /// Its bytes.
    pub(super) content: &'a [u8],
}

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
        /// The name it must have besides.
        named: Option<PathSign>,
        /// Attributes stand in comments: those of PHP.
        annotated: bool,
    },
    /// A function or a class of such a name, or one of these texts.
    Logic {
        functions: PathSign,
        classes: PathSign,
        texts: Vec<String>,
    },
    /// A class of such a name.
    Class(PathSign),
    /// A map with such a name, or in a class with such a name.
    Map(PathSign),
    /// Such a call with an owner among its arguments.
    Memory(PathSign),
    /// A member of such a document.
    Document(PathSign),
    /// An object of defaults whose name ends so.
    Defaults(Vec<Pattern>),
    /// A class of such a name, or an object or a call given to such a name.
    Settings(PathSign),
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
            Trigger::Settings { names } => {
                PathSign::new(names, Behind::Anything).map(Self::Settings)
            }
            Trigger::Memory { call } => PathSign::new(call, Behind::Argument).map(Self::Memory),
            Trigger::Defaults { names } => Some(Self::Defaults(names.clone())),
            Trigger::Model(model) => of_model(model, &rule.languages),
            Trigger::Logic(logic) => of_logic(logic),
            Trigger::KeyNames { classes, .. } => {
                PathSign::new(classes, Behind::Anything).map(Self::Class)
            }
            Trigger::Object(object) if matches!(object.object, Position::Index(0)) => {
                PathSign::new(&object.call, Behind::Object).map(Self::Path)
            }
            _ if !rule.calls().is_empty() => {
                let behind = match rule.trigger {
                    Trigger::Access(_) | Trigger::UserValue { .. } | Trigger::Flags { .. } => {
                        Behind::Argument
                    }
                    _ => Behind::Call,
                };
                PathSign::new(rule.calls(), behind).map(Self::Path)
            }
            _ => None,
        }
    }

    /// Whether a file shows it.
    pub(super) fn is_in(&self, code: Code<'_>) -> bool {
        let content = code.content;
        match self {
            Self::Path(paths) => paths.is_in(code),
            Self::Class(classes) => {
                let mut names = classes.names_in(code);
                names.any(|(start, _)| heads_class(content, start))
            }
            Self::Memory(calls) => calls
                .names_in(code)
                .any(|(_, end)| text::names_owner(content.get(end..).unwrap_or_default())),
            Self::Document(documents) => documents
                .names_in(code)
                .any(|(start, end)| text::reads_member(code, start, end)),
            Self::Settings(names) => names
                .names_in(code)
                .any(|(start, end)| text::declares_settings(content, start, end)),
            Self::Defaults(names) => {
                text::gives_defaults(content, |last| names.iter().any(|it| it.matches(last)))
            }
            Self::Model {
                bases,
                attributes,
                fields,
                named,
                annotated,
            } => {
                let is_named = named.as_ref().is_none_or(|it| {
                    let mut names = it.names_in(code);
                    names.any(|(start, _)| heads_class(content, start))
                });
                if !is_named {
                    return false;
                }
                let mut bases = bases.names_in(code);
                let mut attributes = attributes.names_in(code);
                let mut fields = fields.names_in(code);
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
                let mut functions = functions.names_in(code);
                let mut classes = classes.names_in(code);
                functions.any(|(start, end)| is_definition(content, start, end))
                    || classes.any(|(start, _)| heads_class(content, start))
                    || texts.iter().any(|text| text::holds_text(content, text))
            }
            Self::Map(names) => names.names_in(code).any(|(start, end)| {
                let reach = if heads_class(content, start) {
                    usize::MAX
                } else {
                    MAP_REACH
                };
                makes_map(content, end, reach)
            }),
            Self::Prompt(names, sinks) => {
                text::names_somebody(content)
                    && (sinks.iter().any(|it| it.matches(stem(code.path))) || names.is_in(code))
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
        named: match model.class_names.as_slice() {
            [] => None,
            names => Some(PathSign::new(names, Behind::Anything)?),
        },
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

/// Whether a map is made within so many bytes behind `end`.
fn makes_map(content: &[u8], end: usize, reach: usize) -> bool {
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..reach).unwrap_or(rest);
    MAP_TYPES.iter().any(|map| {
        memchr::memmem::find_iter(rest, map.as_bytes()).any(|at| {
            let behind = rest.get(at + map.len()..).unwrap_or_default();
            let whole = last_word(rest.get(..at).unwrap_or_default()).is_empty();
            whole
                && (behind.is_empty()
                    || matches!(behind.trim_ascii_start(), [b'(' | b'<' | b'{' | b'[', ..]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_made_near_its_name_or_anywhere_in_its_class() {
        let pattern = Pattern::try_from("userState".to_owned()).unwrap();
        let sign = PathSign::new(&[pattern], Behind::Anything).map(Sign::Map);
        let holds = |text: &str| {
            sign.as_ref().unwrap().is_in(Code {
                path: "state.ts",
                family: Family::Script,
                content: text.as_bytes(),
            })
        };
        let far = " ".repeat(MAP_REACH);
        assert!(holds("const userState = new Map()"));
        assert!(holds(&format!("class userState {{{far}all = new Map() }}")));
        assert!(!holds(&format!("const userState = 1;{far}x = new Map()")));
        assert!(!holds("const userState = all.flatMap(it => it)"));
    }
}
