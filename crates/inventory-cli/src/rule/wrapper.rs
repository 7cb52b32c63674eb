//! Functions that hand a parameter on to a store, and the calls of them.
//!
//! `save(key, value) { localStorage.setItem(key, JSON.stringify(value)) }` makes every call of `save` an
//! access. Most projects have such a function, so a second pass looks for the calls.

mod call;
mod constructor;
mod import;
mod name;
mod parameter;
mod receiver;

use std::path::Path;

use memchr::memmem;
use serde::Serialize;

pub(crate) use self::call::Caller;
pub use self::call::{Wrapped, wrapped_accesses};
use self::{
    constructor::made_with,
    name::is_distinctive,
    parameter::{option, parameter_names},
};
use crate::{
    fact::{AccessFact, WrapperFact, WrapperKey},
    language::{Family, Language},
    lexicon::canonical,
    mechanism::Kind,
    syntax::{Call, Expression, FileEvents, Function, Piece, last_segment},
};

/// A wrapper found in the first pass, with the place it is defined in.
#[derive(Debug, Clone, Serialize)]
pub struct Wrapper {
    /// What it does.
    pub fact: WrapperFact,
    /// The file that defines it.
    path: String,
    /// Stem of that file.
    stem: String,
    /// Languages that could call it.
    pub(crate) family: Option<Family>,
    /// What its class and its file mean to a caller that names them.
    homes: Vec<String>,
    /// Its name says enough to stand alone.
    distinctive: bool,
}

impl Wrapper {
    /// The wrapper that the file at `path` defines.
    #[must_use]
    pub fn new(fact: WrapperFact, path: &str) -> Self {
        let stem = stem(path).to_owned();
        let homes = [fact.class.as_str(), stem.as_str()];
        let named = homes.iter().filter(|home| !home.is_empty());
        let homes = named.map(|home| canonical(home)).collect();
        Self {
            path: path.to_owned(),
            stem,
            family: Language::of(Path::new(path)).map(Language::family),
            homes,
            distinctive: is_distinctive(&fact.function),
            fact,
        }
    }

    /// Whether a file names the class: something in it may be declared to be of it.
    #[must_use]
    pub(crate) fn is_named_in(&self, content: &[u8]) -> bool {
        self.places_of_class(content).next().is_some()
    }

    /// Whether a file may declare `name` to be of the class: they stand side by side in it.
    #[must_use]
    pub(crate) fn may_be_class_of(&self, name: &str, content: &[u8]) -> bool {
        /// `name: Class`, `Class name`, `name = container.resolve(Class)`.
        const REACH: usize = 64;
        self.places_of_class(content).any(|at| {
            let end = content.len().min(at + self.fact.class.len() + REACH);
            let around = content.get(at.saturating_sub(REACH)..end);
            around.is_some_and(|it| memmem::find(it, name.as_bytes()).is_some())
        })
    }

    fn places_of_class<'a>(&'a self, content: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let class = Some(self.fact.class.as_bytes()).filter(|it| it.len() >= SHORTEST_CLASS);
        class
            .into_iter()
            .flat_map(|class| memmem::find_iter(content, class))
    }

    /// Whether both are the same function, doing the same to the same kind of store.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (one, two) = (&self.fact, &other.fact);
        self.homes == other.homes
            && one.function == two.function
            && one.role == two.role
            && one.kind == two.kind
    }

    /// Whether it belongs to what is called so.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        self.homes.contains(&canonical(name))
    }
}

/// Shorter names of classes stand in every other file.
const SHORTEST_CLASS: usize = 5;

/// What callers name before the function. The sections of an object (`methods`, `actions`) do not stand
/// before its functions, so such a member counts only where the name of the function says too little.
fn home(class: &str, function: &Function) -> String {
    let declared = [class, function.holder.as_str()];
    let named = declared.into_iter().find(|it| !it.is_empty());
    match named {
        Some(name) => name.to_owned(),
        None if is_distinctive(&function.name) => String::new(),
        None => function.member_of.clone(),
    }
}

