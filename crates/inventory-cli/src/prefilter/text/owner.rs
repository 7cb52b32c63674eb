//! What the arguments of a call must hold to be one person's.

use crate::lexicon::{Lexicon, words};

/// Longest list of arguments that is looked into; a longer one counts as naming an owner.
const LONGEST: usize = 2000;

/// Whether the arguments that `call` begins with name an owner: as a key, or in the hole of a text.
pub(in crate::prefilter) fn names_owner(call: &[u8]) -> bool {
    let Some(arguments) = arguments_of(call) else {
        return true;
    };
    let lexicon = Lexicon::get();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'?');
    arguments.split(|byte| !is_part(*byte)).any(|name| {
        let words = words(&String::from_utf8_lossy(name));
        !words.is_empty() && (lexicon.is_person_hole(&words) || lexicon.is_owner_key(&words, &[]))
    })
}

/// The bytes up to the end of the first list of arguments, where it is found.
fn arguments_of(call: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    for (at, byte) in call.iter().enumerate().take(LONGEST) {
        match byte {
            b'(' => depth += 1,
            b')' if depth < 2 => return call.get(..at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    (call.len() < LONGEST).then_some(call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_named_among_the_arguments() {
        for call in [
            "(messages, user_id=user.id)",
            "({ vectors, namespace: `user-${userId}` })",
            "(f(x), { filter: { user_id: id } })",
        ] {
            assert!(names_owner(call.as_bytes()), "{call}");
        }
        assert!(!names_owner(b"(vectors, namespace) // of a user_id"));
        let long = format!("({})", "x, ".repeat(LONGEST));
        assert!(names_owner(long.as_bytes()));
    }
}
