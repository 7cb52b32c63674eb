//! Dotted paths read backwards from the bytes: `Cache::put(` in a text that also says `add(` and `cache`.
//!
//! Literals tell which words a file holds, not whether they stand together. What cannot be read without
//! a grammar counts as a match: a sign may let a file through in vain, never hold one back.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::{behind::Behind, need::longest_fixed, place::is_in_comment, sign::Code};
use crate::rule::Pattern;

/// How far back the other end of a bracket is looked for.
const BRACKET_REACH: usize = 400;

/// Members of a chain read before it counts as too long.
const MAX_SEGMENTS: usize = 8;

/// Places where a path of these patterns could stand.
#[derive(Debug)]
pub(super) struct PathSign {
    last: AhoCorasick,
    patterns: Vec<Pattern>,
    behind: Behind,
}

impl PathSign {
    /// Nothing when a pattern's last segment has no fixed part to look for.
    pub(super) fn new(patterns: &[Pattern], behind: Behind) -> Option<Self> {
        let globs = patterns.iter().flat_map(Pattern::last_segment);
        let fixed: Option<Vec<&str>> = globs
            .map(|glob| longest_fixed(glob).map(|(_, text)| text))
            .collect();
        let last = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(fixed?)
            .ok()?;
        Some(Self {
            last,
            patterns: patterns.to_vec(),
            behind,
        })
    }

    /// Whether one could be in `content`.
    pub(super) fn is_in(&self, code: Code<'_>) -> bool {
        self.names_in(code).next().is_some()
    }

    /// Where the last names of paths that could match begin and end.
    pub(super) fn names_in<'a>(
        &'a self,
        Code {
            family, content, ..
        }: Code<'a>,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.last.find_iter(content).filter_map(move |hit| {
            let (start, end) = name_around(content, hit.start(), hit.end());
            let behind = content.get(end..).unwrap_or_default();
            // Attributes stand in comments where a language has none of its own; uses do not.
            let used = self.behind == Behind::Anything
                || (self.behind.allows(family, behind) && !is_in_comment(content, start));
            (used && self.matches(content, start, end)).then_some((start, end))
        })
    }

    fn matches(&self, content: &[u8], start: usize, end: usize) -> bool {
        let Some(path) = path_before(content, start, end) else {
            return true;
        };
        let plain = path.replace('\\', ".");
        let without_namespace = path.rsplit('\\').next().unwrap_or(&path);
        self.patterns
            .iter()
            .any(|it| it.matches(&plain) || it.matches(without_namespace))
    }
}

/// The whole identifier around a part of it.
pub(crate) fn name_around(content: &[u8], start: usize, end: usize) -> (usize, usize) {
    let before = content.get(..start).unwrap_or_default();
    let first = before.iter().rposition(|byte| !is_part(*byte));
    let rest = content.get(end..).unwrap_or_default();
    let length = rest.iter().position(|byte| !is_part(*byte));
    (
        first.map_or(0, |it| it + 1),
        end + length.unwrap_or(rest.len()),
    )
}

/// Whether an identifier can hold this byte.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The path that ends with the name at `start..end`; namespaces keep their `\`. Nothing when a receiver
/// is no plain chain.
fn path_before(content: &[u8], start: usize, end: usize) -> Option<String> {
    let mut path = segment(content.get(start..end)?)?;
    let mut left = content.get(..start)?;
    for _ in 0..MAX_SEGMENTS {
        let Some((rest, longer)) = joined_before(left, &path)? else {
            return Some(path);
        };
        (left, path) = (rest, longer);
    }
    None
}

/// The name at `start..end` behind what it is a member of, where it is one.
pub(crate) fn member_before(content: &[u8], start: usize, end: usize) -> Option<String> {
    let name = segment(content.get(start..end)?)?;
    let owned = joined_before(content.get(..start)?, &name)?;
    Some(owned.map_or(name, |(_, member)| member))
}

/// What is left before the owner of `path`, and the two together; nothing in it where there is no owner.
#[expect(
    clippy::option_option,
    reason = "no owner, and one that cannot be read, are two answers"
)]
fn joined_before<'a>(left: &'a [u8], path: &str) -> Option<Option<(&'a [u8], String)>> {
    let Some((rest, separator)) = connector(trim_sigils(left)) else {
        return Some(None);
    };
    let (rest, members) = without_brackets(rest)?;
    let first = rest.iter().rposition(|byte| !is_part(*byte));
    let (before, name) = rest.split_at_checked(first.map_or(0, |it| it + 1))?;
    if name.is_empty() && separator == '\\' {
        return Some(None);
    }
    let members = members.map_or_else(String::new, |it| format!(".{it}"));
    let joined = format!("{}{members}{separator}{path}", segment(name)?);
    Some(Some((before, joined)))
}

fn segment(name: &[u8]) -> Option<String> {
    Some(match std::str::from_utf8(name).ok()? {
        "" => return None,
        "this" | "super" | "parent" | "static" | "Self" => "self".to_owned(),
        name => name.to_owned(),
    })
}

fn trim_sigils(text: &[u8]) -> &[u8] {
    let sigils = text.iter().rev().take_while(|it| matches!(it, b'$' | b'@'));
    text.get(..text.len() - sigils.count()).unwrap_or_default()
}

