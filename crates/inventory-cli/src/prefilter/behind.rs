//! What a use of a name asks for in the bytes behind it.

use memchr::memchr;

use super::path::is_part;
use crate::language::Family;

/// What must stand behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Anything.
    Anything,
    /// What opens the arguments of a call.
    Call,
    /// A call with an argument.
    Argument,
    /// A call whose first argument could be an object literal.
    Object,
    /// A call, a value given to the name, or the quote of a key.
    Value,
    /// A subscript.
    Subscript,
    /// A member that is given a value, by name or by subscript.
    Member,
}

impl Behind {
    /// Whether `behind`, all that follows the name, begins as it must in such a language.
    pub(super) fn allows(self, family: Family, behind: &[u8]) -> bool {
        let next = behind.trim_ascii_start();
        match self {
            Self::Anything => true,
            // Ruby's arguments need no brackets.
            Self::Call | Self::Argument if family == Family::Ruby => true,
            Self::Call => opens_call(next),
            Self::Argument => opens_call(next) && !next.starts_with(b"()"),
            Self::Object => match next.strip_prefix(b"(").map(<[u8]>::trim_ascii_start) {
                Some(argument) => matches!(argument, [b'{' | b'/' | b'#', ..]),
                None => opens_call(next),
            },
            Self::Subscript => matches!(
                next,
                [b'[' | b'{', ..] | [b'?' | b'!', b'[', ..] | [b'?', b'.', b'[', ..]
            ),
            Self::Member => gives_member(next),
            Self::Value => {
                opens_call(next)
                    || matches!(
                        next,
                        [
                            b'=' | b':' | b'"' | b'\'' | b']' | b')' | b'|' | b'+' | b'.',
                            ..
                        ]
                    )
            }
        }
    }
}

/// How far the end of a list of type arguments is looked for.
const TYPE_REACH: usize = 200;

/// Whether arguments are opened, type arguments or a mark of doubt before them.
fn opens_call(behind: &[u8]) -> bool {
    match behind {
        [b'?', b'.', next, ..] | [b'?' | b'!', next, ..] => {
            matches!(next, b'(' | b'[' | b'{' | b'<')
        }
        [b'[', types @ ..] => {
            let types = types.get(..TYPE_REACH).unwrap_or(types);
            memchr(b']', types).is_none_or(|end| types.get(end + 1) == Some(&b'('))
        }
        _ => matches!(behind, [b'(' | b'<' | b'{' | b'`', ..] | [b':', b':', ..]),
    }
}

/// Whether one member of what stands before is given a value; what cannot be told counts as given.
fn gives_member(behind: &[u8]) -> bool {
    let marks = behind.iter().take_while(|it| matches!(it, b'?' | b'!'));
    let behind = behind.get(marks.count()..).unwrap_or_default();
    let name = match behind {
        [b'[', ..] | [b'a', b's', b' ', ..] => return true,
        [b'-', b'>', name @ ..] | [b':', b':', name @ ..] | [b'.', name @ ..] => name,
        _ => return false,
    };
    let name = name.trim_ascii_start();
    let length = name.iter().take_while(|it| is_part(**it)).count();
    let next = name.get(length..).unwrap_or_default().trim_ascii_start();
    match next {
        [b'=', b'=' | b'>', ..] => false,
        [b'[' | b'!' | b'=', ..] => true,
        // `+=`, `||=`, `??=`
        _ => next.get(..3).unwrap_or(next).contains(&b'='),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_opens_its_arguments() {
        let call = |behind: &str| Behind::Call.allows(Family::Script, behind.as_bytes());
        for text in [
            "('k')",
            "<User>(id)",
            "?.(k)",
            "!(x)",
            " {",
            "::<T>(x)",
            "`k`",
            "[User](k)",
        ] {
            assert!(call(text), "{text}");
        }
        for text in [" ? 1 : 2", " != 1", ";", ", b", "?.theme", "[key]"] {
            assert!(!call(text), "{text}");
        }
        let script = |it: Behind, behind: &str| it.allows(Family::Script, behind.as_bytes());
        assert!(script(Behind::Argument, "(key)"));
        assert!(!script(Behind::Argument, "()"));
        assert!(!script(Behind::Argument, " :key"));
        assert!(Behind::Argument.allows(Family::Ruby, b" :key"));
        assert!(script(Behind::Object, "({ a: 1 })"));
        assert!(!script(Behind::Object, "(name)"));
    }

    #[test]
    fn a_member_is_given_a_value_and_a_subscript_holds_a_key() {
        for text in [
            ".theme = 'dark'",
            "!.theme ??= x",
            "['theme'] = x",
            " as any).theme = x",
        ] {
            let text = text.trim_start();
            assert!(
                Behind::Member.allows(Family::Script, text.as_bytes()),
                "{text}"
            );
        }
        for text in [".theme === x", ".map((a) => a)", ")", ".theme"] {
            assert!(
                !Behind::Member.allows(Family::Script, text.as_bytes()),
                "{text}"
            );
        }
        let subscript = |behind: &str| Behind::Subscript.allows(Family::Script, behind.as_bytes());
        assert!(subscript("?.['theme']"));
        assert!(!subscript(".theme"));
        assert!(!subscript(" !== undefined"));
    }
}
