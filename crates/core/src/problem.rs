//! What is wrong with an input, where, and the words in which it is said.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// JSON pointer (RFC 6901) to the offending part; empty for the whole.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}

impl Problem {
    /// A problem of the part that `pointer` names.
    #[must_use]
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

/// The first of many problems, and how many more there are.
#[must_use]
pub(crate) fn capped(problems: impl IntoIterator<Item = Problem>) -> Vec<Problem> {
    const SHOWN: usize = 100;
    let mut problems = problems.into_iter();
    let mut shown: Vec<_> = problems.by_ref().take(SHOWN).collect();
    match problems.count() {
        0 => {}
        more => shown.push(Problem::new("", format!("has {more} more problems"))),
    }
    shown
}

/// The pointer to a member of what `parent` points to, escaped as RFC 6901 asks.
#[must_use]
pub(crate) fn child(parent: &str, key: &str) -> String {
    let key = key.replace('~', "~0").replace('/', "~1");
    format!("{parent}/{key}")
}

/// A word of the sender's in a message, shortened when long, with control characters escaped.
#[must_use]
pub fn quoted(text: &str) -> String {
    const SHOWN: usize = 64;
    let escaped: String = text.chars().take(SHOWN).flat_map(escape).collect();
    let rest = if text.chars().nth(SHOWN).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{escaped}{rest}`")
}

/// A JSON value in a message.
#[must_use]
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) | Value::Null => quoted(&value.to_string()),
        Value::Array(_) | Value::Object(_) => kind_of(value).into(),
    }
}

/// The kind of a JSON value with its article.
#[must_use]
pub(crate) const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Names joined for a sentence, the first few of many.
#[must_use]
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let mut names = names.into_iter();
    let shown: Vec<_> = names.by_ref().take(SHOWN).map(quoted).collect();
    match names.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The candidate most like `text`, if one is like enough to have been meant.
#[must_use]
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 128;
    if text.len() > LONGEST {
        return None;
    }
    let wanted = text.to_lowercase();
    let rated = candidates.into_iter().filter_map(|candidate| {
        let known = candidate.to_lowercase();
        let (shorter, longer) = (wanted.len().min(known.len()), wanted.len().max(known.len()));
        // Two texts differ by at least their difference in length.
        if (longer - shorter) * 3 > longer.max(3) {
            return None;
        }
        let edits = strsim::osa_distance(&wanted, &known);
        (edits * 3 <= longer.max(3)).then_some((edits, candidate))
    });
    rated.min().map(|(_, candidate)| candidate)
}

/// `; did you mean X?` where a candidate is near, else `; known are …`, else nothing.
#[must_use]
pub fn instead<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(text, candidates.clone()) {
        return format!("; did you mean {}?", quoted(near));
    }
    match listed(candidates) {
        names if names.is_empty() => String::new(),
        names => format!("; known are {names}"),
    }
}

fn escape(character: char) -> impl Iterator<Item = char> {
    let escaped = character.is_control();
    let plain = (!escaped).then_some(character);
    let unicode = escaped.then(|| character.escape_default());
    plain.into_iter().chain(unicode.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_their_two_special_characters() {
        assert_eq!(child("/details", "a/b~c"), "/details/a~1b~0c");
    }

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["communication.verbosity", "expertise.level"];
        assert_eq!(nearest("comunication.verbosity", known), Some(known[0]));
        assert_eq!(nearest("Expertise.Level", known), Some(known[1]));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("valeu", ["value", "values"]), Some("value"));
    }

    #[test]
    fn quoting_shortens_and_escapes() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(70)), format!("`{}…`", "x".repeat(64)));
    }
}