/// What is left of a connector of two members, and how the path writes it.
fn connector(text: &[u8]) -> Option<(&[u8], char)> {
    let spaced = text.last().is_some_and(|it| *it == b' ');
    let text = text.trim_ascii_end();
    let (rest, separator) = match text {
        [.., b'.', b'.'] => return None,
        // The arrow of a lambda.
        [.., b'-', b'>'] if spaced => return None,
        [rest @ .., b'-', b'>'] | [rest @ .., b':', b':'] | [rest @ .., b'.'] => (rest, '.'),
        [rest @ .., b'\\'] => (rest, '\\'),
        _ => return None,
    };
    Some((rest, separator))
}

/// Without arguments, type arguments and marks of doubt; the key of a subscript is a member.
fn without_brackets(mut text: &[u8]) -> Option<(&[u8], Option<String>)> {
    let mut member = None;
    loop {
        let broken = text.last().is_some_and(u8::is_ascii_whitespace);
        text = text.trim_ascii_end();
        if broken && ends_in_comment(text) {
            return None;
        }
        let (open, close) = match text.last()? {
            b'?' | b'!' | b'&' => {
                text = text.get(..text.len() - 1)?;
                continue;
            }
            b')' => (b'(', b')'),
            b']' => (b'[', b']'),
            b'>' => (b'<', b'>'),
            byte if is_part(*byte) => return Some((text, member)),
            b':' if text.ends_with(b"::") => {
                text = text.get(..text.len() - 2)?;
                continue;
            }
            // The start of a namespace: `\Cache::put` is read up to the `\`.
            _ => return None,
        };
        let at = opening(text, open, close)?;
        if open == b'[' {
            member = Some(member_of(text.get(at + 1..text.len() - 1)?, member));
        }
        text = text.get(..at)?;
    }
}

fn member_of(key: &[u8], behind: Option<String>) -> String {
    let key = std::str::from_utf8(key).unwrap_or_default().trim();
    let inner = key.trim_matches(['"', '\'', '`', ':']);
    let name = if inner.len() < key.len() { inner } else { "[]" };
    behind.map_or_else(|| name.to_owned(), |behind| format!("{name}.{behind}"))
}

fn opening(text: &[u8], open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (back, byte) in text.iter().rev().take(BRACKET_REACH).enumerate() {
        if *byte == close {
            depth += 1;
        } else if *byte == open {
            depth -= 1;
            if depth == 0 {
                return Some(text.len() - 1 - back);
            }
        }
    }
    None
}

/// Whether the last line could end in a comment.
fn ends_in_comment(text: &[u8]) -> bool {
    let start = text.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    let line = text.get(start..).unwrap_or_default();
    line.ends_with(b"*/") || line.contains(&b'#') || line.windows(2).any(|it| it == b"//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Family;

    fn sign(pattern: &str) -> PathSign {
        let pattern = Pattern::try_from(pattern.to_owned()).unwrap();
        PathSign::new(&[pattern], Behind::Call).unwrap()
    }

    fn is_in(sign: &PathSign, text: &str) -> bool {
        sign.is_in(Code {
            path: "code",
            family: Family::Php,
            content: text.as_bytes(),
        })
    }

    #[test]
    fn members_stand_together_however_they_are_joined() {
        let cache = sign("Cache.{put|add}");
        for text in [
            "Cache::put('k', 1)",
            "\\Illuminate\\Support\\Cache::put('k')",
            "app.cache?.add(1)",
            "$this->cache()->put(1)",
            "cache<User>(id)\n    .put(1)",
            "cache // why\n .put(1)",
            "(await cache).put(1)",
        ] {
            assert!(is_in(&cache, text), "{text}");
        }
        for text in [
            "cache.put ? 1 : 2",
            "cache.put != 1",
            "list.add(cache)",
            "cache; put(1)",
            "Cache::put;",
            "cached.put(1)",
        ] {
            assert!(!is_in(&cache, text), "{text}");
        }
    }

    #[test]
    fn a_whole_path_has_nothing_before_it_but_its_namespace() {
        let cookie = sign("^cookie");
        assert!(is_in(&cookie, "= cookie('a')"));
        assert!(is_in(&cookie, "\\cookie('a')"));
        assert!(!is_in(&cookie, "request.cookie('a')"));
        // Behind the arrow of a lambda another path begins.
        assert!(is_in(&cookie, "later(() -> cookie('a'))"));
        assert!(!is_in(&cookie, "later($it->cookie('a'))"));
        let theme = sign("_SESSION.theme.get");
        assert!(is_in(&theme, "$_SESSION['theme']->get(1)"));
    }

    #[test]
    fn the_owner_of_a_call_is_read_however_long_its_chain_is() {
        let owned = |text: &str| {
            let start = text.find("NAME").unwrap();
            member_before(text.as_bytes(), start, start + 4)
        };
        assert_eq!(
            owned("x.map(a => (b).c).store.NAME(1)").as_deref(),
            Some("store.NAME")
        );
        assert_eq!(owned("return NAME(1)").as_deref(), Some("NAME"));
        assert_eq!(owned("(await it).NAME(1)"), None);
    }
}
