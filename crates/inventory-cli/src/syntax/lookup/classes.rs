//! Classes and their fields by names and lines.

use super::{FieldOrder, few, part, sorted};
use crate::syntax::event::{Class, Field, FileEvents};

type At = (usize, usize);

impl FileEvents {
    /// The classes of a name.
    pub(crate) fn classes_named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Class> {
        let make = || sorted(&self.classes, |it| it.name.as_str());
        let order = self.lookup.classes_by_name.get_or_init(make);
        let key = |at: usize| self.classes.get(at).map(|it| it.name.as_str());
        let found = few(part(order, Some(name)..=Some(name), key)).iter();
        found.filter_map(|at| self.classes.get(*at))
    }

    /// The line of the first class that begins behind this line.
    pub(crate) fn class_line_behind(&self, line: u32) -> Option<u32> {
        let lines = self.class_lines();
        lines.get(lines.partition_point(|it| *it <= line)).copied()
    }

    fn class_lines(&self) -> &[u32] {
        self.lookup.class_lines.get_or_init(|| {
            let mut lines: Vec<u32> = self.classes.iter().map(|it| it.line).collect();
            lines.sort_unstable();
            lines
        })
    }

    /// The fields of a name, of any class.
    pub(crate) fn fields_named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Field> {
        let key = |at: At| self.field(at).map(|it| it.name.as_str());
        let order = self.field_order(&self.lookup.fields_by_name, key);
        let found = few(part(order, Some(name)..=Some(name), key)).iter();
        found.filter_map(|at| self.field(*at))
    }

    /// The first field of a name that the class with this index has.
    pub(crate) fn field_of(&self, class: usize, name: &str) -> Option<&Field> {
        let key = |at: At| (at.0, self.field(at).map(|it| it.name.as_str()));
        let order = self.field_order(&self.lookup.fields_by_class, key);
        let wanted = (class, Some(name));
        self.field(*part(order, wanted..=wanted, key).first()?)
    }

    /// The last field of a class that begins no later than this line.
    pub(crate) fn field_before(&self, class: usize, line: u32) -> Option<&Field> {
        let key = |at: At| (at.0, self.field(at).map(|it| it.line));
        let order = self.field_order(&self.lookup.fields_by_class_and_line, key);
        let wanted = (class, None)..=(class, Some(line));
        self.field(*part(order, wanted, key).last()?)
    }

    /// The first field that begins on a line.
    pub(crate) fn field_on(&self, line: u32) -> Option<&Field> {
        let key = |at: At| self.field(at).map(|it| it.line);
        let order = self.field_order(&self.lookup.fields_by_line, key);
        self.field(*part(order, Some(line)..=Some(line), key).first()?)
    }

    fn field(&self, (class, field): At) -> Option<&Field> {
        self.classes.get(class)?.fields.get(field)
    }

    fn field_order<'a, K: Ord>(&'a self, slot: &'a FieldOrder, key: impl Fn(At) -> K) -> &'a [At] {
        slot.get_or_init(|| {
            let classes = self.classes.iter().enumerate();
            let all =
                classes.flat_map(|(at, it)| (0..it.fields.len()).map(move |field| (at, field)));
            let mut order: Vec<At> = all.collect();
            order.sort_by_key(|at| key(*at));
            order
        })
    }
}
