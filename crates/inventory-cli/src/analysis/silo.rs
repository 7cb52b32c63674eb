//! Which mechanisms hold the same understanding apart from each other.
//!
//! Mechanisms are joined when they share one physical store, when one is a copy of the other, or when
//! both read from the shared self-model through a bridge. What holds a dimension and is not joined is a
//! silo of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    bridged::Stage,
    mechanism::{Mechanism, Relation},
};

/// The groups in which mechanisms are kept in step.
#[derive(Debug)]
pub struct Silos {
    /// Mechanism id to the id that stands for its group.
    representative: BTreeMap<String, String>,
    /// The same, joined by physical store and copies only for the dimensions that are copied.
    copies: Vec<(String, String, Vec<String>)>,
}

impl Silos {
    /// Groups `mechanisms`.
    #[must_use]
    pub fn of(mechanisms: &[Mechanism]) -> Self {
        let mut silos = Self {
            representative: mechanisms
                .iter()
                .map(|mechanism| (mechanism.id.clone(), mechanism.id.clone()))
                .collect(),
            copies: Vec::new(),
        };
        for mechanism in mechanisms {
            for link in &mechanism.links {
                match link.relation {
                    Relation::SameStore => silos.join(&mechanism.id, &link.id),
                    Relation::Copy => silos.copies.push((
                        mechanism.id.clone(),
                        link.id.clone(),
                        link.dimensions.clone(),
                    )),
                    Relation::Silo => {}
                }
            }
        }
        silos.join_bridged(mechanisms);
        silos
    }

    /// How many separate user models there are: copies and shared stores count once.
    #[must_use]
    pub fn user_models(&self) -> usize {
        let mut joined = self.representative.clone();
        for (left, right, _) in &self.copies {
            join(&mut joined, left, right);
        }
        let groups: BTreeSet<&str> = joined.keys().map(|id| find(&joined, id)).collect();
        groups.len()
    }

    /// The members of each silo of `dimension`, given the ids of the mechanisms that hold it. In the
    /// order of `holders`.
    #[must_use]
    pub fn of_dimension(&self, dimension: &str, holders: &[&str]) -> Vec<Vec<String>> {
        let mut joined = self.representative.clone();
        for (left, right, dimensions) in &self.copies {
            if dimensions.is_empty() || dimensions.iter().any(|copied| copied == dimension) {
                join(&mut joined, left, right);
            }
        }
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for id in holders {
            let place = *places.entry(find(&joined, id)).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(members) => members.push((*id).to_owned()),
                None => groups.push(vec![(*id).to_owned()]),
            }
        }
        groups
    }

    /// The mechanism that stands for all that share one physical store, or the shared self-model, with this.
    #[must_use]
    pub fn store_of<'a>(&'a self, mechanism: &'a str) -> &'a str {
        find(&self.representative, mechanism)
    }

    fn join(&mut self, left: &str, right: &str) {
        join(&mut self.representative, left, right);
    }

    /// Mechanisms that read from the shared model know what all of them know.
    fn join_bridged(&mut self, mechanisms: &[Mechanism]) {
        let mut bridged = mechanisms
            .iter()
            .filter(|mechanism| !is_siloed(mechanism))
            .map(|mechanism| mechanism.id.as_str());
        let Some(first) = bridged.next() else { return };
        for id in bridged {
            self.join(first, id);
        }
    }
}

/// Whether a mechanism does not yet read from the shared self-model.
#[must_use]
pub fn is_siloed(mechanism: &Mechanism) -> bool {
    mechanism
        .stage
        .as_deref()
        .and_then(Stage::parse)
        .is_none_or(|stage| stage < Stage::Assist)
}

/// The dimensions of `mechanisms`, each with the ids of those that hold it, in report order.
#[must_use]
pub fn understanding(mechanisms: &[Mechanism]) -> BTreeMap<&str, Vec<&str>> {
    let mut held: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mechanism in mechanisms {
        for dimension in mechanism.dimensions() {
            held.entry(dimension).or_default().push(&mechanism.id);
        }
    }
    held
}

fn find<'a>(joined: &'a BTreeMap<String, String>, id: &'a str) -> &'a str {
    let mut current = id;
    while let Some(parent) = joined.get(current) {
        if parent == current {
            break;
        }
        current = parent;
    }
    current
}

/// The smaller id stands for both, so that the result does not depend on the order of the links.
fn join(joined: &mut BTreeMap<String, String>, left: &str, right: &str) {
    if !joined.contains_key(left) || !joined.contains_key(right) {
        return;
    }
    let (left, right) = (
        find(joined, left).to_owned(),
        find(joined, right).to_owned(),
    );
    let (root, child) = if left <= right {
        (left, right)
    } else {
        (right, left)
    };
    joined.insert(child, root);
}
