//! The source line of each site.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use memchr::memchr;
use rayon::prelude::*;

use super::first_pass::FirstPass;
use crate::mechanism::Mechanism;

/// Longest line kept.
const MAX_LENGTH: usize = 160;

/// Adds to every site its line, trimmed and cut.
pub(super) fn add(mechanisms: &mut [Mechanism], first: &FirstPass) {
    let mut wanted: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for site in mechanisms.iter().flat_map(|it| &it.sites) {
        wanted.entry(&site.path).or_default().insert(site.line);
    }
    let sources = first.sources.par_iter().filter_map(|source| {
        let path = source.file.path.as_str();
        let lines = wanted.get(path)?;
        Some((path, lines_of(&source.content(), lines)))
    });
    let found: HashMap<&str, BTreeMap<u32, String>> = sources.collect();
    for site in mechanisms.iter_mut().flat_map(|it| &mut it.sites) {
        let lines = found.get(site.path.as_str());
        site.code = lines.and_then(|lines| lines.get(&site.line)).cloned();
    }
}

/// The lines of these numbers, counted from 1.
fn lines_of(content: &[u8], wanted: &BTreeSet<u32>) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    let (mut number, mut rest) = (1, content);
    for &line in wanted {
        while number < line {
            let Some(end) = memchr(b'\n', rest) else {
                return found;
            };
            rest = rest.get(end + 1..).unwrap_or_default();
            number += 1;
        }
        if rest.is_empty() {
            return found;
        }
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let text = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
        found.insert(line, text.trim().chars().take(MAX_LENGTH).collect());
    }
    found
}
