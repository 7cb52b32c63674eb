//! Functions that hand a parameter on to a store, and the calls of them.
//!
//! `save(key, value) { localStorage.setItem(key, JSON.stringify(value)) }` makes every call of `save` an
//! access. Most projects have such a function, so a second pass looks for the calls.

mod call;
mod constructor;
mod import;
mod key;
mod name;
mod parameter;
mod receiver;

use std::path::Path;

use memchr::memmem;
use serde::Serialize;

pub(crate) use self::call::Caller;
pub use self::call::{Wrapped, wrapped_accesses};
pub(super) use self::parameter::{default_text, parameter_names};
use self::{
    constructor::made_with,
    key::{inlined_key, key_of, made_of, only_joins, position},
    name::is_distinctive,
    parameter::option,
};
use crate::{
    fact::{AccessFact, WrapperFact, WrapperKey},
    language::{Family, Language},
    lexicon::{canonical, words},
    syntax::{Call, Expression, FileEvents, Function, Piece},
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
    let on_device = access.kind.is_on_device();
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
    if function.name.is_empty() || keeps_copies(&function.name) {
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

/// Whether a function that wraps a store only keeps copies at hand: `cache("models", fetchModels)`.
fn keeps_copies(function: &str) -> bool {
    let words = words(function);
    words
        .iter()
        .any(|it| matches!(it.as_str(), "cache" | "cached" | "memoize" | "memoized"))
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
        let mut assigned = events.assigned(path);
        let made = assigned.find(|it| it.function == call.function)?;
        through_call(&made.value)
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
        .functions_around(call.function?)
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
