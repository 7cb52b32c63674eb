//! Assignments by their targets and lines.

use std::ops::RangeInclusive;

use super::{few, part, sorted};
use crate::syntax::event::{Assignment, FileEvents, last_segment};

impl FileEvents {
    /// What is assigned to a name.
    pub(crate) fn assigned<'a>(&'a self, target: &str) -> impl Iterator<Item = &'a Assignment> {
        self.assignments_at(few(self.order_of_target(target)))
    }

    /// What is assigned to several names, of which this is the first.
    pub(crate) fn assigned_first(&self, target: &str) -> impl Iterator<Item = &Assignment> {
        let order = self.order_of_targets();
        let key = |at: usize| self.assignments.get(at).map(|it| it.target.as_str());
        // A comma stands right before a hyphen.
        let (first, last) = (format!("{target},"), format!("{target}-"));
        let found = part(order, Some(first.as_str())..=Some(last.as_str()), key);
        let found = self.assignments_at(few(found));
        found.filter(move |it| it.target.starts_with(&first))
    }

    /// What is assigned to a name or to a member of that name.
    pub(crate) fn assigned_last<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Assignment> {
        let make = || sorted(&self.assignments, |it| last_segment(&it.target));
        let order = self.lookup.assignments_by_name.get_or_init(make);
        let key = |at: usize| self.assignments.get(at).map(|it| last_segment(&it.target));
        self.assignments_at(few(part(order, Some(name)..=Some(name), key)))
    }

    /// What is assigned to a name on these lines.
    pub(crate) fn assigned_between<'a>(
        &'a self,
        target: &str,
        lines: RangeInclusive<u32>,
    ) -> impl Iterator<Item = &'a Assignment> {
        let found = self.order_of_target(target);
        let line = |at: &usize| self.assignments.get(*at).map(|it| it.line);
        let from = found.partition_point(|at| line(at) < Some(*lines.start()));
        let found = self.assignments_at(few(found.get(from..).unwrap_or_default()));
        found.take_while(move |it| it.line <= *lines.end())
    }

    /// What is assigned on these lines, in the order of the lines.
    pub(crate) fn assigned_on(
        &self,
        lines: RangeInclusive<u32>,
    ) -> impl DoubleEndedIterator<Item = &Assignment> {
        let make = || sorted(&self.assignments, |it| it.line);
        let order = self.lookup.assignments_by_line.get_or_init(make);
        let line = |at: usize| self.assignments.get(at).map(|it| it.line);
        let wanted = Some(*lines.start())..=Some(*lines.end());
        self.assignments_at(few(part(order, wanted, line)))
    }

    /// What is assigned to names that speak of a default.
    pub(crate) fn assigned_defaults(&self) -> impl Iterator<Item = &Assignment> {
        const WORD: &[u8] = b"default";
        let order = self.lookup.assigned_defaults.get_or_init(|| {
            let speaks = |target: &str| {
                let mut parts = target.as_bytes().windows(WORD.len());
                parts.any(|part| part.eq_ignore_ascii_case(WORD))
            };
            let all = self.assignments.iter().enumerate();
            let found = all.filter(|(_, it)| speaks(&it.target));
            found.map(|(at, _)| at).collect()
        });
        self.assignments_at(few(order))
    }

    fn order_of_targets(&self) -> &[usize] {
        let make = || sorted(&self.assignments, |it| it.target.as_str());
        self.lookup.assignments_by_target.get_or_init(make)
    }

    fn order_of_target(&self, target: &str) -> &[usize] {
        let order = self.order_of_targets();
        let key = |at: usize| self.assignments.get(at).map(|it| it.target.as_str());
        part(order, Some(target)..=Some(target), key)
    }

    fn assignments_at<'a>(
        &'a self,
        order: &'a [usize],
    ) -> impl DoubleEndedIterator<Item = &'a Assignment> {
        order.iter().filter_map(|at| self.assignments.get(*at))
    }
}
