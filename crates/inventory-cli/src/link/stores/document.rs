//! Types of settings that are kept as one document: in a file, under a key.

use crate::{
    lexicon::{Weight, words},
    link::{
        columns::{is_plumbing, meaning},
        tables::Table,
    },
};

/// How the rules of such types end.
const RULE: &str = ".settings-document";

/// Whether nothing but its type says that the table is one.
pub(super) fn is_document(table: &Table) -> bool {
    !table.places.is_empty() && table.places.iter().all(|it| it.rule.ends_with(RULE))
}

/// Why a type is no document that this application keeps for its one person.
pub(super) fn refusal(table: &Table) -> Option<&'static str> {
    const ELSEWHERE: &[&str] = &[
        "api",
        "entity",
        "entities",
        "dto",
        "dtos",
        "network",
        "response",
        "responses",
        "websocket",
        "backend",
        "server",
    ];
    const MADE_FOR: &[&str] = &[
        "debug", "route", "backup", "test", "server", "mock", "initial",
    ];
    let of_others = |path: &str| {
        let mut folders = path.split('/');
        folders.any(|it| ELSEWHERE.contains(&it.to_ascii_lowercase().as_str()))
    };
    let name = words(&table.key);
    if table.on_device && table.places.iter().all(|it| of_others(&it.path)) {
        Some("remote: the type is what a server is told or tells")
    } else if name.iter().any(|it| MADE_FOR.contains(&it.as_str())) {
        Some("operations: the name says so")
    } else if !tells(table) {
        Some("configuration: no member says what a person likes")
    } else {
        None
    }
}

/// Whether members say what a person prefers.
fn tells(table: &Table) -> bool {
    let columns = table.columns.iter().filter(|it| !is_plumbing(it, &[]));
    let mut meanings = columns.map(|it| meaning(&it.column.name, Weight::Owned));
    meanings.any(|it| matches!(it, Ok(Some(_))))
}
