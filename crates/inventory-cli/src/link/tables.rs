//! Folding declarations, migrations, models and inherited columns into one entry per table.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "what is compared is lower case already, or no file name"
)]

mod alias;
mod apart;
mod change;
mod class;
mod document;
mod people;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    alias::aliases,
    change::{Built, SchemaDumps, drop_columns, drop_table, rename},
    class::{
        add_known_classes, declare_collections, drop_collections, inherit, mark_implicit_edges,
    },
    people::mark_people,
};
pub(crate) use self::{
    apart::RULE as SETTINGS_DOCUMENT,
    class::{entity_of_set, list_of},
    document::{RULE as DOCUMENT_TYPE, USES as DOCUMENT_USES, type_names},
    people::{is_mark, people},
    table::{PlacedColumn, PlacedMembers, Table},
};
use super::candidate::Place;
use crate::{
    fact::{FileFacts, StoreFact},
    language::is_mapping,
    lexicon::canonical,
    mechanism::{Kind, SiteRole},
    rule::is_migration,
    syntax::{TableChange, last_segment},
};

/// Columns that tables of one project take over from others: from what they extend, what they were called
/// before, what a type lists.
const MOST_HANDED_ON: usize = 500_000;

/// All tables of the project by key.
pub(crate) fn fold(files: &[(String, FileFacts)]) -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let aliases = aliases(files);
    let dumps = SchemaDumps::of(files);
    let mut left = MOST_HANDED_ON;
    for (path, facts) in files {
        if dumps.supersede(path) {
            continue;
        }
        let built = Built::of(facts);
        for store in &facts.stores {
            match &store.change {
                TableChange::Drop => drop_table(&mut tables, &built, store),
                TableChange::DropColumns => drop_columns(&mut tables, &built, store),
                TableChange::Rename(to) => rename(&mut tables, store, to, &mut left),
                TableChange::Create | TableChange::Alter => {
                    add(&mut tables, &aliases, path, store);
                }
            }
        }
    }
    for table in tables.values_mut() {
        table.retain_columns(|it| !it.gone);
    }
    add_known_classes(files, &mut tables);
    declare_collections(files, &mut tables, &mut left);
    for (path, facts) in files {
        for members in &facts.members {
            let key = aliases.get(&canonical(&members.class)).cloned();
            let key = key.unwrap_or_else(|| canonical(&members.class));
            if let Some(table) = tables.get_mut(&key) {
                table.members.push(PlacedMembers {
                    column: members.column.clone(),
                    members: members.members.clone(),
                    path: path.clone(),
                    rule: members.rule.clone(),
                });
            }
        }
    }
    inherit(&mut tables, &mut left);
    trust_models(&mut tables);
    document::read_types(files, &mut tables, &mut left);
    mark_implicit_edges(&mut tables);
    drop_collections(&mut tables);
    mark_people(&mut tables);
    document::read_uses(files, &mut tables);
    for table in tables.values_mut() {
        table.places.sort_by(|one, other| {
            let rank = |it: &Place| declaration_rank(it);
            (rank(one), &one.path, one.line).cmp(&(rank(other), &other.path, other.line))
        });
        table
            .places
            .dedup_by(|one, other| one.path == other.path && one.line == other.line);
    }
    tables
}

/// Models that list every column know better than the migrations that once added it.
fn trust_models(tables: &mut BTreeMap<String, Table>) {
    const COMPLETE: &[&str] = &["django.model", "prisma.model", "jpa.entity"];
    for table in tables.values_mut() {
        let model = table.places.iter().any(|it| {
            it.role == SiteRole::Declare
                && (COMPLETE.contains(&it.rule.as_str()) || is_mapping(&it.path))
                && !is_migration(&it.path)
        });
        if model && table.columns.iter().any(|it| !it.migrated) {
            table.retain_columns(|it| !it.migrated);
        }
        forget_snapshots(table);
    }
}

