//! Patterns over dotted paths and names.
//!
//! `*Storage.setItem` matches at the end of a path, segment by segment and without regard to case;
//! a leading `^` demands the whole path. Within a segment `*` stands for any characters, `{a|b}` for
//! alternatives.

use serde::Deserialize;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    segments: Vec<Vec<String>>,
    whole: bool,
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (whole, body) = match text.strip_prefix('^') {
            Some(body) => (true, body),
            None => (false, text.as_str()),
        };
        let mut segments = Vec::new();
        for segment in split_segments(body) {
            segments.push(alternatives(segment).ok_or_else(|| {
                format!("pattern `{text}`: a `{{` without its `}}`; write `{{a|b}}`")
            })?);
        }
        if segments.iter().flatten().any(String::is_empty) {
            return Err(format!(
                "pattern `{text}` has an empty part between its dots"
            ));
        }
        Ok(Self { segments, whole })
    }
}

impl Pattern {
    /// Whether `path` matches.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut parts = path.rsplit('.');
        let ends_so = self.segments.iter().rev().all(|segment| {
            parts
                .next()
                .is_some_and(|part| segment.iter().any(|glob| glob_matches(glob, part)))
        });
        ends_so && (!self.whole || parts.next().is_none())
    }

    /// The alternatives of each segment, lower case, with their `*`.
    pub(crate) fn segments(&self) -> &[Vec<String>] {
        &self.segments
    }

    /// The alternatives of its last segment, lower case: what an index can be keyed by.
    #[must_use]
    pub fn last_segment(&self) -> &[String] {
        self.segments.last().map_or(&[], Vec::as_slice)
    }
}

fn split_segments(body: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (index, character) in body.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                segments.push(body.get(start..index).unwrap_or_default());
                start = index + 1;
            }
            _ => {}
        }
    }
    segments.push(body.get(start..).unwrap_or_default());
    segments
}

fn alternatives(segment: &str) -> Option<Vec<String>> {
    let segment = segment.to_ascii_lowercase();
    let Some((before, rest)) = segment.split_once('{') else {
        return Some(vec![segment]);
    };
    let (inside, after) = rest.split_once('}')?;
    let tails = alternatives(after)?;
    Some(
        inside
            .split('|')
            .flat_map(|choice| {
                tails
                    .iter()
                    .map(move |tail| format!("{before}{choice}{tail}"))
            })
            .collect(),
    )
}

/// Whether a lower-case glob matches the whole of `text`, in any case.
fn glob_matches(glob: &str, text: &str) -> bool {
    let text = text.as_bytes();
    let Some((before, after)) = glob.split_once('*') else {
        return glob.as_bytes().eq_ignore_ascii_case(text);
    };
    let Some((start, rest)) = text.split_at_checked(before.len()) else {
        return false;
    };
    start.eq_ignore_ascii_case(before.as_bytes()) && tail_matches(after, rest)
}

/// Whether what follows a `*` matches an end of `text`.
fn tail_matches(glob: &str, text: &[u8]) -> bool {
    let (part, more) = match glob.split_once('*') {
        Some((part, more)) => (part.as_bytes(), Some(more)),
        None => (glob.as_bytes(), None),
    };
    let Some(last) = text.len().checked_sub(part.len()) else {
        return false;
    };
    let is_at = |at: usize| {
        text.get(at..at + part.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(part))
    };
    match more {
        // The first place is the best: what comes after can only need less.
        Some(more) => (0..=last)
            .find(|at| is_at(*at))
            .is_some_and(|at| tail_matches(more, text.get(at + part.len()..).unwrap_or_default())),
        None => is_at(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn patterns_match_whole_segments_from_the_end() {
        let storage = pattern("{local|session}Storage.setItem");
        assert!(storage.matches("window.localStorage.setItem"));
        assert!(storage.matches("sessionstorage.setItem"));
        assert!(!storage.matches("mylocalStorage.setItem"));
        assert!(!storage.matches("localStorage.setItem.call"));
        assert!(pattern("*pref*.edit.put*").matches("userPrefs.edit.putString"));
        assert!(pattern("{get|find}_{suggested|best}_*").matches("find_best_books"));
        assert!(pattern("^create_table").matches("create_table"));
        assert!(!pattern("^create_table").matches("op.create_table"));
        assert!(Pattern::try_from("a..b".to_owned()).is_err());
        assert!(Pattern::try_from("a{b".to_owned()).is_err());
    }
}
