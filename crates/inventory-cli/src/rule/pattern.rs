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
        let parts: Vec<&str> = path.split('.').collect();
        if parts.len() < self.segments.len() || (self.whole && parts.len() != self.segments.len()) {
            return false;
        }
        let from = parts.len() - self.segments.len();
        parts
            .iter()
            .skip(from)
            .zip(&self.segments)
            .all(|(part, segment)| {
                let lower = part.to_ascii_lowercase();
                segment.iter().any(|glob| glob_matches(glob, &lower))
            })
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

fn glob_matches(glob: &str, text: &str) -> bool {
    let Some((before, after)) = glob.split_once('*') else {
        return glob == text;
    };
    let Some(rest) = text.strip_prefix(before) else {
        return false;
    };
    if after.is_empty() {
        return true;
    }
    (0..=rest.len())
        .filter_map(|from| rest.get(from..))
        .any(|tail| glob_matches(after, tail))
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
