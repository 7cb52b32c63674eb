//! Structured columns whose content a type declares: the members of the type are the column's.

use std::collections::BTreeMap;

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

/// Gives columns the members of their types.
pub(super) fn read_types(files: &[(String, FileFacts)], tables: &mut BTreeMap<String, Table>) {
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
        for placed in &table.columns {
            let column = &placed.column;
            let known = |it: &PlacedMembers| canonical(&it.column) == canonical(&column.name);
            if table.members.iter().any(known) {
                continue;
            }
            let names = table.classes.iter().chain(&table.tables);
            let wanted = names.flat_map(|name| type_names(name, column));
            let declared = wanted
                .filter(|name| tidy(&canonical(name)) != table.key)
                .find_map(|name| classes.get(name.as_str()));
            if let Some((path, class)) = declared {
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
    for (path, facts) in files {
        let mut members = facts.members.iter();
        while let Some(used) = members.find(|it| USES.contains(&it.rule.as_str())) {
            let Some(key) = home_of(used, tables, &people) else {
                if used.rule != KEYS {
                    apart.note(path, used);
                }
                continue;
            };
            let Some(table) = tables.get_mut(&key) else {
                continue;
            };
            let column = canonical(&used.column);
            let of_column = |it: &&PlacedMembers| canonical(&it.column) == column;
            let declared = table.members.iter().filter(of_column);
            let known: Vec<String> = declared
                .flat_map(|it| it.members.iter().map(|(name, _)| canonical(name)))
                .collect();
            if used.rule == KEYS && !known.is_empty() {
                continue;
            }
            let own = table.columns.iter().find(|it| it.key == column);
            let own = own.map_or(&used.column, |it| &it.column.name).clone();
            let fresh = used.members.iter();
            let fresh = fresh.filter(|(name, _)| !known.contains(&canonical(name)));
            let fresh = fresh.cloned().collect();
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

/// The table of people, or of one row for each, whose document the members are of; those of a table of
/// keys only where no other table has such a document.
fn home_of(
    used: &MembersFact,
    tables: &BTreeMap<String, Table>,
    people: &[String],
) -> Option<String> {
    let column = canonical(&used.column);
    let holds = |table: &&Table| {
        let mut columns = table.columns.iter();
        columns.any(|it| it.key == column && is_structured(it.column.type_.as_deref()))
    };
    if used.rule == KEYS {
        let mut all = tables.values().filter(holds);
        let only = all.next().filter(|_| all.next().is_none())?;
        let personal = matches!(owner(only, people), Some(Owner::Person | Owner::OneRow));
        return personal.then(|| only.key.clone());
    }
    let mut tables = tables.values().filter(|it| it.is_person);
    tables.find(holds).map(|it| it.key.clone())
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
