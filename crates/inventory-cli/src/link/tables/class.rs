//! Classes behind tables: those only a set or a base names, inherited columns.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlacedColumn, Table, add, key_of, tidy};
use crate::{
    fact::{ClassFact, FileFacts, StoreFact, shows_a_model},
    lexicon::{Lexicon, canonical, words},
    mechanism::Kind,
    syntax::{Column, TableChange, last_segment},
};

/// Structs that a row is made of, at most.
const MAX_PARTS: usize = 3;

/// Classes named by a `DbSet<…>`, a typed collection, or extending a known model are models too.
pub(super) fn add_known_classes(
    files: &[(String, FileFacts)],
    tables: &mut BTreeMap<String, Table>,
) {
    let sets = entities(files);
    for (path, facts) in files {
        for class in &facts.classes {
            let in_set = sets.contains(class.name.as_str());
            if is_known(class, tables) || !(in_set || extends_a_model(path, class, tables)) {
                continue;
            }
            add(tables, &BTreeMap::new(), path, &store_of(class, in_set));
        }
    }
}

/// The types of documents declare the columns of their collections.
pub(super) fn declare_collections(
    files: &[(String, FileFacts)],
    tables: &mut BTreeMap<String, Table>,
    left: &mut usize,
) {
    const RULE: &str = "document.collection";
    let stores = files.iter().flat_map(|(_, facts)| &facts.stores);
    let mut typed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for store in stores.filter(|it| it.rule == RULE) {
        if let (Some(table), Some(class)) = (&store.table, &store.class) {
            typed.entry(class).or_default().push(key_of(table));
        }
    }
    if typed.is_empty() {
        return;
    }
    for (path, facts) in files {
        for class in &facts.classes {
            for key in typed.get(class.name.as_str()).into_iter().flatten() {
                let Some(table) = tables.get_mut(key) else {
                    continue;
                };
                let Some(fewer) = left.checked_sub(class.fields.len()) else {
                    return;
                };
                *left = fewer;
                for (name, type_, line) in &class.fields {
                    let column = Column {
                        name: name.trim_matches(['[', ']', '?', '"', '\'']).to_owned(),
                        type_: type_.clone(),
                        line: *line,
                        ..Column::default()
                    };
                    table.add_column(&column, path, false);
                }
            }
        }
    }
}

fn is_known(class: &ClassFact, tables: &BTreeMap<String, Table>) -> bool {
    let table = tables.get(&tidy(&canonical(&class.name)));
    table.is_some_and(|it| it.classes.contains(&class.name))
}

fn extends_a_model(path: &str, class: &ClassFact, tables: &BTreeMap<String, Table>) -> bool {
    let in_go = path.ends_with(".go");
    // A service of Go's that embeds what each of its parts does is no row.
    let gathers = in_go && class.bases.len() > MAX_PARTS;
    if gathers || shows_a_model(&class.name, &class.bases) {
        return false;
    }
    let key = tidy(&canonical(&class.name));
    // What Go embeds is a part; one with a table of its own makes no other table of it.
    let part = |it: &Table| in_go && (!it.tables.is_empty() || is_named_for_people(it));
    class.bases.iter().any(|base| {
        let base = tables.get(&tidy(&canonical(last_segment(base))));
        base.is_some_and(|it| {
            !it.classes.is_empty() && it.key != key && !part(it) && !is_of_schema(it)
        })
    })
}

/// The table of a class: a set declares its columns, a base has them already.
fn store_of(class: &ClassFact, in_set: bool) -> StoreFact {
    // What begins with an underscore stands behind a property that has another name.
    let kept = |name: &str| in_set && !name.starts_with('_');
    let fields = class.fields.iter().filter(|it| kept(&it.0));
    let columns = fields.map(|(name, type_, line)| Column {
        name: name.clone(),
        type_: type_.clone(),
        target: type_.clone().map(|it| it.trim_end_matches('?').to_owned()),
        line: *line,
        ..Column::default()
    });
    let rule = if in_set {
        "ef.entity"
    } else {
        "model.inherited"
    };
    StoreFact {
        rule: rule.to_owned(),
        kind: Kind::OrmModel,
        table: None,
        class: Some(class.name.clone()),
        bases: class.bases.clone(),
        change: TableChange::Create,
        migration: false,
        on_device: false,
        columns: columns.collect(),
        line: class.line,
        end_line: class.end_line,
    }
}

fn is_named_for_people(table: &Table) -> bool {
    Lexicon::get().is_person(&words(&table.key))
}

/// A model of a schema is no class: what extends the type made of it stores nothing.
fn is_of_schema(table: &Table) -> bool {
    let mut places = table.places.iter();
    places.any(|place| place.rule == "prisma.model")
}

