//! The second pass: where the names of what was found are used, in any language.
//!
//! One automaton over all names runs over the bytes of every file of the product. A hit counts only as
//! a whole identifier; what its line does decides whether it reads or writes.

#![expect(
    clippy::naive_bytecount,
    reason = "counting line breaks is not worth a dependency"
)]

use std::collections::BTreeMap;

use crate::{
    link::{Candidate, Place},
    mechanism::SiteRole,
    name_search::NameSearch,
};

/// Sites kept of one candidate in one file.
const PER_FILE: usize = 6;

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
                if term.len() >= 3 {
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
        let (mut line, mut counted_to) = (1_u32, 0_usize);
        for hit in self.search.hits(content) {
            let between = content.get(counted_to..hit.start).unwrap_or_default();
            let breaks = between.iter().filter(|byte| **byte == b'\n').count();
            line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            counted_to = hit.start;
            let text = line_around(content, hit.start);
            let Some(role) = role_of(text) else { continue };
            for owner in self.owners.get(hit.text).into_iter().flatten() {
                let count = counts.entry(*owner).or_default();
                let repeated = uses.iter().rev().any(|it| it.0 == *owner && it.1 == line);
                if *count < PER_FILE && !repeated {
                    *count += 1;
                    uses.push((*owner, line, role));
                }
            }
        }
        uses
    }
}

/// Adds uses to the places of a candidate, unless the line is known already.
pub(crate) fn add(candidate: &mut Candidate, path: &str, line: u32, role: SiteRole) {
    let known = candidate.places.iter().any(|place| {
        place.path == path
            && (place.line == line
                || place
                    .end_line
                    .is_some_and(|end| (place.line..=end).contains(&line)))
    });
    if !known {
        candidate.places.push(Place {
            path: path.to_owned(),
            line,
            end_line: None,
            role,
            rule: "usage.name".to_owned(),
        });
    }
}

fn line_around(content: &[u8], at: usize) -> &str {
    let start = content
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |it| it + 1);
    let rest = content.get(start..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(rest.len())
        .min(400);
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
