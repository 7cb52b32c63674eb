//! What migrations take away again: dropped tables and columns, old names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Table, bare_table, key_of};
use crate::{
    fact::{FileFacts, StoreFact},
    lexicon::canonical,
    syntax::TableChange,
};

/// A table that a later migration drops is gone, unless the same file builds it anew.
pub(super) fn drop_table(
    tables: &mut BTreeMap<String, Table>,
    facts: &FileFacts,
    store: &StoreFact,
) {
    let Some(name) = store.table.as_deref() else {
        return;
    };
    let key = key_of(name);
    let rebuilt = facts.stores.iter().any(|other| {
        other.change == TableChange::Create
            && other.table.as_deref().is_some_and(|it| key_of(it) == key)
    });
    let migrated = store.migration
        && tables.get(&key).is_some_and(|it| {
            it.classes.is_empty() && it.places.iter().all(|place| place.rule != "prisma.model")
        });
    if migrated && !rebuilt {
        tables.remove(&key);
    }
}

/// Columns that a later migration drops are gone, unless the same file adds them, as the undoing half of
/// it does.
pub(super) fn drop_columns(
    tables: &mut BTreeMap<String, Table>,
    facts: &FileFacts,
    store: &StoreFact,
) {
    let Some(key) = store.table.as_deref().map(key_of) else {
        return;
    };
    let Some(table) = tables.get_mut(&key).filter(|_| store.migration) else {
        return;
    };
    let same_table = facts.stores.iter().filter(|other| {
        let adds = matches!(other.change, TableChange::Create | TableChange::Alter);
        adds && other.table.as_deref().map(key_of).as_ref() == Some(&key)
    });
    let added: BTreeSet<String> = same_table
        .flat_map(|other| other.columns.iter().map(|column| canonical(&column.name)))
        .collect();
    let dropped: BTreeSet<String> = store
        .columns
        .iter()
        .map(|column| canonical(&column.name))
        .collect();
    table.columns.retain(|known| {
        !known.migrated || added.contains(&known.key) || !dropped.contains(&known.key)
    });
}

/// A table that only migrations know goes on under its new name.
pub(super) fn rename(tables: &mut BTreeMap<String, Table>, store: &StoreFact, to: &str) {
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
    let table = tables
        .entry(to_key.clone())
        .or_insert_with(|| Table::new(&to_key));
    table.tables.insert(bare_table(to).to_owned());
    for known in &old.columns {
        table.add_column(&known.column, &known.path, known.migrated);
    }
    table.places.extend(old.places);
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
