//! The source line of each site.

use std::collections::BTreeMap;

use super::first_pass::FirstPass;
use crate::mechanism::Mechanism;

/// Longest line kept.
const MAX_LENGTH: usize = 160;

/// Adds to every site its line, trimmed and cut.
pub(super) fn add(mechanisms: &mut [Mechanism], first: &FirstPass) {
    let mut wanted: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, mechanism) in mechanisms.iter().enumerate() {
        for (site_index, site) in mechanism.sites.iter().enumerate() {
            wanted
                .entry(site.path.clone())
                .or_default()
                .push((index, site_index));
        }
    }
    for source in &first.sources {
        let Some(places) = wanted.get(&source.file.path) else {
            continue;
        };
        let content = source.content();
        let text = String::from_utf8_lossy(&content);
        let lines: Vec<&str> = text.lines().collect();
        for (index, site_index) in places {
            let Some(site) = mechanisms
                .get_mut(*index)
                .and_then(|it| it.sites.get_mut(*site_index))
            else {
                continue;
            };
            let at = usize::try_from(site.line.saturating_sub(1)).unwrap_or(usize::MAX);
            site.code = lines
                .get(at)
                .map(|line| line.trim().chars().take(MAX_LENGTH).collect());
        }
    }
}
