//! Which tables hold people.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;
use crate::{
    lexicon::{Lexicon, words},
    link::owner::owner,
    mechanism::Owner,
};

/// Tables of one application that begin alike before that says anything.
const PREFIXED: usize = 8;

pub(super) fn mark_people(tables: &mut BTreeMap<String, Table>) {
    let lexicon = Lexicon::get();
    let prefixes = prefixes_of(tables.keys());
    for table in tables.values_mut() {
        let parts = table.key.split_once('_');
        let own = parts.filter(|(first, _)| prefixes.contains(*first));
        let own = own.map_or(table.key.as_str(), |it| it.1);
        let named = lexicon.is_person(&words(own));
        let identity = table
            .columns
            .iter()
            .any(|it| lexicon.is_identity(&words(&it.column.name)));
        let extends = table.bases.iter().any(|base| {
            matches!(
                base.as_str(),
                "AbstractUser"
                    | "AbstractBaseUser"
                    | "Authenticatable"
                    | "IdentityUser"
                    | "PermissionsMixin"
            )
        });
        let surely_user =
            matches!(own, "user" | "profile") || table.key.ends_with("_user") && named;
        let known = identity || surely_user || table.on_device;
        table.is_person = !table.is_base && ((named && known) || extends);
    }
}

/// `tc_` of `tc_users`: what most tables of an application begin with says whose they are, not what. So do
/// the marks of its parts, which are no words: `ums_`, `pms_`.
fn prefixes_of<'a>(keys: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut total = 0;
    for key in keys {
        total += 1;
        if let Some((first, _)) = key.split_once('_') {
            *counts.entry(first).or_default() += 1;
        }
    }
    let says_nothing =
        |first: &str, count: usize| count >= PREFIXED && (count * 3 >= total * 2 || is_mark(first));
    let found = counts
        .iter()
        .filter(|(first, count)| says_nothing(first, **count));
    found.map(|(first, _)| (*first).to_owned()).collect()
}

/// Whether a word is no word, but the mark of a part of an application.
pub(crate) fn is_mark(word: &str) -> bool {
    let vowel = |it: char| matches!(it, 'a' | 'e' | 'i' | 'o' | 'u');
    word.len() <= 3 && !word.chars().skip(1).any(vowel)
}

/// Keys of the tables that hold people, or one row for each: what belongs to a user's configuration
/// belongs to the user.
pub(crate) fn people(tables: &BTreeMap<String, Table>) -> Vec<String> {
    let keys_where = |wanted: &dyn Fn(&Table) -> bool| -> Vec<String> {
        let tables = tables.values().filter(|table| wanted(table));
        tables.map(|table| table.key.clone()).collect()
    };
    let mut people = keys_where(&|table| table.is_person);
    let one_each = keys_where(&|table| {
        !table.is_person && !table.is_base && owner(table, &people) == Some(Owner::OneRow)
    });
    let parts = keys_where(&|table| is_part_of(table, &people));
    people.extend(one_each);
    people.extend(parts);
    people
}

/// Whether rows stand for a person in one of the places they belong to: the members of a team, the names
/// somebody writes under.
fn is_part_of(table: &Table, people: &[String]) -> bool {
    const PARTS: &[&str] = &["member", "membership", "persona", "pseud", "pseudonym"];
    let last = table.key.rsplit('_').next().unwrap_or_default();
    PARTS.contains(&last) && !table.is_base && owner(table, people) == Some(Owner::ManyRows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_tables_begin_with_is_no_part_of_their_names() {
        let tables = |prefix: &str, count: usize| -> BTreeMap<String, Table> {
            let others = (0..count).map(|it| format!("{prefix}thing{it}"));
            let keys = others.chain([format!("{prefix}user"), "plain".to_owned()]);
            keys.map(|key| (key.clone(), Table::new(&key))).collect()
        };
        let people = |mut tables: BTreeMap<String, Table>| {
            mark_people(&mut tables);
            people(&tables)
        };
        assert_eq!(people(tables("tc_", 9)), ["tc_user"]);
        assert_eq!(people(tables("tc_", 3)), Vec::<String>::new(), "too few");
        assert_eq!(people(tables("", 9)), ["user"]);
        let beside = |prefix: &str| {
            let mut all = tables(prefix, 9);
            all.extend(tables("", 40));
            people(all)
        };
        assert_eq!(beside("ums_"), ["ums_user", "user"]);
        assert_eq!(beside("top_"), ["user"], "a word among others");
    }
}
