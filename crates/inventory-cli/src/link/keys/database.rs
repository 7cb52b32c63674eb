//! Databases on a device, whose keys are the names of their tables.

use super::{KeyUse, judge::accesses};
use crate::lexicon::{Lexicon, StoreWord, words};

/// The rule of databases that are a file each: the name of the file is the key.
pub(super) const FILE: &str = "device.nedb";

/// `history` of `data/history.db`.
pub(super) fn without_extension(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split_once('.')
        .filter(|(name, _)| !name.is_empty())
        .map_or(name, |(name, _)| name)
}

/// Whether the keys of a rule are tables.
pub(super) fn is_of_database(rule: &str) -> bool {
    matches!(rule, "browser.indexeddb" | "browser.dexie" | FILE)
}

/// What a table is for, where its name says so.
pub(super) fn database_purpose(uses: &[KeyUse<'_>], name: &str) -> Option<&'static StoreWord> {
    let of_database = accesses(uses).any(|it| is_of_database(&it.rule));
    let lexicon = Lexicon::get();
    let name = words(name);
    let (store, _) = lexicon.store(&name).filter(|_| of_database)?;
    lexicon.store_veto(&name).is_none().then_some(store)
}
