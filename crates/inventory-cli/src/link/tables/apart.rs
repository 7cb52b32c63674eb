//! Settings of users that no table has: kept in a file, under a key, in a column nobody declares.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, PlacedColumn, Table};
use crate::{
    fact::MembersFact,
    lexicon::{Weight, canonical, words},
    link::{columns::meaning, owner::owner},
    mechanism::{Kind, SiteRole},
    rule::{BESIDE, is_migration},
    syntax::Column,
};

/// What the tables made of them are known by.
pub(crate) const RULE: &str = "user.settings-document";

/// With fewer members that say what a person likes it is an object like any other.
const FEWEST: usize = 3;

/// The column that ties a document to its person.
const OWNER: &str = "user_id";

/// Members that the facts tell of, by the name of the document they are of.
#[derive(Debug, Default)]
pub(super) struct Apart<'a>(BTreeMap<String, Vec<(&'a str, &'a MembersFact)>>);

impl<'a> Apart<'a> {
    /// Notes members whose document no table has.
    pub(super) fn note(&mut self, path: &'a str, used: &'a MembersFact) {
        // Forms and helpers have options, too, and those of users are called so.
        let name = words(&used.column);
        let of_anything = name.last().is_some_and(|it| it == "option") && name.len() == 1;
        if !of_anything && !is_migration(path) {
            let facts = self.0.entry(name_of(&used.column)).or_default();
            facts.push((path, used));
        }
    }

    /// Makes a table of each document that tells of a person what no other table tells.
    pub(super) fn add_to(self, tables: &mut BTreeMap<String, Table>, people: &[String]) {
        let known = known_to(tables, people);
        let mut taken: BTreeSet<String> = tables.keys().map(|it| backwards(it)).collect();
        for (name, facts) in self.0 {
            let key = format!("user_{name}");
            let members = facts.iter().flat_map(|(_, used)| &used.members);
            let telling: BTreeSet<String> = members
                .filter(|(name, _)| tells(name))
                .map(|(name, _)| canonical(name))
                .collect();
            let mirrored = telling.intersection(&known).count();
            if telling.len() < FEWEST || mirrored * 2 >= telling.len() || is_taken(&taken, &key) {
                continue;
            }
            taken.insert(backwards(&key));
            tables.insert(key.clone(), table_of(&key, &facts));
        }
    }
}

/// `setting` of `UserSettings` and of `defaultUserSettings`: whose they are goes without saying.
fn name_of(column: &str) -> String {
    let mut name = words(column);
    name.retain(|it| it != "user" && !BESIDE.contains(&it.as_str()));
    name.join("_")
}

fn is_taken(taken: &BTreeSet<String>, key: &str) -> bool {
    let key = backwards(key);
    let longer = format!("{key}_");
    let mut behind = taken.range::<String, _>(&longer..);
    taken.contains(&key) || behind.next().is_some_and(|it| it.starts_with(&longer))
}

/// A key from its end: what ends alike is found together.
fn backwards(key: &str) -> String {
    key.chars().rev().collect()
}

/// What is declared in tables that belong to somebody.
fn known_to(tables: &BTreeMap<String, Table>, people: &[String]) -> BTreeSet<String> {
    let owned = tables.values().filter(|it| owner(it, people).is_some());
    let names = owned.flat_map(|table| {
        let columns = table.columns.iter().map(|it| it.key.clone());
        let members = table.members.iter().flat_map(|it| &it.members);
        columns.chain(members.map(|(name, _)| canonical(name)))
    });
    names.collect()
}

fn tells(name: &str) -> bool {
    matches!(meaning(name, Weight::Owned), Ok(Some(_)))
}

fn table_of(key: &str, facts: &[(&str, &MembersFact)]) -> Table {
    let mut table = Table::new(key);
    table.kind = Kind::OrmModel;
    for (path, used) in facts {
        table.classes.insert(used.column.clone());
        table.places.push(Place {
            path: (*path).to_owned(),
            line: used.line,
            end_line: None,
            role: SiteRole::Declare,
            rule: RULE.to_owned(),
        });
        for (name, line) in &used.members {
            let column = Column {
                name: name.clone(),
                line: *line,
                ..Column::default()
            };
            table.add_column(&column, path, false);
        }
    }
    let owner = Column {
        name: OWNER.to_owned(),
        unique: true,
        ..Column::default()
    };
    table.columns.push(PlacedColumn {
        key: OWNER.to_owned(),
        column: owner,
        path: String::new(),
        migrated: false,
        gone: false,
    });
    table
}
