//! Which features a belief rests on. Beliefs of one read mostly rest on the same ones, and then
//! share one list.

use std::sync::Arc;

use super::Masses;
use crate::names::FeatureName;

/// The features of one belief after the other.
#[derive(Debug, Default)]
pub(crate) struct Features<'a> {
    /// Those of the belief before.
    known: Arc<[FeatureName]>,
    /// Memory to gather in.
    found: Vec<&'a FeatureName>,
}

impl<'a> Features<'a> {
    /// Features that carry mass, in order.
    pub(crate) fn of(&mut self, masses: &Masses<'a>) -> Arc<[FeatureName]> {
        self.gather(masses);
        if !self.known.iter().eq(self.found.iter().copied()) {
            self.known = self.found.iter().copied().cloned().collect();
        }
        Arc::clone(&self.known)
    }

    /// The sources are in order of their features.
    fn gather(&mut self, masses: &Masses<'a>) {
        let found = &mut self.found;
        found.clear();
        for (part, adds) in masses.effective() {
            let feature = &part.source.feature;
            if adds.iter().any(|mass| *mass > 0.0) && found.last() != Some(&feature) {
                found.push(feature);
            }
        }
        let statement = masses.statement.as_ref();
        let stated = statement.filter(|statement| statement.weight > 0.0);
        if let Some(feature) = stated.map(|statement| &statement.source.feature)
            && let Err(place) = found.binary_search(&feature)
        {
            found.insert(place, feature);
        }
    }
}
