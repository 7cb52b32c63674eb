//! Where a name stands, told by the bytes before it: in the head of a class, in an attribute, in a
//! definition. What cannot be told counts as there.

use memchr::{memmem, memrchr};

/// Words that open a class of any sort.
const CLASS_WORDS: &[&[u8]] = &[
    b"class ",
    b"object ",
    b"struct ",
    b"enum ",
    b"interface ",
    b"module ",
    b"record ",
    b"trait ",
    b"protocol ",
    b"type ",
    b"model ",
    b"input ",
];

/// Words between a class and what it is built on.
const BASE_WORDS: &[&[u8]] = &[
    b"extends",
    b"implements",
    b"include",
    b"with",
    b"prepend",
    b"extend",
];

/// Words behind which a name is used, not defined.
const USING_WORDS: &[&[u8]] = &[
    b"return", b"await", b"yield", b"new", b"in", b"of", b"and", b"or", b"not", b"if", b"unless",
    b"while", b"throw", b"raise", b"else", b"when", b"case",
];

/// The bytes from the start of the line up to `at`.
pub(crate) fn line_before(content: &[u8], at: usize) -> &[u8] {
    let before = content.get(..at).unwrap_or_default();
    let from = memrchr(b'\n', before).map_or(0, |line| line + 1);
    before.get(from..).unwrap_or_default()
}

/// Whether the line up to `at` opens a class of any sort.
pub(crate) fn heads_class(content: &[u8], at: usize) -> bool {
    let before = line_before(content, at);
    CLASS_WORDS
        .iter()
        .any(|word| memmem::find(before, word).is_some())
}

/// Whether a class could be built on the name at `at`: it stands where bases stand, or begins its line,
/// as what Go embeds does.
pub(crate) fn is_base(content: &[u8], at: usize) -> bool {
    let before = content.get(..chain_start(content, at)).unwrap_or_default();
    let text = before.trim_ascii_end();
    let begins_line = before
        .get(text.len()..)
        .is_some_and(|it| it.contains(&b'\n'));
    match text.last() {
        None | Some(b'<' | b'(' | b',' | b':' | b'&' | b'|' | b'*' | b'/') => true,
        _ => begins_line || BASE_WORDS.contains(&last_word(text)),
    }
}

/// Whether the name at `at` could be that of an attribute, an annotation or what a derive lists.
pub(super) fn is_attribute(content: &[u8], at: usize) -> bool {
    let before = content.get(..chain_start(content, at)).unwrap_or_default();
    matches!(
        before.trim_ascii_end().last(),
        Some(b'@' | b'[' | b',' | b'(' | b':' | b'/' | b'`' | b'"')
    )
}

/// Whether the line up to `at` is one of a comment that explains code.
pub(crate) fn is_in_comment(content: &[u8], at: usize) -> bool {
    let line = line_before(content, at).trim_ascii_start();
    matches!(
        line,
        [b'/', b'/' | b'*', ..] | [b'*' | b'#', b' ' | b'\t', ..] | [b'*']
    )
}

/// Whether a word before the name at `start` says that it is a function defined here, no call of it.
pub(crate) fn declares_function(content: &[u8], start: usize) -> bool {
    let before = content.get(..start).unwrap_or_default().trim_ascii_end();
    matches!(
        last_word(before),
        b"def" | b"func" | b"fun" | b"fn" | b"function"
    )
}

/// Whether the name at `start..end` could be that of a function defined here.
pub(super) fn is_definition(content: &[u8], start: usize, end: usize) -> bool {
    if declares_function(content, start) {
        return true;
    }
    let before = content.get(..start).unwrap_or_default().trim_ascii_end();
    let word = last_word(before);
    if let Some(receiver) = before.strip_suffix(b".") {
        // Ruby defines on the class by `def self.name`.
        return last_word(receiver) == b"self";
    }
    let behind = content.get(end..).unwrap_or_default().trim_ascii_start();
    let opens = match behind {
        [b'(' | b'<', ..] => true,
        [b':', b':', ..] => false,
        [b'=' | b':', given @ ..] => is_function(given.trim_ascii_start()),
        _ => false,
    };
    let used = before.ends_with(b"->")
        || before.ends_with(b"::")
        || matches!(
            before.last(),
            Some(
                b'=' | b'(' | b'[' | b'!' | b'&' | b'|' | b'+' | b'?' | b'"' | b'\'' | b'`' | b'#'
            )
        )
        || USING_WORDS.contains(&word);
    opens && !used
}

/// How far behind the name of a function its arrow or its word stands, a type between them.
const FUNCTION_REACH: usize = 400;

