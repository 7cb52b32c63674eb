//! Members of what is stored under a key: of a literal, of one that a name stands for, of a declared type.

use crate::{
    rule::persisted::{MOST_SHARED, object_of},
    syntax::{Call, Class, Expression, FileEvents, last_segment},
};

/// What is handed to a store beside its value.
const OPTIONS: &[&str] = &[
    "default",
    "defaultValue",
    "initialValue",
    "serializer",
    "deserializer",
    "serialize",
    "deserialize",
    "expires",
    "path",
    "maxAge",
    "domain",
    "httpOnly",
    "sameSite",
    "secure",
    "secrets",
    "signed",
];

/// A type with more members than this is a record of something, no set of preferences.
const MOST_MEMBERS: usize = 40;

/// Members of the value of a call that stores it.
pub(super) fn members(value: &Expression, call: &Call, events: &FileEvents) -> Vec<String> {
    let members = match unwritten(value) {
        Expression::Path(path) => of_name(path, call, events),
        value => object_members(value),
    };
    if members.iter().all(|name| OPTIONS.contains(&name.as_str())) {
        return Vec::new();
    }
    members
}

/// Members of an object literal, through `JSON.stringify(…)` and the like.
pub(in crate::rule) fn object_members(value: &Expression) -> Vec<String> {
    match unwritten(value) {
        Expression::Object(pairs) => {
            let names = pairs.iter().map(|(name, _)| name);
            // What is computed has no name.
            names.filter(|it| !it.starts_with('[')).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// What is made a text of.
fn unwritten(value: &Expression) -> &Expression {
    match value {
        Expression::Call { path, arguments }
            if matches!(
                last_segment(path),
                "stringify" | "dumps" | "json_encode" | "to_json" | "encode"
            ) =>
        {
            arguments.first().map_or(value, |it| unwritten(&it.value))
        }
        value => value,
    }
}

/// Members of the literal that a name was given, else those of the type it is declared with.
fn of_name(path: &str, call: &Call, events: &FileEvents) -> Vec<String> {
    let value = Expression::Path(path.to_owned());
    if let Some(pairs) = object_of(&value, events) {
        return pairs.iter().map(|(name, _)| name.clone()).collect();
    }
    let function = call.function.and_then(|it| events.functions.get(it));
    let name = path.strip_prefix("self.").unwrap_or(path);
    let field = call.class.and_then(|it| events.field_of(it, name));
    if let Some(Expression::Object(pairs)) = field.and_then(|it| it.value.as_ref()) {
        let members = pairs.get(..MOST_SHARED).unwrap_or(pairs);
        let members = members.iter().filter(|_| events.may_share(1));
        return members.map(|(name, _)| name.clone()).collect();
    }
    let declared = field
        .and_then(|it| it.type_.as_deref())
        .or_else(|| function.and_then(|it| type_of_parameter(&it.parameters, name)));
    let class = declared.and_then(|type_| class_in(type_, events));
    class
        .filter(|it| it.fields.len() <= MOST_MEMBERS && events.may_share(it.fields.len()))
        .map(|it| it.fields.iter().map(|field| field.name.clone()).collect())
        .unwrap_or_default()
}

/// `UserSettings` of `(settings: UserSettings, force = false)`.
pub(in crate::rule) fn type_of_parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let parameters = parameters.trim_matches(['(', ')']).split(',');
    parameters
        .filter_map(|it| it.split_once(':'))
        .find(|(parameter, _)| parameter.trim().trim_end_matches('?') == name)
        .map(|(_, type_)| type_)
}

/// The class of this file that a type names: `Partial<UserSettings> | null`.
fn class_in<'a>(type_: &str, events: &'a FileEvents) -> Option<&'a Class> {
    let mut names = type_.split(|it: char| !it.is_alphanumeric() && it != '_');
    names.find_map(|name| events.classes_named(name).next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, syntax::extract};

    fn stored(code: &str) -> Vec<String> {
        let events = extract(Language::TypeScript, code.as_bytes()).events;
        let mut calls = events.calls.iter();
        let call = calls.find(|it| it.path.ends_with("setItem")).unwrap();
        members(&call.arguments[1].value, call, &events)
    }

    #[test]
    fn what_is_stored_is_found_by_its_literal_or_its_type() {
        for code in [
            "s.setItem(K, JSON.stringify({ theme, density: 1 }))",
            "const all = { theme: 1, density: 2 }; s.setItem(K, JSON.stringify(all))",
            "class A { all = { theme: 1, density: 2 }; f() { s.setItem(K, JSON.stringify(this.all)) } }",
            "class A { constructor() { this.all = { theme: 1, density: 2 } } f() { s.setItem(K, this.all) } }",
            "interface P { theme: string; density: number } function f(all: P | null) { s.setItem(K, all) }",
            "interface P { theme: string; density: number } class A { all: P; f() { s.setItem(K, this.all) } }",
        ] {
            assert_eq!(stored(code), ["theme", "density"], "{code}");
        }
        assert!(stored("s.setItem(K, unknown)").is_empty());
        assert!(stored("s.setItem(K, { defaultValue: 1 })").is_empty());
        assert!(stored("s.setItem(K, { httpOnly: true, sameSite: 'lax' })").is_empty());
    }
}
