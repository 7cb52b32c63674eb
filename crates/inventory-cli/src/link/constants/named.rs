//! Constants of one name: in small projects a few, in large ones one in every class.

use std::{cell::OnceCell, collections::HashMap};

use crate::{fact::Constant, lexicon::canonical, rule::wrapper::stem};

/// A constant and the file that defines it.
pub(super) type Placed<'a> = (&'a str, &'a Constant);

/// The constants of one name, in the order of their files.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    pub(super) all: Vec<Placed<'a>>,
    orders: OnceCell<Orders<'a>>,
    one_value: OnceCell<bool>,
}

/// The first of them by file, by class, and by what their classes and files are called.
#[derive(Debug, Default)]
struct Orders<'a> {
    files: HashMap<&'a str, usize>,
    classes: HashMap<(&'a str, &'a str), usize>,
    homes: HashMap<String, usize>,
}

impl<'a> Named<'a> {
    /// The first one of a file.
    pub(super) fn of_file(&self, path: &str) -> Option<Placed<'a>> {
        self.at(self.orders().files.get(path))
    }

    /// The first one of a class in a file.
    pub(super) fn of_class(&self, path: &str, class: &str) -> Option<Placed<'a>> {
        self.at(self.orders().classes.get(&(path, class)))
    }

    /// The first one of a file that this class has, or none.
    pub(super) fn of_class_or_none(&self, path: &str, class: &str) -> Option<Placed<'a>> {
        let classes = &self.orders().classes;
        let places = [classes.get(&(path, class)), classes.get(&(path, ""))];
        self.at(places.into_iter().flatten().min())
    }

    /// The first one whose class or file is called so.
    pub(super) fn of_home(&self, meaning: &str) -> Option<Placed<'a>> {
        self.at(self.orders().homes.get(meaning))
    }

    /// Whether they all mean the same.
    pub(super) fn have_one_value(&self) -> bool {
        let same = || {
            let mut values = self.all.iter().map(|(_, it)| &it.value);
            let first = values.next();
            values.all(|it| Some(it) == first)
        };
        *self.one_value.get_or_init(same)
    }

    fn at(&self, place: Option<&usize>) -> Option<Placed<'a>> {
        self.all.get(*place?).copied()
    }

    fn orders(&self) -> &Orders<'a> {
        self.orders.get_or_init(|| {
            let mut orders = Orders::default();
            for (at, (path, constant)) in self.all.iter().enumerate() {
                let class = constant.class.as_str();
                orders.files.entry(path).or_insert(at);
                orders.classes.entry((path, class)).or_insert(at);
                for home in [class, stem(path)] {
                    orders.homes.entry(canonical(home)).or_insert(at);
                }
            }
            orders
        })
    }
}
