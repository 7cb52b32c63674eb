//! Which mechanisms could be tied to one: those of its store, and those that share the most with it.
//!
//! Every mechanism of a large project may hold one and the same dimension; to compare each with all others
//! would take the square of their number.

use std::{cmp::Reverse, collections::BTreeMap};

use super::silo::Summary;

/// Others that one mechanism is compared with, and sets of dimensions that share one. No ordinary project
/// has as many; where there are more, those that share the most come first.
pub(super) const MOST_COMPARED: usize = 400;

/// Mechanisms by what ties them.
pub(super) struct Kin<'a> {
    summaries: &'a [Summary<'a>],
    by_store: BTreeMap<&'a str, Vec<usize>>,
    /// Mechanisms by all their dimensions.
    alike: Vec<(&'a [&'a str], Vec<usize>)>,
    /// The sets of `alike` that hold a dimension.
    with: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Kin<'a> {
    pub(super) fn of(summaries: &'a [Summary<'a>]) -> Self {
        let mut by_store: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut alike: BTreeMap<&[&str], Vec<usize>> = BTreeMap::new();
        for (index, it) in summaries.iter().enumerate() {
            by_store.entry(it.store).or_default().push(index);
            alike.entry(&it.dimensions).or_default().push(index);
        }
        let mut alike: Vec<(&[&str], Vec<usize>)> = alike.into_iter().collect();
        let mut with: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (set, (dimensions, members)) in alike.iter_mut().enumerate() {
            members.sort_by_key(|it| summaries.get(*it).map(|it| it.id));
            for dimension in *dimensions {
                with.entry(dimension).or_default().push(set);
            }
        }
        Self {
            summaries,
            by_store,
            alike,
            with,
        }
    }

    /// Calls `visit` for every mechanism with those that could be tied to it: of its store, and of others
    /// from the one that shares the most dimensions on, ids deciding among equals.
    pub(super) fn each(&self, mut visit: impl FnMut(usize, &[usize], &[usize])) {
        for (dimensions, members) in &self.alike {
            let nearest = self.nearest(dimensions);
            for member in members {
                let store = self.summaries.get(*member).map_or("", |it| it.store);
                let same = self.by_store.get(store).map_or(&[][..], Vec::as_slice);
                let same = same.get(..MOST_COMPARED).unwrap_or(same);
                visit(*member, same, &nearest);
            }
        }
    }

    /// The mechanisms that share the most of `dimensions`.
    fn nearest(&self, dimensions: &[&str]) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for dimension in dimensions {
            let sets = self.with.get(dimension).into_iter().flatten();
            for set in sets.take(MOST_COMPARED) {
                *shared.entry(*set).or_default() += 1;
            }
        }
        let mut nearest: Vec<(Reverse<usize>, &str, usize)> = Vec::new();
        for (set, count) in shared {
            let members = self.alike.get(set).map_or(&[][..], |it| &it.1);
            nearest.extend(members.iter().take(MOST_COMPARED).filter_map(|it| {
                let id = self.summaries.get(*it)?.id;
                Some((Reverse(count), id, *it))
            }));
        }
        nearest.sort_unstable();
        nearest.truncate(MOST_COMPARED);
        nearest.into_iter().map(|it| it.2).collect()
    }
}
