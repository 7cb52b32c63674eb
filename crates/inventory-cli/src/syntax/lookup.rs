//! Events by name, line and place, so that nobody walks all events of a file for one of them.

mod assigned;
mod calls;
mod classes;
mod functions;
mod lines;

use std::{cell::Cell, cmp::Reverse, ops::RangeInclusive, sync::OnceLock};

use self::calls::Nesting;
pub(crate) use self::lines::Lines;
use super::event::FileEvents;

/// Events of one name that are looked at. No ordinary file has as many of one.
const MOST_ALIKE: usize = 1_000;

/// Members that one file hands on by the names of their objects.
const MOST_SHARED: usize = 200_000;

/// Indexes of events in an order of their own, equal ones in the order of the file; made when asked for.
type Order = OnceLock<Vec<usize>>;

/// The same of fields: index of the class, and of the field in it.
type FieldOrder = OnceLock<Vec<(usize, usize)>>;

/// The orders of the events of a file, and what was spent of its budgets.
#[derive(Debug, Default)]
pub struct Lookup {
    assignments_by_target: Order,
    assignments_by_line: Order,
    assignments_by_name: Order,
    assigned_defaults: Order,
    functions_by_name: Order,
    functions_by_line: Order,
    functions_by_end: Order,
    functions_by_class: Order,
    classes_by_name: Order,
    class_lines: OnceLock<Vec<u32>>,
    fields_by_name: FieldOrder,
    fields_by_class: FieldOrder,
    fields_by_class_and_line: FieldOrder,
    fields_by_line: FieldOrder,
    calls_by_start: Order,
    calls_by_path: Order,
    calls_by_line: Order,
    calls_by_receiver: Order,
    nesting: OnceLock<Nesting>,
    line_starts: OnceLock<Vec<usize>>,
    shared: Cell<usize>,
}

/// What is looked up is no part of what a file says.
impl PartialEq for Lookup {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lookup {}

impl Clone for Lookup {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl FileEvents {
    /// Whether so many members may still be handed on by the name of their object; they are counted.
    pub(crate) fn may_share(&self, members: usize) -> bool {
        let shared = self.lookup.shared.get() + members;
        self.lookup.shared.set(shared);
        shared <= MOST_SHARED
    }
}

/// The indexes of `list`, ordered by what `key` says.
fn sorted<'a, T, K: Ord>(list: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|at| list.get(*at).map(&key));
    order
}

/// The part of an order of which `key` says something of `wanted`.
fn part<I: Copy, K: Ord>(order: &[I], wanted: RangeInclusive<K>, key: impl Fn(I) -> K) -> &[I] {
    let from = order.partition_point(|it| key(*it) < *wanted.start());
    let rest = order.get(from..).unwrap_or_default();
    let length = rest.partition_point(|it| key(*it) <= *wanted.end());
    rest.get(..length).unwrap_or_default()
}

/// As many of an order as are looked at.
fn few<I>(order: &[I]) -> &[I] {
    order.get(..MOST_ALIKE).unwrap_or(order)
}

/// Where a call stands among those that start alike: the longest are first.
type Place = (usize, Reverse<usize>);
