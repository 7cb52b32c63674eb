//! What a definition looks like in the bytes around a name, in any language.

use memchr::{memchr, memmem};

use crate::{
    lexicon::means,
    prefilter::{heads_class, line_before, name_around},
};

/// How far after its name the value of a constant begins: a type stands between.
const LONGEST_TYPE: usize = 120;

/// Whether the name at `start..end` is given a value here that a constant can have.
pub(super) fn defines(content: &[u8], start: usize, end: usize) -> bool {
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(LONGEST_TYPE)).unwrap_or(rest);
    let mut value = rest.trim_ascii_start();
    let opening = value.first().copied();
    match opening {
        // `THEME("theme")` of an enumeration, `fun themeKey(user) = …`
        Some(b'(') => {
            return value.get(1).is_some_and(|byte| is_quote(*byte)) || declares(content, start);
        }
        // `THEME: "theme"` of an object, `THEME: String = …`, `theme := …`
        Some(b':') if begins_text(value.get(1..).unwrap_or_default().trim_ascii_start()) => {
            return true;
        }
        _ => {}
    }
    let line = memchr(b'\n', value).map_or(value, |at| value.get(..at).unwrap_or(value));
    let Some(equals) = memchr(b'=', line) else {
        return false;
    };
    let between = line.get(..equals).unwrap_or_default();
    if between.iter().any(|byte| b";,(){}!<>\"'".contains(byte)) && !between.starts_with(b":") {
        return false;
    }
    value = value.get(equals + 1..).unwrap_or_default();
    if value.starts_with(b"=") || value.starts_with(b">") || value.starts_with(b"~") {
        return false;
    }
    let value = value.trim_ascii_start();
    begins_text(value) || (value.first().is_some_and(|it| is_name(*it)) && declares(content, start))
}

/// Whether the name at `start` stands in the head of a class.
pub(super) fn extends(content: &[u8], start: usize) -> bool {
    let before = line_before(content, start);
    [
        b"class ".as_slice(),
        b"extends ",
        b"interface ",
        b"struct ",
        b"record ",
        b"object ",
        b"implements ",
        b"type ",
    ]
    .iter()
    .any(|word| memmem::find(before, word).is_some())
}

/// Whether a class, or what an object is assigned to, could have a name with the meaning of `home`.
pub(super) fn names_home(content: &[u8], home: &str, meaning: &str) -> bool {
    memmem::find_iter(content, home.as_bytes()).any(|at| {
        let (start, end) = name_around(content, at, at + home.len());
        if !heads_class(content, start) && !is_assigned(content, end) {
            return false;
        }
        let name = content.get(start..end).unwrap_or_default();
        std::str::from_utf8(name).is_ok_and(|name| means(name, meaning))
    })
}

/// Whether a value is assigned soon after `end`; a type may stand between.
fn is_assigned(content: &[u8], end: usize) -> bool {
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..LONGEST_TYPE).unwrap_or(rest);
    memchr(b'=', rest).is_some()
}

/// Whether the line of the name at `start` declares something for other files.
fn declares(content: &[u8], start: usize) -> bool {
    let before = line_before(content, start);
    let words = before
        .split(|byte| !is_name(*byte))
        .filter(|it| !it.is_empty());
    let is_member_or_top_level = |word: &[u8]| {
        matches!(
            word,
            b"export" | b"static" | b"public" | b"def" | b"func" | b"fun" | b"fn" | b"function"
        )
    };
    before.first().is_none_or(|it| !it.is_ascii_whitespace())
        || words.into_iter().any(is_member_or_top_level)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b':')
}

/// Whether a literal text begins here, with or without a prefix.
fn begins_text(value: &[u8]) -> bool {
    match value {
        [first, ..] if is_quote(*first) => true,
        [b'f' | b'r' | b'b' | b'u' | b'@' | b'$' | b'&', second, ..] => is_quote(*second),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defined(text: &str) -> bool {
        let start = text.find("NAME").unwrap();
        defines(text.as_bytes(), start, start + 4)
    }

    #[test]
    fn a_home_is_a_class_or_what_is_assigned() {
        let homely = |text: &str| names_home(text.as_bytes(), "Key", "key");
        for text in [
            "object Keys {",
            "export class Key {",
            "const Keys = {",
            "let key: Map = x",
        ] {
            assert_eq!(homely(text), text.contains("Key"), "{text}");
        }
        for text in ["Keyboard = 1", "use(Keys)", "import Keys from 'x'"] {
            assert!(!homely(text), "{text}");
        }
    }

    #[test]
    fn definitions_are_told_from_uses() {
        for text in [
            "export const NAME = 'theme'",
            "  static final String NAME =\n      \"theme\";",
            "const NAME: &str = \"theme\";",
            "\tNAME = \"theme\"",
            "  NAME: 'theme',",
            "NAME(\"theme\"),",
            "  fun NAME(user: User) = \"x\"",
            "NAME = PREFIX + 'x'",
            "  NAME string = \"x\"",
        ] {
            assert!(defined(text), "{text}");
        }
        for text in [
            "get(NAME)",
            "if (a == NAME) {",
            "NAME == 'x'",
            "  NAME = compute()",
            "  NAME(user)",
            "NAME => 'x'",
            "import { NAME } from './x'; a = 'b'",
        ] {
            assert!(!defined(text), "{text}");
        }
        assert!(extends(b"class B(NAME)", 8));
        assert!(!extends(b"x: NAME", 3));
    }
}