/// The wrapper around an access whose key or value is a parameter of the function around it.
pub(super) fn wrapper(
    access: &AccessFact,
    value: Option<&Expression>,
    call: &Call,
    events: &FileEvents,
) -> Option<WrapperFact> {
    // Of a store on a server such a key would still have to name a user.
    let on_device = matches!(access.kind, Kind::BrowserStorage | Kind::DeviceStorage);
    if let Some((class, key)) = made_with(&access.key, call, events).filter(|_| on_device) {
        return Some(WrapperFact {
            rule: access.rule.clone(),
            kind: access.kind,
            role: access.role,
            function: class,
            class: String::new(),
            key,
            value: None,
        });
    }
    let key = if on_device {
        made_of(&access.key, call, events)
    } else {
        &access.key
    };
    let inlined = Some(key).filter(|_| on_device);
    let inlined = inlined.and_then(|it| inlined_key(it, events));
    let key = inlined.as_ref().unwrap_or(key);
    let function = function_of_key(key, call, events)?;
    if function.name.is_empty() {
        return None;
    }
    let parameters = parameter_names(&function.parameters);
    let value = value.and_then(|it| position_of_value(it, &parameters, call, events));
    let option = key.path().and_then(|it| option(&function.parameters, it));
    let key = match option {
        Some((at, name)) => WrapperKey::Option(at, name),
        None => key_of(key, &parameters, events)?,
    };
    if matches!(key, WrapperKey::Fixed(_)) && value.is_none() {
        return None;
    }
    Some(WrapperFact {
        rule: access.rule.clone(),
        kind: access.kind,
        role: access.role,
        function: function.name.clone(),
        class: home(&access.class, function),
        key,
        value,
    })
}

/// What a key is put together of, where it has a name of its own: `const full = PREFIX + key`.
fn made_of<'a>(key: &'a Expression, call: &Call, events: &'a FileEvents) -> &'a Expression {
    let Expression::Path(name) = key else {
        return key;
    };
    let mut assignments = events.assignments.iter();
    let made = assignments.find(|it| {
        call.function.is_some()
            && it.function == call.function
            && it.target == *name
            && matches!(it.value, Expression::Template(_) | Expression::Call { .. })
    });
    made.map_or(key, |it| &it.value)
}

/// The template that a function of the same file makes keys by, with what it is told: `app-${name}` of
/// `keyOf(name)`.
fn inlined_key(key: &Expression, events: &FileEvents) -> Option<Expression> {
    let Expression::Call { path, arguments } = key else {
        return None;
    };
    if only_joins(path, events) {
        return None;
    }
    let name = last_segment(path);
    let mut functions = events.functions.iter().filter(|it| it.name == name);
    let (names, pieces) = functions.find_map(|it| match &it.returns {
        Some(Expression::Template(pieces)) => Some((parameter_names(&it.parameters), pieces)),
        _ => None,
    })?;
    let filled = pieces.iter().map(|piece| match piece {
        Piece::Hole(hole) => {
            let given = position(hole, &names).and_then(|at| arguments.get(at)?.value.path());
            Piece::Hole(given.unwrap_or(hole).to_owned())
        }
        Piece::Text(_) => piece.clone(),
    });
    Some(Expression::Template(filled.collect()))
}

/// The parameter that is the value, by itself or handed through a call: `JSON.stringify(value)`.
fn position_of_value(
    value: &Expression,
    parameters: &[String],
    call: &Call,
    events: &FileEvents,
) -> Option<usize> {
    let through_call = |value: &Expression| match value {
        Expression::Call { arguments, .. } => {
            position(arguments.first()?.value.path()?, parameters)
        }
        _ => None,
    };
    let Expression::Path(path) = value else {
        return through_call(value);
    };
    position(path, parameters).or_else(|| {
        let mut assignments = events.assignments.iter();
        let made = assignments.find(|it| it.target == *path && it.function == call.function)?;
        through_call(&made.value)
    })
}

