//! Which names of functions mean one function anywhere in a project.

use crate::lexicon::words;

/// Names that say nothing without the class or module they belong to.
const COMMON: &[&str] = &[
    "get",
    "set",
    "load",
    "save",
    "read",
    "write",
    "store",
    "put",
    "fetch",
    "init",
    "update",
    "remove",
    "getitem",
    "setitem",
    "value",
    "add",
    "create",
    "handle",
    "run",
    "apply",
    "constructor",
    "toggle",
    "setvalue",
    "getvalue",
    "getkey",
    "query",
    "find",
    "exists",
    "has",
    "delete",
    "clear",
    "reset",
    "on",
];

/// What a function that reads or writes anything is named after: `getString`, `putStringSet`.
const TYPES: &[&str] = &[
    "string", "text", "int", "integer", "bool", "boolean", "long", "float", "double", "number",
    "date", "data", "object", "json", "array", "list", "map", "set", "enum", "value", "item",
    "key", "or", "null", "default",
];

/// Whether a name says enough without the class or module it belongs to.
pub(super) fn is_distinctive(function: &str) -> bool {
    if function.len() < 6 || COMMON.contains(&function.to_ascii_lowercase().as_str()) {
        return false;
    }
    let words = words(function);
    let verb = words
        .first()
        .is_some_and(|it| COMMON.contains(&it.as_str()));
    let mut named = words.iter().skip(1);
    !(verb && named.all(|it| TYPES.contains(&it.as_str())))
}

#[cfg(test)]
mod tests {
    use super::is_distinctive;

    #[test]
    fn a_verb_and_a_type_say_nothing_alone() {
        for name in [
            "getString",
            "put_string_set",
            "setValue",
            "getBoolOrNull",
            "saved",
        ] {
            assert!(!is_distinctive(name), "{name}");
        }
        for name in ["saveTheme", "getSetting", "toggleSidebar"] {
            assert!(is_distinctive(name), "{name}");
        }
    }
}
