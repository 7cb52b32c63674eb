//! Signs that literals alone are too coarse for, or that no rule stands for.

mod document;
mod owner;
mod prompt;

use memchr::{memchr, memchr2_iter, memchr3_iter, memmem};

use crate::rule::named_set::names_entity;

pub(super) use document::{declares_settings, gives_defaults, reads_member};
pub(super) use owner::names_owner;
pub(super) use prompt::names_somebody;

/// Whether a text begins with a word for a user and a hole follows: `"user_" + id`, `f"user:{id}`.
pub(super) fn labels_user(content: &[u8]) -> bool {
    memchr3_iter(b'"', b'\'', b'`', content).any(|quote| {
        let text = content.get(quote + 1..).unwrap_or_default();
        [b"user".as_slice(), b"profile", b"member", b"u"]
            .iter()
            .filter_map(|word| text.strip_prefix(*word))
            .any(|rest| {
                let marks = rest
                    .iter()
                    .take_while(|byte| b"_-:.".contains(byte))
                    .count();
                begins_hole(rest.get(marks..).unwrap_or_default())
            })
    })
}

/// Whether a literal text is `text`, or a path that ends so.
pub(super) fn holds_text(content: &[u8], text: &str) -> bool {
    memmem::find_iter(content, text.as_bytes()).any(|at| {
        let before = content.get(..at).unwrap_or_default();
        let behind = content.get(at + text.len()..).unwrap_or_default();
        matches!(behind, [b'"' | b'\'' | b'`', ..]) || before.ends_with(b":")
    })
}

/// Whether a member is a set of a database context, a typed collection of documents or a repository of an
/// entity.
pub(super) fn declares_set(content: &[u8]) -> bool {
    let sets = [b"DbSet<".as_slice(), b"MongoCollection<"];
    let mut repositories = memmem::find_iter(content, b"Repository");
    sets.iter().any(|set| memmem::find(content, set).is_some())
        || repositories.any(|at| holds_entity(content.get(at + 10..).unwrap_or_default()))
        || names_entity(content)
}

/// Whether the name of a class, and not of what stands for one, is the first argument of the type that ends
/// at `rest` or goes on there: `<User>`, `WithTypedId<User, long>`.
fn holds_entity(rest: &[u8]) -> bool {
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let end = rest.iter().take(LONGEST_HOLE).position(|it| !name(it));
    let Some([b'<', argument @ ..]) = end.and_then(|end| rest.get(end..)) else {
        return false;
    };
    let path = |byte: &&u8| name(byte) || **byte == b'.';
    let length = argument.iter().take_while(path).count();
    length > 2
        && argument.first().is_some_and(u8::is_ascii_uppercase)
        && matches!(argument.get(length), Some(b'>' | b','))
}

/// Longest hole whose end is looked for.
const LONGEST_HOLE: usize = 80;

/// A hole inside the text with more behind it, or the end of the text and an operator that joins it to something.
fn begins_hole(text: &[u8]) -> bool {
    match text {
        [b'$' | b'#', b'{', rest @ ..] | [b'{', rest @ ..] => {
            let hole = rest.get(..LONGEST_HOLE).unwrap_or(rest);
            memchr(b'}', hole).is_none_or(|end| {
                matches!(
                    rest.get(end + 1),
                    Some(b'_' | b'-' | b':' | b'.' | b'}' | b')')
                )
            })
        }
        [b'$', ..] => true,
        [b'"' | b'\'' | b'`', rest @ ..] => matches!(
            rest.trim_ascii_start(),
            [b'+' | b'.' | b'&' | b'%', ..] | [b'<', b'>', ..]
        ),
        _ => false,
    }
}

/// How far before `table` its verb stands: `create unlogged table`.
const VERB_REACH: usize = 40;

/// What may stand between the verb and `table`.
const BETWEEN: &[&[u8]] = &[
    b"temporary",
    b"temp",
    b"unlogged",
    b"global",
    b"local",
    b"external",
    b"virtual",
    b"foreign",
    b"or",
    b"replace",
    b"n",
    b"r",
    b"t",
];

/// Whether a statement that creates, changes or drops a table could be anywhere in `content`; methods called
/// so (`create_table`, `CreateTable`) are for rules.
pub(super) fn declares_table(content: &[u8]) -> bool {
    memchr2_iter(b'b', b'B', content).any(|at| {
        let Some(start) = at.checked_sub(2) else {
            return false;
        };
        content
            .get(start..start + 5)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"table"))
            && (content.get(start + 5) == Some(&b'!')
                || (is_apart(content, start) && follows_verb(content, start)))
    })
}

/// Whether white space stands before `at`, plain or escaped.
fn is_apart(content: &[u8], at: usize) -> bool {
    let before = content.get(..at).unwrap_or_default();
    before.last().is_some_and(u8::is_ascii_whitespace)
        || before.ends_with(b"\\n")
        || before.ends_with(b"\\t")
}

fn follows_verb(content: &[u8], at: usize) -> bool {
    let before = content
        .get(at.saturating_sub(VERB_REACH)..at)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut words = before
        .rsplit(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip_while(|word| BETWEEN.contains(word));
    words.next().is_some_and(|word| {
        [b"create".as_slice(), b"alter", b"drop"]
            .iter()
            .any(|verb| word.ends_with(verb))
    })
}

/// Whether a file of this lower-case path could hold the first state of something kept.
pub(super) fn keeps_first_state(path: &str, content: &[u8]) -> bool {
    const HOMES: &[&str] = &["reducer", "slice", "store", "state"];
    const STATES: &[&str] = &[
        "initialState",
        "initial_state",
        "defaultState",
        "initialSettings",
        "defaultSettings",
        "defaultPreferences",
        "state = {",
        "state: {",
        "state: () =>",
    ];
    HOMES.iter().any(|home| path.contains(home))
        && STATES
            .iter()
            .any(|state| memmem::find(content, state.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_seen_in_any_case_and_only_with_their_verb() {
        assert!(declares_table(
            b"x = \"\"\"CREATE TEMPORARY TABLE a (b int)"
        ));
        assert!(declares_table(b"diesel::table! { users (id) {} }"));
        assert!(!declares_table(b"a table to create"));
        assert!(declares_table(b"'create\\n\\ttable a (b int)'"));
        assert!(!declares_table(b"create the ids of a table"));
        assert!(!declares_table(b"migrationBuilder.CreateTable(name)"));
    }

    #[test]
    fn a_text_is_held_whole_or_as_the_end_of_a_path() {
        for text in ["name: 'remember'", "join(`x/remember`)", "only: :remember"] {
            assert!(holds_text(text.as_bytes(), "remember"), "{text}");
        }
        assert!(!holds_text(
            b"rememberPosition(); 'remember me'",
            "remember"
        ));
    }

    #[test]
    fn a_label_is_a_user_and_a_hole() {
        assert!(labels_user(b"return f\"user_{id}_system_prompt\""));
        assert!(labels_user(b"$k = 'user:' . $id . ':prefs'"));
        assert!(labels_user(b"`user-${id}-theme`"));
        assert!(!labels_user(b"\"user_settings\""));
        assert!(!labels_user(b"by_user_#{id}"));
        assert!(!labels_user(b"`user-${id}`"));
    }
}
