//! What a use of a name asks for in the bytes behind it.

use super::path::is_part;

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
    /// Whether `behind`, all that follows the name, begins as it must.
    pub(super) fn allows(self, behind: &[u8]) -> bool {
        let next = behind.trim_ascii_start();
        let opens = || match next {
            [b'?', mark, ..] => matches!(mark, b'.' | b'('),
            [b'!', mark, ..] => *mark != b'=',
            _ => matches!(
                next,
                [b'(' | b'<' | b'{' | b'`' | b'[', ..] | [b':', b':', ..]
            ),
        };
        match self {
            Self::Anything => true,
            Self::Call => opens(),
            Self::Argument => opens() && !next.starts_with(b"()"),
            Self::Object => match next.strip_prefix(b"(").map(<[u8]>::trim_ascii_start) {
                Some(argument) => matches!(argument, [b'{' | b'/' | b'#', ..]),
                None => opens(),
            },
            Self::Subscript => matches!(next, [b'[' | b'{' | b'?' | b'!', ..]),
            Self::Member => gives_member(next),
            Self::Value => {
                opens()
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
        let call = |behind: &str| Behind::Call.allows(behind.as_bytes());
        for text in [
            "('k')",
            "<User>(id)",
            "?.(k)",
            "!(x)",
            " {",
            "::<T>(x)",
            "`k`",
        ] {
            assert!(call(text), "{text}");
        }
        for text in [" ? 1 : 2", " != 1", ";", ", b"] {
            assert!(!call(text), "{text}");
        }
        assert!(Behind::Argument.allows(b"(key)"));
        assert!(!Behind::Argument.allows(b"()"));
        assert!(Behind::Object.allows(b"({ a: 1 })"));
        assert!(!Behind::Object.allows(b"(name)"));
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
            assert!(Behind::Member.allows(text.as_bytes()), "{text}");
        }
        for text in [".theme === x", ".map((a) => a)", ")", ".theme"] {
            assert!(!Behind::Member.allows(text.as_bytes()), "{text}");
        }
        assert!(Behind::Subscript.allows(b"?.['theme']"));
        assert!(!Behind::Subscript.allows(b".theme"));
    }
}
