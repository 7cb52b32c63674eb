//! One word of a name says that a table is something else, and its columns that a person chooses in it.

use crate::{
    lexicon::{Lexicon, StoreWord, words},
    link::tables::Table,
    mechanism::Owner,
};

/// What such a table is for, and how many words say so.
pub(super) fn store(
    reason: &str,
    table: &Table,
    owner: Owner,
    identifier: &[String],
) -> Option<(&'static StoreWord, usize)> {
    let chosen: &[&str] = match (reason, owner) {
        ("permission", Owner::Device) if grants_to_sites(identifier) => &["setting"],
        ("permission", Owner::ManyRows) if is_rule_of_time(table, identifier) => &["user", "rule"],
        _ => return None,
    };
    let chosen: Vec<String> = chosen.iter().map(|it| (*it).to_owned()).collect();
    Lexicon::get().store(&chosen)
}

/// Whether the permissions of a table on a device are what its person lets sites do.
fn grants_to_sites(identifier: &[String]) -> bool {
    const TO: &[&str] = &[
        "site", "domain", "origin", "web", "website", "location", "host",
    ];
    let has = |word: &str| identifier.iter().any(|it| it == word);
    has("permission") && TO.iter().any(|it| has(it))
}

/// A policy that says what becomes of one's things after some time grants nothing to anybody.
fn is_rule_of_time(table: &Table, identifier: &[String]) -> bool {
    const TIMES: &[&str] = &["after", "day", "hour", "week", "interval"];
    let of_policy = identifier.last().is_some_and(|it| it == "policy");
    of_policy && table.column("action").is_some() && holds(table, TIMES)
}

/// Whether the name of a column has one of these words.
fn holds(table: &Table, list: &[&str]) -> bool {
    let mut names = table.columns.iter().flat_map(|it| words(&it.column.name));
    names.any(|it| list.contains(&it.as_str()))
}
