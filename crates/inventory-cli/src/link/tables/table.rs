//! A table with everything that declarations, migrations and models say of it.

use std::collections::{BTreeSet, HashMap};

use crate::{lexicon::canonical, link::candidate::Place, mechanism::Kind, syntax::Column};

/// A column and the file it was declared in.
#[derive(Debug, Clone)]
pub(crate) struct PlacedColumn {
    /// Canonical name: what declarations of it are matched by.
    pub(crate) key: String,
    pub(crate) column: Column,
    pub(crate) path: String,
    /// Known from a migration only.
    pub(crate) migrated: bool,
    /// A later migration took it away.
    pub(super) gone: bool,
}

/// Members of a structured column.
#[derive(Debug, Clone)]
pub(crate) struct PlacedMembers {
    pub(crate) column: String,
    pub(crate) members: Vec<(String, u32)>,
    pub(crate) path: String,
    pub(crate) rule: String,
}

/// A table with everything known of it.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Canonical name: what models and migrations are matched by.
    pub(crate) key: String,
    pub(crate) tables: BTreeSet<String>,
    pub(crate) classes: BTreeSet<String>,
    pub(crate) kind: Kind,
    pub(crate) columns: Vec<PlacedColumn>,
    pub(crate) members: Vec<PlacedMembers>,
    pub(crate) places: Vec<Place>,
    pub(crate) bases: BTreeSet<String>,
    /// Other classes extend it and nothing stores it by itself.
    pub(crate) is_base: bool,
    /// It holds people.
    pub(crate) is_person: bool,
    /// It is in a database on a person's device.
    pub(crate) on_device: bool,
    /// Where the column of a key stands among the columns.
    pub(super) places_of_columns: HashMap<String, usize>,
}

impl Table {
    pub(super) fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            tables: BTreeSet::new(),
            classes: BTreeSet::new(),
            kind: Kind::SqlTable,
            columns: Vec::new(),
            members: Vec::new(),
            places: Vec::new(),
            bases: BTreeSet::new(),
            is_base: false,
            is_person: false,
            on_device: false,
            places_of_columns: HashMap::new(),
        }
    }

    /// The name people know it by.
    pub(crate) fn name(&self) -> &str {
        self.tables
            .iter()
            .chain(&self.classes)
            .next()
            .map_or(self.key.as_str(), String::as_str)
    }

    /// The column of a key that is not gone.
    pub(super) fn known_column(&mut self, key: &str) -> Option<&mut PlacedColumn> {
        let at = *self.places_of_columns.get(key)?;
        self.columns.get_mut(at).filter(|it| !it.gone)
    }

    /// Keeps the columns that pass.
    pub(super) fn retain_columns(&mut self, mut keep: impl FnMut(&PlacedColumn) -> bool) {
        let before = self.columns.len();
        self.columns.retain(|it| keep(it));
        if self.columns.len() < before {
            let keys = self.columns.iter().map(|it| it.key.clone());
            self.places_of_columns = keys.zip(0..).collect();
        }
    }

    /// The column of a key.
    pub(crate) fn column(&self, key: &str) -> Option<&PlacedColumn> {
        let at = *self.places_of_columns.get(key)?;
        self.columns.get(at)
    }

    pub(super) fn add_column(&mut self, column: &Column, path: &str, migrated: bool) {
        let key = canonical(&column.name);
        if let Some(known) = self.known_column(&key) {
            if known.migrated && !migrated {
                known.migrated = false;
                path.clone_into(&mut known.path);
                known.column.line = column.line;
            }
            let known = &mut known.column;
            known.type_ = known.type_.take().or_else(|| column.type_.clone());
            known.default = known.default.take().or_else(|| column.default.clone());
            known.target = known.target.take().or_else(|| column.target.clone());
            known.unique |= column.unique;
            if column.type_.as_deref() == Some("json") {
                known.type_.clone_from(&column.type_);
            }
        } else {
            let at = self.columns.len();
            self.places_of_columns.insert(key.clone(), at);
            self.columns.push(PlacedColumn {
                key,
                column: column.clone(),
                path: path.to_owned(),
                migrated,
                gone: false,
            });
        }
    }
}
