//! Calls of wrappers, and the accesses they amount to.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
    path::Path,
};

use super::{Wrapper, key::PARAMETER, receiver::Receivers, stem};
use crate::{
    fact::{AccessFact, WrapperFact, WrapperKey},
    language::{Family, Language},
    lexicon::{Lexicon, Weight, canonical, words},
    mechanism::{Kind, SiteRole},
    rule::apply::{class_name, object_members},
    syntax::{Argument, Call, Expression, FileEvents, Piece, last_segment},
};

/// What calls of known wrappers amount to.
#[derive(Debug, Default)]
pub struct Wrapped {
    /// Accesses.
    pub accesses: Vec<AccessFact>,
    /// Functions that hand a parameter of theirs on to a wrapper, and so are wrappers themselves.
    pub wrappers: Vec<WrapperFact>,
}

/// A wrapper, and what the file takes out of its module, once that is asked for.
type Named<'a> = (&'a Wrapper, OnceCell<BTreeSet<&'a str>>);

/// What calls of known wrappers amount to.
#[must_use]
pub fn wrapped_accesses(wrappers: &[Wrapper], path: &str, events: &FileEvents) -> Wrapped {
    let family = Language::of(Path::new(path)).map(Language::family);
    let receivers = Receivers::of(events);
    let mut by_name: HashMap<&str, Vec<Named<'_>>> = HashMap::new();
    for wrapper in wrappers {
        let named = by_name.entry(&wrapper.fact.function).or_default();
        named.push((wrapper, OnceCell::new()));
    }
    let mut found = Wrapped::default();
    for call in &events.calls {
        let called = meant(&call.path, events);
        let name = last_segment(called);
        for (wrapper, taken) in by_name.get(name).into_iter().flatten() {
            let caller = Caller::new(called, path, family);
            let imported = || {
                let taken = taken.get_or_init(|| wrapper.taken_out_by(&events.imports));
                caller.is_bare() && taken.contains(name) || taken.contains(caller.qualifier)
            };
            if !caller.calls(wrapper) && !caller.calls_declared(wrapper, &receivers) && !imported()
            {
                continue;
            }
            let inside = call.function.and_then(|index| events.functions.get(index));
            if inside.is_some_and(|function| function.name == wrapper.fact.function) {
                continue;
            }
            let accesses = accesses_of(wrapper, call, inside.map_or("", |it| it.name.as_str()));
            let around = accesses
                .iter()
                .filter_map(|it| around(wrapper, it, call, events));
            found.wrappers.extend(around);
            found.accesses.extend(accesses);
        }
    }
    found
}

/// The wrapper around a call of a wrapper.
fn around(
    inner: &Wrapper,
    access: &AccessFact,
    call: &Call,
    events: &FileEvents,
) -> Option<WrapperFact> {
    let mut access = access.clone();
    access.class = class_name(events, call.class);
    let value = inner.fact.value.and_then(|it| call.arguments.get(it));
    let found = super::wrapper(&access, value.map(|it| &it.value), call, events);
    found.filter(|it| matches!(it.key, WrapperKey::Parameter(..)))
}

/// What a bare name was taken out of: `useStorage.get` for `read`.
fn meant<'a>(path: &'a str, events: &'a FileEvents) -> &'a str {
    if path.contains('.') {
        return path;
    }
    let source = events.assigned(path).find_map(|it| match &it.value {
        Expression::Path(source) if source.contains('.') => Some(source.as_str()),
        _ => None,
    });
    source.unwrap_or(path)
}

/// A call as it is written, to be compared with wrappers.
#[derive(Debug)]
pub(crate) struct Caller<'a> {
    path: &'a str,
    stem: &'a str,
    family: Option<Family>,
    qualifier: &'a str,
    meaning: String,
}

impl<'a> Caller<'a> {
    /// The call of `path` in the file at `file`.
    pub(crate) fn new(path: &'a str, file: &'a str, family: Option<Family>) -> Self {
        let qualifier = path.rsplit('.').nth(1).unwrap_or_default();
        Self {
            path: file,
            stem: stem(file),
            family,
            qualifier,
            meaning: canonical(qualifier),
        }
    }

    /// Whether nothing stands before the name of what is called.
    fn is_bare(&self) -> bool {
        self.qualifier.is_empty()
    }

    /// What the function is called on, by its last name; empty where that is nothing.
    pub(crate) fn qualifier(&self) -> &str {
        self.qualifier
    }

    /// Whether it could be one of the wrapper.
    pub(crate) fn calls(&self, wrapper: &Wrapper) -> bool {
        let here = self.stem == wrapper.stem;
        let named = || wrapper.homes.contains(&self.meaning) || (self.qualifier == "self" && here);
        let bare = || self.is_bare() || wrapper.fact.class.is_empty() || here;
        // What a file calls by a bare name is what the file itself defines.
        let own = || self.path == wrapper.path && self.is_bare() && wrapper.fact.class.is_empty();
        self.family == wrapper.family && (named() || own() || (wrapper.distinctive && bare()))
    }

