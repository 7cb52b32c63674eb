//! TOML text by hand, because drafts live of their comments.

use crate::report::printable;

/// A quoted TOML string, also good as a key: a JSON string is one.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::String(printable(text)).to_string()
}

/// A list of quoted strings.
pub(super) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(quoted).collect();
    format!("[{}]", items.join(", "))
}

/// A comment on a line of its own.
pub(super) fn comment(text: &str) -> String {
    format!("# {}\n", printable(text))
}

/// What the author has to answer.
pub(super) fn question(text: &str) -> String {
    comment(&format!("QUESTION: {text}"))
}

/// Lower-case letters, digits and `_`, words of camel case apart; never empty.
pub(super) fn identifier(name: &str) -> String {
    let mut out = String::new();
    let mut lower = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            if character.is_ascii_uppercase() && lower {
                out.push('_');
            }
            lower = !character.is_ascii_uppercase();
            out.push(character.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
            lower = false;
        }
    }
    out.truncate(60);
    let out = out.trim_matches('_');
    if out.is_empty() {
        "unnamed".to_owned()
    } else {
        out.to_owned()
    }
}

/// The name of a feature in the schema: `user` is reserved there for the user's own word.
pub(super) fn feature_name(feature: &str) -> String {
    let name = identifier(feature);
    if name == selfmodel_core::schema::USER_FEATURE {
        format!("{name}_feature")
    } else {
        name
    }
}

/// A default or value as written in code, without its quotes.
pub(super) fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'', '`', ':']).to_owned()
}
