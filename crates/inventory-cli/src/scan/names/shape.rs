//! What a definition looks like in the bytes around a name, in any language.

use memchr::{memchr, memmem};

use crate::{
    lexicon::means,
    prefilter::{heads_class, is_base, is_in_comment, last_word, line_before, name_around},
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
        // `<string name="theme_key">theme</string>` of the resources of Android
        Some(b'"') => {
            let before = content.get(..start).unwrap_or_default();
            return before.ends_with(b"<string name=\"");
        }
        // `THEME("theme")` of an enumeration, `fun themeKey(user) = …`
        Some(b'(') => {
            let quoted = value.get(1).is_some_and(|byte| is_quote(*byte));
            return (quoted && begins_entry(content, start)) || declares(content, start);
        }
        // `THEME: "theme"` of an object, `THEME: String = …`, `theme := …`
        Some(b':') if begins_text(value.get(1..).unwrap_or_default().trim_ascii_start()) => {
            return true;
        }
        // `theme: (user) => "theme"` of an object, `static string Theme => "theme"`
        Some(b':') if makes_text(value.get(1..).unwrap_or_default()) => return true,
        Some(b'=') if value.starts_with(b"=>") => {
            return is_static(content, start) && holds_text(value);
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

/// Whether a function of some parameters whose value is a text begins here.
fn makes_text(value: &[u8]) -> bool {
    let value = value.trim_ascii_start();
    let value = value.get(..value.len().min(LONGEST_TYPE)).unwrap_or(value);
    let arrow = memmem::find(value, b"=>").filter(|_| value.starts_with(b"("));
    arrow.is_some_and(|at| {
        let before = value.get(..at).unwrap_or_default();
        let body = value.get(at + 2..).unwrap_or_default();
        memchr(b'\n', before).is_none() && begins_text(body.trim_ascii_start())
    })
}

/// Whether the line of the name at `start` declares a member of a class and of none of its objects.
fn is_static(content: &[u8], start: usize) -> bool {
    let mut words = line_before(content, start).split(u8::is_ascii_whitespace);
    words.any(|it| it == b"static")
}

/// Whether a text stands on the first line.
fn holds_text(value: &[u8]) -> bool {
    let line = value.split(|byte| *byte == b'\n').next();
    line.is_some_and(|it| memchr(b'"', it).is_some())
}

/// Whether the name at `start..end` is that of a class defined here, or one that a class is built on.
pub(super) fn extends(content: &[u8], start: usize, end: usize) -> bool {
    let line = line_before(content, start);
    if line.trim_ascii_start().starts_with(b"import ") || is_in_comment(content, start) {
        return false;
    }
    match last_word(line.trim_ascii_end()) {
        // `import {\n  type Name,\n}` brings a type, it defines none.
        b"type" => !matches!(
            content.get(end..).map(<[u8]>::trim_ascii_start),
            Some([b',' | b'}' | b')', ..])
        ),
        b"class" | b"interface" | b"struct" | b"record" | b"object" | b"extends"
        | b"implements" => true,
        _ => heads_class(content, start) && is_base(content, start) && !is_argument(line),
    }
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

/// Whether a value is assigned behind `end`, a type may stand between, or an object is its member.
fn is_assigned(content: &[u8], end: usize) -> bool {
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..LONGEST_TYPE).unwrap_or(rest);
    let value = rest
        .trim_ascii_start()
        .strip_prefix(b":")
        .map(<[u8]>::trim_ascii_start);
    if value.is_some_and(|it| it.starts_with(b"{")) {
        return true;
    }
    let Some(equals) = memchr(b'=', rest) else {
        return false;
    };
    let between = rest.get(..equals).unwrap_or_default().trim_ascii();
    let typed = between.starts_with(b":") && !between.iter().any(|byte| b";)}".contains(byte));
    (between.is_empty() || typed) && !matches!(rest.get(equals + 1), Some(b'=' | b'>' | b'~'))
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

/// Whether the name at `start` begins its line or its entry in a list, as those of enumerations do.
fn begins_entry(content: &[u8], start: usize) -> bool {
    let before = line_before(content, start).trim_ascii();
    matches!(before.last(), None | Some(b',' | b'{' | b';')) || before.ends_with(b"case")
}

/// Whether the line ends inside the arguments of a type or in a union: `class A : Store<`, `A = B |`.
fn is_argument(line: &[u8]) -> bool {
    line.trim_ascii_end().ends_with(b"|") || matches!(line, [.., before, b'<'] if is_name(*before))
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
            "storage: { Keys: { theme: 'x' } }",
        ] {
            assert_eq!(homely(text), text.contains("Key"), "{text}");
        }
        for text in [
            "Keyboard = 1",
            "use(Keys)",
            "import Keys from 'x'",
            "load(Keys); let x = 1",
        ] {
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
            "  NAME: (user: any) => `theme.${user}`,",
            "  public static string NAME => Prefix + \".theme\";",
        ] {
            assert!(defined(text), "{text}");
        }
        for text in [
            "get(NAME)",
            "if (a == NAME) {",
            "NAME == 'x'",
            "  NAME = compute()",
            "  NAME(user)",
            "  x = request.NAME('theme')",
            "NAME => 'x'",
            "  NAME: (user) => load(user),",
            "  public string NAME => \"x\";",
            "  public static string NAME => Load();",
            "import { NAME } from './x'; a = 'b'",
        ] {
            assert!(!defined(text), "{text}");
        }
    }

    #[test]
    fn classes_are_told_from_the_mention_of_a_class() {
        let extended = |text: &str| {
            let start = text.find("NAME").unwrap();
            extends(text.as_bytes(), start, start + 4)
        };
        for text in [
            "class NAME {",
            "export type NAME = { theme: string }",
            "type NAME struct {",
            "class B(NAME)",
            "class B(Mixin, NAME):",
            "class B < NAME",
            "class B : Base, NAME",
            "class B extends models.NAME {",
            "  implements NAME {",
        ] {
            assert!(extended(text), "{text}");
        }
        for text in [
            "x: NAME",
            "import type NAME from './name'",
            "import {\n  type NAME,\n} from './name'",
            "// a class of NAME",
            " * @param type NAME and more",
            "class A : Store<NAME> {",
            "export type A = B | NAME",
        ] {
            assert!(!extended(text), "{text}");
        }
    }
}
