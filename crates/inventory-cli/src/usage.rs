//! The second pass: where the names of what was found are used, in any language.
//!
//! One automaton over all names runs over the bytes of every file of the product. A hit counts only as
//! a whole identifier; what its line does decides whether it reads or writes.

#![expect(
    clippy::naive_bytecount,
    reason = "counting line breaks is not worth a dependency"
)]

use std::{
    collections::{BTreeMap, HashMap},
    ops::RangeInclusive,
};

use crate::{
    link::{Candidate, Place},
    mechanism::SiteRole,
    name_search::NameSearch,
};

/// Sites kept of one candidate in one file.
const PER_FILE: usize = 6;

/// Bytes of a name that is searched for.
const LONGEST_TERM: usize = 200;

/// All names and the candidates they stand for.
#[derive(Debug)]
pub(crate) struct Terms {
    search: NameSearch,
    owners: Vec<Vec<usize>>,
}

/// A use found in one file: (candidate, line, role).
pub(crate) type Use = (usize, u32, SiteRole);

impl Terms {
    /// Gathers the names of `candidates`; a name of too many of them tells nothing.
    pub(crate) fn new(candidates: &[Candidate]) -> Self {
        let mut by_term: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, candidate) in candidates.iter().enumerate() {
            for term in &candidate.terms {
                if (3..=LONGEST_TERM).contains(&term.len()) {
                    by_term.entry(term).or_default().push(index);
                }
            }
        }
        by_term.retain(|_, owners| {
            owners.dedup();
            owners.len() <= 4
        });
        Self {
            search: NameSearch::new(by_term.keys().map(|term| (*term).to_owned()).collect()),
            owners: by_term.into_values().collect(),
        }
    }

    /// Every name, and whose it is.
    pub(crate) fn all(&self) -> (&[String], &[Vec<usize>]) {
        (self.search.names(), &self.owners)
    }

    /// Uses in one file, by line.
    pub(crate) fn uses(&self, content: &[u8]) -> Vec<Use> {
        let mut uses: Vec<Use> = Vec::new();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let (mut line, mut line_start, mut counted_to) = (1_u32, 0_usize, 0_usize);
        for hit in self.search.hits(content) {
            let between = content.get(counted_to..hit.start).unwrap_or_default();
            let breaks = between.iter().filter(|byte| **byte == b'\n').count();
            line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            counted_to = hit.start;
            if let Some(last) = memchr::memrchr(b'\n', between) {
                line_start = hit.start - between.len() + last + 1;
            }
            let Some(role) = role_of(line_at(content, line_start)) else {
                continue;
            };
            for owner in self.owners.get(hit.text).into_iter().flatten() {
                let count = counts.entry(*owner).or_default();
                let mut of_line = uses.iter().rev().take_while(|it| it.1 == line);
                let repeated = of_line.any(|it| it.0 == *owner);
                if *count < PER_FILE && !repeated {
                    *count += 1;
                    uses.push((*owner, line, role));
                }
            }
        }
        uses
    }
}

/// The places of candidates by file, to tell whether a line is known already.
pub(crate) struct Places(Vec<HashMap<String, Vec<RangeInclusive<u32>>>>);

impl Places {
    pub(crate) fn of(candidates: &[Candidate]) -> Self {
        let of_one = |candidate: &Candidate| {
            let mut files: HashMap<String, Vec<RangeInclusive<u32>>> = HashMap::new();
            for place in &candidate.places {
                let lines = place.line..=place.end_line.unwrap_or(place.line);
                files.entry(place.path.clone()).or_default().push(lines);
            }
            files
        };
        Self(candidates.iter().map(of_one).collect())
    }

    /// Whether a line of a file is a place of the candidate with this index.
    fn hold(&self, candidate: usize, path: &str, line: u32) -> bool {
        let of_file = self.0.get(candidate).and_then(|it| it.get(path));
        let mut lines = of_file.into_iter().flatten();
        lines.any(|it| it.contains(&line) || *it.start() == line)
    }
}

/// Adds a use to the places of a candidate, unless its line is one of `known`; one file has no line twice.
pub(crate) fn add(
    candidates: &mut [Candidate],
    known: &Places,
    path: &str,
    (index, line, role): Use,
) {
    if known.hold(index, path, line) {
        return;
    }
    if let Some(candidate) = candidates.get_mut(index) {
        candidate.places.push(Place {
            path: path.to_owned(),
            line,
            end_line: None,
            role,
            rule: "usage.name".to_owned(),
        });
    }
}

/// Bytes of a line that tell what it does.
const LONGEST_LINE: usize = 400;

fn line_at(content: &[u8], start: usize) -> &str {
    let rest = content.get(start..).unwrap_or_default();
    let rest = rest.get(..LONGEST_LINE).unwrap_or(rest);
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    std::str::from_utf8(rest.get(..end).unwrap_or_default()).unwrap_or_default()
}

/// What a line that stores something holds.
const WRITES: &[&str] = &[
    ".create",
    ".update",
    ".upsert",
    ".save",
    ".insert",
    "insert into",
    "update ",
    ".delete",
    "delete from",
    ".destroy",
    "updateorcreate",
    "firstorcreate",
    "first_or_create",
    "find_or_create",
    "get_or_create",
    ".put(",
    ".add(",
    ".set(",
    "setitem",
    "->save",
    ".build",
    "update_or_create",
    "params.permit",
    ".post(",
    ".patch(",
    "bulk_create",
    ".push",
    ".remove(",
    "validate(",
    ".store(",
    ".merge(",
    "on conflict",
    ".put",
];

/// What a line does with a store; `None` for comments and imports.
fn role_of(line: &str) -> Option<SiteRole> {
    let text = line.trim_start();
    let is_comment = ["//", "#", "*", "/*", "--", "<!--", "\"\"\""]
        .iter()
        .any(|mark| text.starts_with(mark));
    let is_import = [
        "import ",
        "use ",
        "from ",
        "using ",
        "require",
        "namespace ",
        "package ",
        "export {",
    ]
    .iter()
    .any(|mark| text.starts_with(mark));
    if is_comment || is_import || text.is_empty() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let assigns = lower.split_once('=').is_some_and(|(left, right)| {
        !right.starts_with(['=', '>', '~'])
            && !left.ends_with(['!', '<', '>', '=', ':'])
            && left.contains(['.', '>', '['])
    });
    let called = WRITES.iter().any(|mark| lower.contains(mark));
    let writes = assigns || called;
    let declares = ["const ", "let ", "var ", "val ", "final "]
        .iter()
        .any(|word| lower.starts_with(word));
    let writes = if lower.contains("select ") {
        false
    } else if declares {
        called
    } else {
        writes
    };
    Some(if writes {
        SiteRole::Write
    } else {
        SiteRole::Read
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::Kind;

    #[test]
    fn whole_names_are_uses_and_their_lines_tell_the_role() {
        let mut candidate = Candidate::new(Kind::OrmModel, "user_setting", "");
        candidate.terms = vec!["UserSetting".into(), "user_settings".into()];
        let terms = Terms::new(&[candidate]);
        let source = b"import UserSetting\nUserSetting.create(x)\nMyUserSetting.create(x)\n// UserSetting\nselect theme from user_settings\nuser_settings.theme = 1\n";
        assert_eq!(
            terms.uses(source),
            [
                (0, 2, SiteRole::Write),
                (0, 5, SiteRole::Read),
                (0, 6, SiteRole::Write)
            ]
        );
    }
}