/// What the key is made of: a parameter, or always the same.
fn key_of(key: &Expression, parameters: &[String], events: &FileEvents) -> Option<WrapperKey> {
    match key {
        Expression::Path(path) => Some(match position(path, parameters) {
            Some(index) => WrapperKey::Parameter(index, key.clone()),
            None => WrapperKey::Fixed(key.clone()),
        }),
        Expression::Template(pieces) => {
            let mut places = pieces.iter().enumerate();
            let (at, index) = places.find_map(|(at, piece)| match piece {
                Piece::Hole(path) => Some((at, position(path, parameters)?)),
                Piece::Text(_) => None,
            })?;
            let template = with_parameter_at(at, pieces, events);
            Some(WrapperKey::Parameter(index, template))
        }
        Expression::Text(_) => Some(WrapperKey::Fixed(key.clone())),
        // `store.setItem(this.fullKey(namespace, key), value)`: what comes last tells keys apart.
        Expression::Call { path, arguments } if only_joins(path, events) => {
            let named = arguments.iter().filter_map(|it| it.value.path());
            let (name, index) = named
                .filter_map(|it| Some((it, position(it, parameters)?)))
                .next_back()?;
            let parameter = Expression::Path(name.to_owned());
            Some(WrapperKey::Parameter(index, parameter))
        }
        _ => None,
    }
}

fn position(path: &str, parameters: &[String]) -> Option<usize> {
    parameters.iter().position(|name| name == path)
}

/// The template with the hole at `at` marked as the parameter's, and with the texts that other holes
/// stand for: a prefix that a closure holds is known here and nowhere else.
fn with_parameter_at(at: usize, pieces: &[Piece], events: &FileEvents) -> Expression {
    let filled = pieces.iter().enumerate().map(|(index, piece)| match piece {
        Piece::Hole(_) if index == at => Piece::Hole(PARAMETER.to_owned()),
        Piece::Hole(path) => {
            let name = path.strip_prefix("self.").unwrap_or(path);
            let assigned = events.assignments.iter().filter(|it| it.target == *path);
            let fields = events.classes.iter().flat_map(|class| &class.fields);
            let fields = fields.filter(|field| field.name == name);
            let text = assigned
                .map(|it| &it.value)
                .chain(fields.filter_map(|field| field.value.as_ref()))
                .find_map(Expression::text);
            text.map_or_else(|| piece.clone(), |it| Piece::Text(it.to_owned()))
        }
        Piece::Text(_) => piece.clone(),
    });
    Expression::Template(filled.collect())
}

/// The hole that an argument fills.
const PARAMETER: &str = "=>";

/// Whether a function of the same file puts a key together of its parameters, adding no word.
fn only_joins(path: &str, events: &FileEvents) -> bool {
    let name = last_segment(path);
    let wordless = |piece: &Piece| match piece {
        Piece::Text(text) => !text.chars().any(char::is_alphanumeric),
        Piece::Hole(_) => true,
    };
    events.functions.iter().any(|function| {
        let returned = function.returns.as_ref();
        function.name == name
            && matches!(returned, Some(Expression::Template(pieces)) if pieces.iter().all(wordless))
    })
}

/// The function whose parameter the key is: the innermost around the call, or, where the call stands in a
/// closure, one further out.
fn function_of_key<'a>(
    key: &Expression,
    call: &Call,
    events: &'a FileEvents,
) -> Option<&'a Function> {
    let innermost = events.functions.get(call.function?)?;
    let takes_key = |function: &&Function| {
        let names = parameter_names(&function.parameters);
        let is_parameter = |path: &str| names.iter().any(|name| name == path);
        match key {
            Expression::Path(path) => {
                is_parameter(path) || option(&function.parameters, path).is_some()
            }
            Expression::Template(pieces) => pieces.iter().any(|piece| match piece {
                Piece::Hole(path) => is_parameter(path),
                Piece::Text(_) => false,
            }),
            Expression::Call { path, arguments } if only_joins(path, events) => {
                let mut named = arguments.iter().filter_map(|it| it.value.path());
                named.any(is_parameter)
            }
            _ => false,
        }
    };
    let around = events
        .functions
        .iter()
        .filter(|it| it.line <= innermost.line && innermost.end_line <= it.end_line)
        .filter(takes_key)
        .min_by_key(|it| it.end_line - it.line);
    Some(around.unwrap_or(innermost))
}

/// File name without folders and extensions.
#[must_use]
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
