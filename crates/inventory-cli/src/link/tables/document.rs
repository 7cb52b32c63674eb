//! Structured columns whose content a type declares: the members of the type are the column's.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlacedMembers, Table, apart::Apart, people, tidy};
use crate::{
    fact::{ClassFact, FileFacts, MembersFact},
    lexicon::{Lexicon, canonical, words},
    link::{columns::is_structured, owner::owner},
    mechanism::Owner,
    syntax::Column,
};

/// What the members are found by.
pub(crate) const RULE: &str = "document.type";

/// What uses and defaults are found by.
pub(crate) const USES: [&str; 4] = ["document.use", "document.default", SETTINGS, KEYS];

/// What types, schemas and objects of settings are found by.
const SETTINGS: &str = "document.settings";

/// What tables of keys are found by.
const KEYS: &str = "document.keys";

/// A type with more members than this is a record of something, no set of preferences.
const MOST_MEMBERS: usize = 100;

/// Classes that could declare the content of a column: the one it names; else, where the column holds
/// settings, those called like it and its table: `UserSettings` for `settings` of anything personal.
pub(crate) fn type_names(table: &str, column: &Column) -> Vec<String> {
    if !is_structured(column.type_.as_deref()) {
        return Vec::new();
    }
    if let Some(named) = &column.target {
        return vec![named.clone()];
    }
    let lexicon = Lexicon::get();
    let settings = lexicon
        .store(&words(&column.name))
        .is_some_and(|(store, _)| store.split);
    if !settings {
        return Vec::new();
    }
    let own = pascal(&column.name);
    let mut names = vec![format!("{}{own}", pascal(table)), format!("User{own}")];
    if words(&column.name).len() > 1 {
        names.push(own);
    }
    let with_mark = names.iter().map(|name| format!("I{name}"));
    let with_mark: Vec<String> = with_mark.collect();
    names.extend(with_mark);
    names
}

/// Names of one table by which the types of its columns are looked for.
const MOST_NAMES: usize = 50;

/// Gives columns the members of their types.
pub(super) fn read_types(
    files: &[(String, FileFacts)],
    tables: &mut BTreeMap<String, Table>,
    left: &mut usize,
) {
    let mut classes: BTreeMap<&str, (&str, &ClassFact)> = BTreeMap::new();
    for (path, facts) in files {
        for class in &facts.classes {
            if !class.fields.is_empty() && class.fields.len() <= MOST_MEMBERS {
                classes.entry(&class.name).or_insert((path, class));
            }
        }
    }
    for table in tables.values_mut() {
        let mut found = Vec::new();
        let known = table.members.iter().map(|it| canonical(&it.column));
        let known: BTreeSet<String> = known.collect();
        for placed in &table.columns {
            let column = &placed.column;
            if known.contains(&canonical(&column.name)) {
                continue;
            }
            let names = table.classes.iter().chain(&table.tables).take(MOST_NAMES);
            let wanted = names.flat_map(|name| type_names(name, column));
            let declared = wanted
                .filter(|name| tidy(&canonical(name)) != table.key)
                .find_map(|name| classes.get(name.as_str()));
            if let Some((path, class)) = declared
                && let Some(fewer) = left.checked_sub(class.fields.len())
            {
                *left = fewer;
                found.push(PlacedMembers {
                    column: column.name.clone(),
                    members: members(class),
                    path: (*path).to_owned(),
                    rule: RULE.to_owned(),
                });
            }
        }
        table.members.extend(found);
    }
}

/// Gives documents of people the members that uses, defaults and tables of keys name, where no type
/// declares them.
pub(super) fn read_uses(files: &[(String, FileFacts)], tables: &mut BTreeMap<String, Table>) {
    let people = people(tables);
    let mut apart = Apart::default();
    let mut homes = None;
    let mut known: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for (path, facts) in files {
        let mut members = facts.members.iter();
        while let Some(used) = members.find(|it| USES.contains(&it.rule.as_str())) {
            let homes = homes.get_or_insert_with(|| Homes::of(tables, &people));
            let Some(key) = homes.of_members(used) else {
                if used.rule != KEYS {
                    apart.note(path, used);
                }
                continue;
            };
            let Some(table) = tables.get_mut(&key) else {
                continue;
            };
            let column = canonical(&used.column);
            let known = known.entry((key, column.clone())).or_insert_with(|| {
                let of_column = |it: &&PlacedMembers| canonical(&it.column) == column;
                let declared = table.members.iter().filter(of_column);
                let names = declared.flat_map(|it| &it.members);
                names.map(|(name, _)| canonical(name)).collect()
            });
            if used.rule == KEYS && !known.is_empty() {
                continue;
            }
            let own = table.column(&column);
            let own = own.map_or(&used.column, |it| &it.column.name).clone();
            let fresh = used.members.iter();
            let fresh = fresh.filter(|(name, _)| !known.contains(&canonical(name)));
            let fresh: Vec<(String, u32)> = fresh.cloned().collect();
            known.extend(fresh.iter().map(|(name, _)| canonical(name)));
            table.members.push(PlacedMembers {
                column: own,
                members: fresh,
                path: path.clone(),
                rule: used.rule.clone(),
            });
        }
    }
    apart.add_to(tables, &people);
}

/// The tables that hold structured columns, by the keys of these.
struct Homes {
    /// The first that holds people.
    of_people: BTreeMap<String, String>,
    /// The only one of all, where its rows are one person's.
    only: BTreeMap<String, Option<String>>,
}

impl Homes {
    fn of(tables: &BTreeMap<String, Table>, people: &[String]) -> Self {
        let mut homes = Self {
            of_people: BTreeMap::new(),
            only: BTreeMap::new(),
        };
        for table in tables.values() {
            let mut personal = None;
            for placed in &table.columns {
                if !is_structured(placed.column.type_.as_deref()) {
                    continue;
                }
                let (column, key) = (&placed.key, &table.key);
                if table.is_person && !homes.of_people.contains_key(column) {
                    homes.of_people.insert(column.clone(), key.clone());
                }
                let personal = *personal.get_or_insert_with(|| {
                    matches!(owner(table, people), Some(Owner::Person | Owner::OneRow))
                });
                let first = !homes.only.contains_key(column);
                let only = personal.then(|| key.clone()).filter(|_| first);
                homes.only.insert(column.clone(), only);
            }
        }
        homes
    }

    /// The table whose column the members are of. Keys that only a table of constants lists are members of
    /// the one column of that name.
    fn of_members(&self, used: &MembersFact) -> Option<String> {
        let column = canonical(&used.column);
        if used.rule == KEYS {
            self.only.get(&column).cloned().flatten()
        } else {
            self.of_people.get(&column).cloned()
        }
    }
}

/// A computed member, `[Setting.Theme]?: string`, is called what its last part is.
fn members(class: &ClassFact) -> Vec<(String, u32)> {
    let fields = class.fields.iter();
    fields
        .map(|(name, _, line)| {
            let name = name.trim_matches(['[', ']', '?', '"', '\'']);
            let name = name.rsplit('.').next().unwrap_or(name);
            (name.to_owned(), *line)
        })
        .collect()
}

/// `user_settings` and `userSettings` as `UserSettings`; plurals stay.
fn pascal(name: &str) -> String {
    let mut upper = true;
    let mut pascal = String::new();
    for character in name.chars() {
        if !character.is_alphanumeric() {
            upper = true;
        } else if upper {
            pascal.extend(character.to_uppercase());
            upper = false;
        } else {
            pascal.push(character);
        }
    }
    pascal
}
