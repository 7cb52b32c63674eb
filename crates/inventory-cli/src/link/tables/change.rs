//! What migrations take away again: dropped tables and columns, old names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Table, bare_table, key_of};
use crate::{
    fact::{FileFacts, StoreFact},
    lexicon::canonical,
    syntax::TableChange,
};

/// What the statements of one file create and add, gathered where one of them takes something away.
pub(super) struct Built {
    tables: BTreeSet<String>,
    columns: BTreeSet<(String, String)>,
}

impl Built {
    pub(super) fn of(facts: &FileFacts) -> Self {
        let mut built = Self {
            tables: BTreeSet::new(),
            columns: BTreeSet::new(),
        };
        let takes =
            |it: &StoreFact| matches!(it.change, TableChange::Drop | TableChange::DropColumns);
        if !facts.stores.iter().any(takes) {
            return built;
        }
        for store in &facts.stores {
            let Some(key) = store.table.as_deref().map(key_of) else {
                continue;
            };
            if !matches!(store.change, TableChange::Create | TableChange::Alter) {
                continue;
            }
            let columns = store.columns.iter();
            let columns = columns.map(|column| (key.clone(), canonical(&column.name)));
            built.columns.extend(columns);
            if store.change == TableChange::Create {
                built.tables.insert(key);
            }
        }
        built
    }
}

/// A table that a later migration drops is gone, unless the same file builds it anew.
pub(super) fn drop_table(tables: &mut BTreeMap<String, Table>, built: &Built, store: &StoreFact) {
    let Some(key) = store.table.as_deref().map(key_of) else {
        return;
    };
    if !store.migration || built.tables.contains(&key) {
        return;
    }
    let migrated = tables.get(&key).is_some_and(|it| {
        it.classes.is_empty() && it.places.iter().all(|place| place.rule != "prisma.model")
    });
    if migrated {
        tables.remove(&key);
    }
}

/// Columns that a later migration drops are gone, unless the same file adds them, as the undoing half of
/// it does.
pub(super) fn drop_columns(tables: &mut BTreeMap<String, Table>, built: &Built, store: &StoreFact) {
    let Some(key) = store.table.as_deref().map(key_of) else {
        return;
    };
    let Some(table) = tables.get_mut(&key).filter(|_| store.migration) else {
        return;
    };
    for column in &store.columns {
        let column = (key.clone(), canonical(&column.name));
        if let Some(known) = table.known_column(&column.1) {
            known.gone = known.migrated && !built.columns.contains(&column);
        }
    }
}

/// A table that only migrations know goes on under its new name.
pub(super) fn rename(
    tables: &mut BTreeMap<String, Table>,
    store: &StoreFact,
    to: &str,
    left: &mut usize,
) {
    let Some(from) = store.table.as_deref().map(key_of) else {
        return;
    };
    let to_key = key_of(to);
    let only_migrated = |table: &Table| table.classes.is_empty();
    if !store.migration || to_key == from || !tables.get(&from).is_some_and(only_migrated) {
        return;
    }
    let Some(old) = tables.remove(&from) else {
        return;
    };
    if let Some(table) = tables.get_mut(&to_key) {
        for known in old.columns.iter().filter(|it| !it.gone) {
            let Some(fewer) = left.checked_sub(1) else {
                break;
            };
            *left = fewer;
            table.add_column(&known.column, &known.path, known.migrated);
        }
        table.tables.insert(bare_table(to).to_owned());
        table.places.extend(old.places);
    } else {
        let table = Table {
            tables: BTreeSet::from([bare_table(to).to_owned()]),
            columns: old.columns,
            places: old.places,
            places_of_columns: old.places_of_columns,
            ..Table::new(&to_key)
        };
        tables.insert(to_key, table);
    }
}

/// Dumped schemas: each is the sum of its migrations, without what they dropped again.
pub(super) struct SchemaDumps<'a> {
    /// Folders with a dump of Rails, whose migrations stand below it.
    rails: Vec<&'a str>,
    /// Diesel prints its schema into the sources, its migrations stand elsewhere.
    diesel: bool,
}

impl<'a> SchemaDumps<'a> {
    pub(super) fn of(files: &'a [(String, FileFacts)]) -> Self {
        let dumps = || {
            let several = files.iter().filter(|(_, facts)| facts.stores.len() > 1);
            several.map(|(path, _)| path.as_str())
        };
        let rails = dumps().filter_map(|path| {
            path.strip_suffix("structure.sql")
                .or_else(|| path.strip_suffix("schema.rb"))
        });
        Self {
            rails: rails.collect(),
            diesel: dumps().any(|path| path.ends_with("schema.rs")),
        }
    }

    /// Whether a dump says what the migration at `path` came to.
    pub(super) fn supersede(&self, path: &str) -> bool {
        let below = |folder: &&str| {
            let rest = path.strip_prefix(*folder);
            rest.is_some_and(|rest| rest.contains("migrat"))
        };
        let rails = path.ends_with(".rb") && self.rails.iter().any(below);
        let diesel = self.diesel && path.ends_with("/up.sql") && path.contains("migrations/");
        rails || diesel
    }
}