/// A struct in a migration is the model as it was then, and what stands in it alone is gone.
fn forget_snapshots(table: &mut Table) {
    const STRUCT: &str = "go.tagged-struct";
    let structs = table.places.iter().filter(|it| it.rule == STRUCT);
    let (then, now): (Vec<&Place>, Vec<&Place>) = structs.partition(|it| is_migration(&it.path));
    if now.is_empty() {
        return;
    }
    let then: BTreeSet<&str> = then.into_iter().map(|it| it.path.as_str()).collect();
    let then: BTreeSet<String> = then.into_iter().map(ToOwned::to_owned).collect();
    table.retain_columns(|it| !it.migrated || !then.contains(&it.path));
}

fn key_of(table: &str) -> String {
    tidy(&canonical(bare_table(table)))
}

/// Models first, then creating statements, then changes.
fn declaration_rank(place: &Place) -> u8 {
    match place.role {
        SiteRole::Declare if place.rule.contains("model") || place.rule.contains("entity") => 0,
        SiteRole::Declare => 1,
        _ => 2,
    }
}

/// Temporary copies that migrations make of a table are that table.
fn bare_table(table: &str) -> &str {
    let mut name = last_segment(table).trim_matches(['`', '"', '\'', '[', ']']);
    for ending in ["_dg_tmp", "_tmp", "_new", "_old", "_temp", "_backup"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    for beginning in ["new_", "temporary_"] {
        name = name.strip_prefix(beginning).unwrap_or(name);
    }
    name
}

fn add(
    tables: &mut BTreeMap<String, Table>,
    aliases: &BTreeMap<String, String>,
    path: &str,
    store: &StoreFact,
) {
    let key = match (&store.table, &store.class) {
        (Some(table), _) => canonical(bare_table(table)),
        (None, Some(class)) => {
            let own = canonical(class);
            aliases.get(&own).cloned().unwrap_or(own)
        }
        (None, None) => return,
    };
    let key = tidy(&key);
    // What is copied through while a table changes is none.
    if key.is_empty() || matches!(key.as_str(), "tmp" | "temp" | "temporary") {
        return;
    }
    let table = tables
        .entry(key.clone())
        .or_insert_with(|| Table::new(&key));
    table.tables.extend(
        store
            .table
            .as_deref()
            .map(|name| bare_table(name).to_owned()),
    );
    if let Some(class) = &store.class {
        table.classes.insert(class.clone());
        table.kind = if store.kind == Kind::SqlTable {
            Kind::OrmModel
        } else {
            store.kind
        };
    } else if table.classes.is_empty() && (store.kind != Kind::SqlTable || table.places.is_empty())
    {
        table.kind = store.kind;
    }
    table
        .bases
        .extend(store.bases.iter().map(|base| last_segment(base).to_owned()));
    table.on_device |= store.on_device;
    for column in &store.columns {
        table.add_column(column, path, store.migration);
    }
    let role = match (&store.change, store.migration && store.class.is_none()) {
        (TableChange::Create, _) => SiteRole::Declare,
        _ => SiteRole::Migrate,
    };
    table.places.push(Place {
        path: path.to_owned(),
        line: store.line,
        end_line: (store.end_line > store.line).then_some(store.end_line),
        role,
        rule: store.rule.clone(),
    });
}

/// Suffixes that say "this class stands for a table" and prefixes of applications.
fn tidy(key: &str) -> String {
    let mut key = key;
    for ending in [
        "_model",
        "_entity",
        "_schema",
        "_table",
        "_row",
        "_record",
        "_db",
        "_document",
    ] {
        if let Some(stripped) = key.strip_suffix(ending)
            && stripped.len() > 2
        {
            key = stripped;
        }
    }
    key.strip_prefix("db_")
        .or_else(|| key.strip_prefix("tbl_"))
        .unwrap_or(key)
        .to_owned()
}
