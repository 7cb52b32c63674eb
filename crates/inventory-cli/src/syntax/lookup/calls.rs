//! Calls by where they stand: in each other, in chains, on lines, on a name.

use std::{cmp::Reverse, iter::successors, ops::RangeInclusive};

use super::{MOST_ALIKE, Place, few, part, sorted};
use crate::syntax::event::{Call, FileEvents};

/// Calls around a call whose inside is still of interest; those of a chain count as one.
const MOST_AROUND: usize = 64;

/// Which call holds which.
#[derive(Debug)]
pub(super) struct Nesting {
    /// The nearest call around each.
    around: Vec<Option<usize>>,
    /// At how many places calls around each start.
    depth: Vec<usize>,
}

impl FileEvents {
    /// The calls that start where `call` does: those it is made on, those made on it, and itself.
    pub(crate) fn calls_along(&self, call: &Call) -> impl Iterator<Item = &Call> {
        let start = |at: usize| self.calls.get(at).map(|it| it.start);
        let wanted = Some(call.start)..=Some(call.start);
        self.in_order(few(part(self.by_start(), wanted, start)))
    }

    /// The calls that start behind the start of `call` and end with it; none where it is nested too deep.
    pub(crate) fn calls_inside(&self, call: &Call) -> impl Iterator<Item = &Call> {
        let depth = self.place(call).and_then(|at| self.nesting().depth.get(at));
        let is_deep = depth.is_some_and(|it| *it > MOST_AROUND);
        let start = |at: usize| self.calls.get(at).map(|it| it.start);
        let wanted = Some(call.start.saturating_add(1))..=Some(call.end);
        let found = part(self.by_start(), wanted, start);
        let found = self.in_order(if is_deep { &[] } else { found });
        let end = call.end;
        found.filter(move |it| it.end <= end)
    }

    /// The calls that start before `call` and hold it, the outermost first.
    pub(crate) fn calls_around(&self, call: &Call) -> impl Iterator<Item = &Call> {
        let nesting = self.nesting();
        let outer = |at: &usize| nesting.around.get(*at).copied().flatten();
        let nearest = self.place(call).and_then(|at| outer(&at));
        let around = successors(nearest, outer).take(MOST_ALIKE);
        let around = around.filter_map(|at| self.calls.get(at));
        let around: Vec<&Call> = around.filter(|it| it.start < call.start).collect();
        around.into_iter().rev()
    }

    /// The calls of a path.
    pub(crate) fn calls_of<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Call> {
        let key = |at: usize| self.calls.get(at).map(|it| it.path.as_str());
        let found = few(part(self.by_path(), Some(path)..=Some(path), key)).iter();
        found.filter_map(|at| self.calls.get(*at))
    }

    /// The calls on these lines.
    pub(crate) fn calls_on(&self, lines: RangeInclusive<u32>) -> impl Iterator<Item = &Call> {
        self.in_order(few(self.order_of_lines(&lines)))
    }

    /// The calls on a name or below it that stand on these lines.
    pub(crate) fn calls_below(
        &self,
        name: &str,
        lines: RangeInclusive<u32>,
    ) -> impl Iterator<Item = &Call> {
        let key = |at: usize| self.calls.get(at).map(|it| it.path.as_str());
        // What begins with the name and a dot stands before what begins with the name and a slash.
        let (first, last) = (format!("{name}."), format!("{name}/"));
        let below = part(
            self.by_path(),
            Some(first.as_str())..=Some(last.as_str()),
            key,
        );
        let near = self.order_of_lines(&lines);
        let fewer = if near.len() < below.len() {
            near
        } else {
            below
        };
        let found = self.in_order(fewer);
        found.filter(move |it| it.path.starts_with(&first) && lines.contains(&it.line))
    }

    /// The calls made on a name, be it a member of something or not.
    pub(crate) fn calls_with_receiver(&self, name: &str) -> impl Iterator<Item = &Call> {
        let receiver = |it: &'_ Call| it.path.rsplit('.').nth(1).map(ToOwned::to_owned);
        let make = || {
            let mut order: Vec<usize> = (0..self.calls.len()).collect();
            order.sort_by_cached_key(|at| self.calls.get(*at).map(receiver));
            order
        };
        let order = self.lookup.calls_by_receiver.get_or_init(make);
        let key = |at: usize| self.calls.get(at)?.path.rsplit('.').nth(1);
        self.in_order(few(part(order, Some(name)..=Some(name), key)))
    }

    /// Calls in the order of the file.
    fn in_order(&self, found: &[usize]) -> impl Iterator<Item = &Call> {
        let mut found = found.to_vec();
        found.sort_unstable();
        found.into_iter().filter_map(|at| self.calls.get(at))
    }

    fn place_of(&self, at: usize) -> Option<Place> {
        self.calls.get(at).map(|it| (it.start, Reverse(it.end)))
    }

    /// The index of a call.
    fn place(&self, call: &Call) -> Option<usize> {
        let wanted = Some((call.start, Reverse(call.end)));
        let found = part(self.by_start(), wanted..=wanted, |at| self.place_of(at));
        found.first().copied()
    }

    fn by_start(&self) -> &[usize] {
        let make = || sorted(&self.calls, |it| (it.start, Reverse(it.end)));
        self.lookup.calls_by_start.get_or_init(make)
    }

    fn by_path(&self) -> &[usize] {
        let make = || sorted(&self.calls, |it| it.path.as_str());
        self.lookup.calls_by_path.get_or_init(make)
    }

    fn order_of_lines(&self, lines: &RangeInclusive<u32>) -> &[usize] {
        let make = || sorted(&self.calls, |it| it.line);
        let order = self.lookup.calls_by_line.get_or_init(make);
        let line = |at: usize| self.calls.get(at).map(|it| it.line);
        part(order, Some(*lines.start())..=Some(*lines.end()), line)
    }

    fn nesting(&self) -> &Nesting {
        let make = || Nesting::of(&self.calls, self.by_start());
        self.lookup.nesting.get_or_init(make)
    }
}

impl Nesting {
    fn of(calls: &[Call], by_start: &[usize]) -> Self {
        let mut nesting = Self {
            around: vec![None; calls.len()],
            depth: vec![0; calls.len()],
        };
        let mut open: Vec<(usize, &Call)> = Vec::new();
        for at in by_start {
            let Some(call) = calls.get(*at) else { continue };
            while open.last().is_some_and(|(_, it)| it.end < call.end) {
                open.pop();
            }
            if let Some((outer, it)) = open.last() {
                let further = usize::from(it.start < call.start);
                let depth = nesting.depth.get(*outer).map_or(0, |it| it + further);
                nesting
                    .depth
                    .iter_mut()
                    .skip(*at)
                    .take(1)
                    .for_each(|it| *it = depth);
                nesting
                    .around
                    .iter_mut()
                    .skip(*at)
                    .take(1)
                    .for_each(|it| *it = Some(*outer));
            }
            open.push((*at, call));
        }
        nesting
    }
}