    /// Whether what is called is declared to be of the class of the wrapper.
    fn calls_declared(&self, wrapper: &Wrapper, receivers: &Receivers<'_>) -> bool {
        self.family == wrapper.family
            && !wrapper.fact.class.is_empty()
            && receivers.are(self.qualifier, &wrapper.fact.class)
    }
}

fn accesses_of(wrapper: &Wrapper, call: &Call, function: &str) -> Vec<AccessFact> {
    let fact = &wrapper.fact;
    let value = fact
        .value
        .and_then(|index| call.arguments.get(index))
        .map(|it| &it.value);
    let make = |key: Expression, members: Vec<String>| AccessFact {
        rule: fact.rule.clone(),
        kind: fact.kind,
        role: fact.role,
        key,
        members,
        default: None,
        function: function.to_owned(),
        class: String::new(),
        line: call.line,
        needs_person: fact.kind == Kind::Redis,
        lifetime: None,
    };
    match &fact.key {
        WrapperKey::Parameter(index, template) => {
            let Some(argument) = call.arguments.get(*index) else {
                return Vec::new();
            };
            let key = fill(template, &argument.value);
            key.map(|key| make(key, value.map(object_members).unwrap_or_default()))
                .into_iter()
                .collect()
        }
        WrapperKey::Option(index, name) => {
            let named = |it: &Argument| match &it.value {
                Expression::Object(pairs) => pairs.iter().find(|(key, _)| key == name).cloned(),
                _ => None,
            };
            // Functions are no arguments here: what stands behind one has another place.
            let option = call.arguments.get(*index).and_then(named);
            let option = option.or_else(|| call.arguments.iter().find_map(named));
            let key = option.and_then(|(_, value)| fill(&value, &value));
            let members = value.map(object_members).unwrap_or_default();
            key.map(|key| make(key, members)).into_iter().collect()
        }
        // One key for a whole state: every member of what is saved is a store of its own, where one says
        // what a person likes; a message says nothing of the kind.
        WrapperKey::Fixed(key) if fact.role == SiteRole::Write && !is_vetoed(key) => {
            let members = value.map(object_members).unwrap_or_default();
            let whole: Vec<String> = key.text().map(ToOwned::to_owned).into_iter().collect();
            let means = |it: &String| Lexicon::get().field(&words(it), Weight::Owned).is_some();
            let state = members.iter().any(means);
            members
                .into_iter()
                .filter(|_| state)
                .map(|member| make(Expression::Text(member), whole.clone()))
                .collect()
        }
        WrapperKey::Fixed(_) => Vec::new(),
    }
}

/// Whether the name of a whole state says that it is handed on, and not kept.
fn is_vetoed(key: &Expression) -> bool {
    let name = key.text().or_else(|| key.path().map(last_segment));
    name.is_some_and(|it| Lexicon::get().field_veto(&words(it)).is_some())
}

fn fill(template: &Expression, argument: &Expression) -> Option<Expression> {
    match template {
        Expression::Template(pieces) => {
            let mut filled = Vec::new();
            for piece in pieces {
                match (piece, argument) {
                    (Piece::Text(_), _) => filled.push(piece.clone()),
                    (Piece::Hole(hole), _) if hole != PARAMETER => filled.push(piece.clone()),
                    (Piece::Hole(_), Expression::Text(text)) => {
                        filled.push(Piece::Text(text.clone()));
                    }
                    (Piece::Hole(_), other) => {
                        filled.push(Piece::Hole(other.path().unwrap_or_default().to_owned()));
                    }
                }
            }
            Some(Expression::Template(filled))
        }
        _ => match argument {
            Expression::Text(_)
            | Expression::Template(_)
            | Expression::Path(_)
            | Expression::Call { .. } => Some(argument.clone()),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::WrapperFact;

    fn wrapper(function: &str, class: &str, path: &str) -> Wrapper {
        let fact = WrapperFact {
            rule: String::new(),
            kind: Kind::BrowserStorage,
            role: SiteRole::Write,
            function: function.into(),
            class: class.into(),
            key: WrapperKey::Fixed(Expression::Text("theme".into())),
            value: None,
        };
        Wrapper::new(fact, path)
    }

    #[test]
    fn a_call_names_the_home_of_its_wrapper_or_a_telling_name_in_its_language() {
        let calls = |call: &str, file: &str, wrapper: &Wrapper| {
            let family = Language::of(Path::new(file)).map(Language::family);
            Caller::new(call, file, family).calls(wrapper)
        };
        let get = wrapper("get", "", "src/local-storage.ts");
        assert!(calls("localStorage.get", "a.vue", &get));
        assert!(calls("self.get", "src/local-storage.ts", &get));
        assert!(!calls("cache.get", "a.ts", &get));
        assert!(!calls("get", "a.ts", &get));
        assert!(!calls("localStorage.get", "a.py", &get), "another language");
        let save = wrapper("saveTheme", "", "src/local-storage.ts");
        assert!(calls("saveTheme", "a.js", &save));
        assert!(!calls("saveTheme", "a.rb", &save), "another language");
        let method = wrapper("saveTheme", "Themes", "src/themes.ts");
        assert!(!calls("other.saveTheme", "a.ts", &method));
    }
}