/// Whether what is given to a name could be a function itself, no call that is given one.
fn is_function(given: &[u8]) -> bool {
    if matches!(given, [b'(' | b'<', ..]) || given.starts_with(b"async") {
        return true;
    }
    let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.');
    let name = given.iter().take_while(|byte| is_path(byte)).count();
    let (name, behind) = given.split_at_checked(name).unwrap_or((given, &[]));
    if behind.starts_with(b"(") && name != b"function" {
        return false;
    }
    let near = given.get(..FUNCTION_REACH).unwrap_or(given);
    let held = |word: &[u8]| memmem::find(near, word).is_some();
    held(b"=>") || held(b"function")
}

/// Whether the line at `at` begins a statement, and is no argument of a call begun before.
pub(super) fn begins_statement(content: &[u8], at: usize) -> bool {
    let line = line_before(content, at);
    let before = content.get(..at - line.len()).unwrap_or_default();
    let text = before.trim_ascii_end();
    let comment = line_before(text, text.len());
    !matches!(text.last(), Some(b'(' | b',' | b'[' | b'{'))
        || comment.contains(&b'#')
        || memmem::find(comment, b"//").is_some()
}

/// Where the chain of names that ends with the name at `at` begins.
fn chain_start(content: &[u8], mut at: usize) -> usize {
    loop {
        let before = content.get(..at).unwrap_or_default();
        let joined = before
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'.' | b':' | b'\\'))
            .count();
        let rest = before.get(..at - joined).unwrap_or_default();
        let name = last_word(rest).len();
        if joined == 0 || (name == 0 && !before.ends_with(b"\\") && !before.ends_with(b"::")) {
            return at;
        }
        // `field: Type` is no chain, `@field:Column` neither.
        if before.ends_with(b":") && joined == 1 {
            return at;
        }
        at = at - joined - name;
        if name == 0 {
            return at;
        }
    }
}

/// The identifier that `text` ends with; empty where it ends otherwise.
pub(crate) fn last_word(text: &[u8]) -> &[u8] {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let start = text.iter().rposition(|byte| !is_part(byte));
    text.get(start.map_or(0, |it| it + 1)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (&[u8], usize) {
        (text.as_bytes(), text.find("NAME").unwrap())
    }

    #[test]
    fn bases_stand_in_heads_and_lists() {
        for text in [
            "class A extends NAME {",
            "class A extends \\Eloquent\\NAME {",
            "class A(models.NAME):",
            "class A < NAME",
            "class A : B, NAME",
            "type A struct {\n\tNAME\n}",
            "type A struct {\n\tgorm.NAME\n}",
            "  include NAME",
        ] {
            let (text, place) = at(text);
            assert!(is_base(text, place), "{}", String::from_utf8_lossy(text));
        }
        for text in [
            "use Eloquent\\NAME;",
            "import NAME from 'x'",
            "x = NAME.new",
        ] {
            let (text, place) = at(text);
            assert!(!is_base(text, place), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn attributes_have_their_mark() {
        for text in [
            "@NAME class A",
            "#[ORM\\NAME(x)]",
            "#[derive(Debug, NAME)]",
            "@field:NAME(1)",
            " * @ORM\\NAME",
            "[NAME(\"x\")]",
            "#[sea_orm::NAME]",
        ] {
            let (text, place) = at(text);
            assert!(
                is_attribute(text, place),
                "{}",
                String::from_utf8_lossy(text)
            );
        }
        for text in ["use Doctrine\\ORM\\NAME;", "new NAME(", "x.NAME"] {
            let (text, place) = at(text);
            assert!(
                !is_attribute(text, place),
                "{}",
                String::from_utf8_lossy(text)
            );
        }
    }

    #[test]
    fn definitions_are_told_from_calls() {
        for text in [
            "def NAME user",
            "def self.NAME(user)",
            "const NAME = async (user) => {",
            "  NAME(user) {",
            "  NAME: function (user) {",
            "const NAME: Rank = user => {",
            "func (s *Store) NAME(id int)",
            "public List<Item> NAME(User user)",
        ] {
            let (text, place) = at(text);
            let found = is_definition(text, place, place + 4);
            assert!(found, "{}", String::from_utf8_lossy(text));
        }
        for text in [
            "return NAME(user)",
            "x = NAME(user)",
            "a.NAME(user)",
            "A::NAME(1)",
            "NAME::class",
            "NAME, b",
            "const NAME = useMemo(() => 1)",
            "  pub NAME: Option<Id>,",
            "NAME[0] = 1",
        ] {
            let (text, place) = at(text);
            let found = is_definition(text, place, place + 4);
            assert!(!found, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn arguments_begin_no_statement() {
        assert!(begins_statement(b"class A(B):\n    theme = NAME(", 20));
        assert!(begins_statement(b"x = 1  # a, b,\ntheme = NAME(", 20));
        assert!(!begins_statement(
            b"migrations.AddField(\n  field=NAME(",
            30
        ));
    }
}
