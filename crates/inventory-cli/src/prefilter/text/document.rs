//! What a text that reads or fills a person's document must hold.

use memchr::memmem;

use crate::{
    lexicon::{Lexicon, words},
    prefilter::{
        path::{is_part, member_before, name_around},
        place::heads_class,
        sign::Code,
    },
    rule::{ACCESSORS, in_persons, names_settings, of_user},
    syntax::last_segment,
};

/// Whether the document at `start..end` is asked for one member by a text, and could be a person's.
pub(in crate::prefilter) fn reads_member(code: Code<'_>, start: usize, end: usize) -> bool {
    let content = code.content;
    let behind = content.get(end..).unwrap_or_default();
    let marks = behind
        .iter()
        .take_while(|it| matches!(it, b'?' | b'!' | b'&'));
    let behind = behind.get(marks.count()..).unwrap_or_default();
    let behind = behind
        .strip_prefix(b"->")
        .or_else(|| behind.strip_prefix(b"."))
        .unwrap_or(behind);
    let called = ACCESSORS
        .iter()
        .find_map(|it| behind.strip_prefix(it.as_bytes()));
    let asked = match (called, behind) {
        (Some([b'(', key @ ..]), _) | (None, [b'[', key @ ..]) => begins_key(key),
        _ => false,
    };
    asked
        && member_before(content, start, end).is_none_or(|path| {
            match path.rsplit_once(['.', '\\']) {
                None => is_of_person(code) || of_user(&path),
                Some((receiver, _)) => match last_segment(receiver) {
                    "self" => is_of_person(code),
                    receiver => Lexicon::get().names_person(receiver),
                },
            }
        })
}

/// Whether an object literal is given to a name of defaults whose last word `ends` it, or that of a class
/// in the file where the name says no more than that it holds defaults.
pub(in crate::prefilter) fn gives_defaults(content: &[u8], ends: impl Fn(&str) -> bool) -> bool {
    let named = |found: usize, word: &str| {
        let (start, end) = name_around(content, found, found + word.len());
        let name = std::str::from_utf8(content.get(start..end)?).ok()?;
        let last = words(name).pop()?;
        let plain = matches!(last.as_str(), "default" | "value");
        let telling = ends(&last)
            || (plain
                && has_class(content, |name| {
                    words(name).last().is_some_and(|it| ends(it))
                }));
        Some(telling && is_given_object(content, end))
    };
    ["default", "DEFAULT", "Default"].into_iter().any(|word| {
        memmem::find_iter(content, word.as_bytes()).any(|found| named(found, word).unwrap_or(true))
    })
}

/// Whether the name at `start..end` is that of a type of settings, of a schema of them or of an object.
pub(in crate::prefilter) fn declares_settings(content: &[u8], start: usize, end: usize) -> bool {
    let name = content.get(start..end).unwrap_or_default();
    let named = std::str::from_utf8(name).is_ok_and(names_settings);
    named && (heads_class(content, start) || is_given(content, end))
}

/// Whether an object, a list or a call is given to what ends at `end`, a type between them.
fn is_given(content: &[u8], end: usize) -> bool {
    const REACH: usize = 120;
    const MAKERS: &[&[u8]] = &[b"object(", b"Object(", b"type(", b"array(", b"dict("];
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..REACH).unwrap_or(rest);
    let Some(mark) = memchr::memchr3(b'=', b';', b'(', rest) else {
        return false;
    };
    let value = rest.get(mark + 1..).unwrap_or_default();
    let assigned = rest.get(mark) == Some(&b'=') && !matches!(value, [b'=' | b'>', ..]);
    let value = value.trim_ascii_start();
    assigned
        && (matches!(value, [b'{' | b'[', ..])
            || MAKERS.iter().any(|it| memmem::find(value, it).is_some()))
}

/// Whether a class or module of such a name is opened.
fn has_class(content: &[u8], is_such: impl Fn(&str) -> bool) -> bool {
    [b"class ".as_slice(), b"module ", b"trait "]
        .into_iter()
        .any(|word| {
            memmem::find_iter(content, word).any(|at| {
                let name = content.get(at + word.len()..).unwrap_or_default();
                let length = name.iter().position(|it| !(is_part(*it) || *it == b':'));
                let name = name.get(..length.unwrap_or(name.len())).unwrap_or_default();
                is_such(&String::from_utf8_lossy(name))
            })
        })
}

fn begins_key(text: &[u8]) -> bool {
    matches!(
        text.trim_ascii_start().first(),
        Some(b'"' | b'\'' | b'`' | b':')
    )
}

/// Without a receiver the class around it decides, or the folder or file it is in.
fn is_of_person(code: Code<'_>) -> bool {
    in_persons(code.path) || has_class(code.content, |name| Lexicon::get().names_person(name))
}

/// Whether an object is given to what ends at `end`, a type and a call that freezes it between them.
fn is_given_object(content: &[u8], end: usize) -> bool {
    const REACH: usize = 120;
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..REACH).unwrap_or(rest);
    let Some(given) = rest
        .iter()
        .position(|it| matches!(it, b'=' | b':' | b';' | b')'))
    else {
        return false;
    };
    let value = rest.get(given..).unwrap_or_default();
    let opening = value.iter().position(|it| b"{[;)'\"".contains(it));
    opening.is_some_and(|at| matches!(value.get(at), Some(b'{' | b'[')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Family;

    #[test]
    fn a_document_is_read_by_a_text_and_from_a_person() {
        let reads_in = |path: &str, text: &str| {
            let start = text.find("settings").unwrap();
            let code = Code {
                path,
                family: Family::Ruby,
                content: text.as_bytes(),
            };
            reads_member(code, start, start + 8)
        };
        let reads = |text: &str| reads_in("app/models/user.rb", text);
        assert!(!reads_in("app/jobs/mail.rb", "settings[:zone]"));
        assert!(!reads_in("app/jobs/mail.rb", "self.settings[:zone]"));
        assert!(reads_in("app/mail.rb", "settings[:zone]; class UserMail"));
        for text in [
            "current_user.settings['zone']",
            "settings[:zone]",
            "self.settings.get(\"zone\")",
            "user&.settings&.dig('zone')",
            "$user->settings->get('zone')",
            "(await load()).settings?.get('zone')",
        ] {
            assert!(reads(text), "{text}");
        }
        for text in [
            "site.settings['zone']",
            "user.settings[key]",
            "user.settings.map('a')",
        ] {
            assert!(!reads(text), "{text}");
        }
    }

    #[test]
    fn defaults_are_an_object() {
        let gives = |text: &str| gives_defaults(text.as_bytes(), |last| last == "setting");
        for text in [
            "DEFAULT_USER_SETTINGS = { a: 1 }",
            "const defaultUserSettings: Settings = {",
            "class Users::Settings; DEFAULTS = {",
            "'default_settings' => [",
            "class UserSettings\n DEFAULT_VALUES = Object.freeze({",
        ] {
            assert!(gives(text), "{text}");
        }
        for text in [
            "DEFAULT_PAGE = { a: 1 }",
            "export default {",
            "x = DEFAULT_SETTINGS; y = {",
            "DEFAULTS = {",
            "defaultSettings: 'x', y: {",
            "load(defaultSettings)",
        ] {
            assert!(!gives(text), "{text}");
        }
    }
}
