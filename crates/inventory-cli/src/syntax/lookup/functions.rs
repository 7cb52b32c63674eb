//! Functions by their names, classes and lines.

use std::{iter::successors, ops::RangeInclusive};

use super::{MOST_ALIKE, few, part, sorted};
use crate::syntax::event::{FileEvents, Function};

impl FileEvents {
    /// The functions of a name.
    pub(crate) fn functions_named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Function> {
        let found = few(self.order_of_name(name)).iter();
        found.filter_map(|at| self.functions.get(*at))
    }

    /// The functions of a name that begin on these lines.
    pub(crate) fn functions_between<'a>(
        &'a self,
        name: &str,
        lines: RangeInclusive<u32>,
    ) -> impl Iterator<Item = &'a Function> {
        let found = self.order_of_name(name);
        let line = |at: &usize| self.functions.get(*at).map(|it| it.line);
        let from = found.partition_point(|at| line(at) < Some(*lines.start()));
        let found = few(found.get(from..).unwrap_or_default()).iter();
        let found = found.filter_map(|at| self.functions.get(*at));
        found.take_while(move |it| it.line <= *lines.end())
    }

    /// The first function of a class that has one of these names.
    pub(crate) fn method_named(&self, class: Option<usize>, names: &[&str]) -> Option<&Function> {
        let make = || sorted(&self.functions, |it| (it.class, it.name.as_str()));
        let order = self.lookup.functions_by_class.get_or_init(make);
        let key = |at: usize| {
            let function = self.functions.get(at);
            function.map(|it| (it.class, it.name.as_str()))
        };
        let first = names.iter().filter_map(|name| {
            let wanted = Some((class, *name));
            part(order, wanted..=wanted, key).first()
        });
        self.functions.get(*first.min()?)
    }

    /// The function with this index, and those whose lines hold its lines; in the order of the file.
    pub(crate) fn functions_around(&self, index: usize) -> impl Iterator<Item = &Function> {
        let innermost = self.functions.get(index);
        let (line, end) = innermost.map_or((0, 0), |it| (it.line, it.end_line));
        let mut around: Vec<usize> = innermost.map(|_| index).into_iter().collect();
        let outer = |at: &usize| self.functions.get(*at)?.around;
        around.extend(successors(outer(&index), outer).take(MOST_ALIKE));
        // Functions on one line hold each other's lines.
        let lookup = &self.lookup;
        let make = || sorted(&self.functions, |it| it.line);
        let begins = |at: usize| self.functions.get(at).map(|it| it.line);
        let order = lookup.functions_by_line.get_or_init(make);
        around.extend(few(part(order, Some(line)..=Some(line), begins)));
        if line == end {
            let make = || sorted(&self.functions, |it| it.end_line);
            let ends = |at: usize| self.functions.get(at).map(|it| it.end_line);
            let order = lookup.functions_by_end.get_or_init(make);
            around.extend(few(part(order, Some(line)..=Some(line), ends)));
        }
        around.sort_unstable();
        around.dedup();
        let around = around.into_iter().filter_map(|at| self.functions.get(at));
        around.filter(move |it| it.line <= line && end <= it.end_line)
    }

    fn order_of_name(&self, name: &str) -> &[usize] {
        let make = || sorted(&self.functions, |it| it.name.as_str());
        let order = self.lookup.functions_by_name.get_or_init(make);
        let key = |at: usize| self.functions.get(at).map(|it| it.name.as_str());
        part(order, Some(name)..=Some(name), key)
    }
}