/// What a set of a database context, a typed collection of documents or a repository holds.
pub(crate) fn entity_of_set(type_: &str) -> Option<&str> {
    const SETS: &[&str] = &["DbSet", "IMongoCollection", "MongoCollection", "Collection"];
    let (set, arguments) = type_.trim_end_matches('?').split_once('<')?;
    let arguments = arguments.strip_suffix('>')?;
    if set.contains("Repository") {
        // The type of the key may follow that of the row; `T` is what a repository of anything holds.
        let entity = last_segment(arguments.split(',').next()?.trim());
        return (entity.len() > 2 && !entity.contains('<')).then_some(entity);
    }
    SETS.contains(&set).then(|| last_segment(arguments))
}

/// Classes of a set and those that lists of them name: a set declares what it leads to as well.
fn entities(files: &[(String, FileFacts)]) -> BTreeSet<&str> {
    const STEPS: usize = 3;
    let classes = || files.iter().flat_map(|(_, facts)| &facts.classes);
    let types = |class| ClassFact::types(class);
    let mut known: BTreeSet<&str> = classes()
        .flat_map(types)
        .filter_map(entity_of_set)
        .collect();
    for _ in 0..STEPS {
        let entities = classes().filter(|class| known.contains(class.name.as_str()));
        let reached: Vec<&str> = entities.flat_map(types).filter_map(list_of).collect();
        known.extend(reached);
    }
    known
}

/// The other side of an edge to many: `ICollection<Entity>`.
pub(crate) fn list_of(type_: &str) -> Option<&str> {
    let type_ = type_.trim_end_matches('?');
    let inner = type_
        .strip_prefix("ICollection<")
        .or_else(|| type_.strip_prefix("IList<"))?;
    inner.strip_suffix('>')
}

/// Columns of base classes belong to the classes that extend them.
pub(super) fn inherit(tables: &mut BTreeMap<String, Table>, left: &mut usize) {
    for _ in 0..3 {
        // Only what another table extends has anything to hand on.
        let extended: BTreeSet<String> = tables
            .values()
            .flat_map(|table| table.bases.iter().map(|base| tidy(&canonical(base))))
            .collect();
        let snapshot: BTreeMap<String, Vec<PlacedColumn>> = tables
            .iter()
            .filter(|(key, _)| extended.contains(*key))
            .map(|(key, table)| (key.clone(), table.columns.clone()))
            .collect();
        // What a person's own table holds is not said again by those that extend its class.
        let of_people: BTreeSet<String> = tables
            .values()
            .filter(|it| {
                !it.tables.is_empty() || it.places.iter().any(|it| it.path.ends_with(".go"))
            })
            .filter(|it| is_named_for_people(it))
            .map(|it| it.key.clone())
            .collect();
        let mut bases = BTreeSet::new();
        for table in tables.values_mut() {
            for base in table.bases.clone() {
                let base = tidy(&canonical(&base));
                if base == table.key || of_people.contains(&base) {
                    continue;
                }
                if let Some(columns) = snapshot.get(&base) {
                    bases.insert(base);
                    for placed in columns {
                        let Some(fewer) = left.checked_sub(1) else {
                            break;
                        };
                        *left = fewer;
                        table.add_column(&placed.column, &placed.path, placed.migrated);
                    }
                }
            }
        }
        for base in bases {
            if let Some(table) = tables.get_mut(&base)
                && table.tables.is_empty()
            {
                table.is_base = true;
            }
        }
    }
}

/// The type of a column that stands for edges in a table of their own.
const EDGES: &str = "ManyToMany";

/// Prisma needs no table between two models that list each other: where one of them is a person, the
/// list is a relation of that person. Several lists between the same two bear a relation's name each.
pub(super) fn mark_implicit_edges(tables: &mut BTreeMap<String, Table>) {
    let lists: BTreeSet<(String, String)> = tables
        .values()
        .flat_map(|table| {
            let inner = table.columns.iter().filter_map(|it| listed(&it.column));
            inner.map(|inner| (table.key.clone(), inner))
        })
        .collect();
    for table in tables.values_mut() {
        let key = table.key.clone();
        for placed in &mut table.columns {
            let back = listed(&placed.column).map(|inner| (inner, key.clone()));
            if back.is_some_and(|back| back.0 != back.1 && lists.contains(&back)) {
                placed.column.type_ = Some(EDGES.to_owned());
            }
        }
    }
}

fn listed(column: &Column) -> Option<String> {
    let inner = column.type_.as_deref()?.strip_suffix("[]")?;
    Some(tidy(&canonical(inner)))
}

/// Lists of other models are the other side of an edge, not columns.
pub(super) fn drop_collections(tables: &mut BTreeMap<String, Table>) {
    let keys: BTreeSet<String> = tables.keys().cloned().collect();
    for table in tables.values_mut() {
        table.retain_columns(|placed| {
            let Some(type_) = placed.column.type_.as_deref() else {
                return true;
            };
            if type_ == EDGES {
                return true;
            }
            let inner = type_.strip_suffix("[]").or_else(|| {
                type_
                    .rsplit_once('<')
                    .map(|(_, inner)| inner.trim_end_matches(['>', '?']))
            });
            !inner.is_some_and(|inner| keys.contains(&tidy(&canonical(inner))))
        });
    }
}
