//! Databases on a device, whose keys are the names of their tables.

use super::{KeyUse, judge::accesses};
use crate::lexicon::{Lexicon, StoreWord, words};

/// The rule of databases that are a file each: the name of the file is the key.
const FILE: &str = "device.nedb";

/// `history` of `data/history.db`.
fn without_extension(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split_once('.')
        .filter(|(name, _)| !name.is_empty())
        .map_or(name, |(name, _)| name)
}

/// Endings of files that hold what can be read back.
const READABLE: &[&str] = &[
    "json", "json5", "plist", "toml", "yaml", "yml", "ron", "ini", "xml", "dat",
];

/// Whether the keys of a rule are files of one person's, found by the folder they are in.
pub(super) fn is_of_file(rule: &str) -> bool {
    rule.starts_with("device.file.")
}

/// What the key of a rule is called without the ending of its file; none where the file is of another kind.
pub(super) fn name_of_file<'a>(rule: &str, file: &'a str) -> Option<&'a str> {
    if rule == FILE {
        return Some(without_extension(file));
    }
    if !is_of_file(rule) {
        return Some(file);
    }
    let (name, ending) = file.rsplit('/').next().unwrap_or(file).rsplit_once('.')?;
    let readable = READABLE.iter().any(|it| ending.eq_ignore_ascii_case(it));
    (readable && !name.is_empty() && !name.contains('{')).then_some(name)
}

/// Whether the keys of a rule are tables.
pub(super) fn is_of_database(rule: &str) -> bool {
    matches!(rule, "browser.indexeddb" | "browser.dexie" | FILE) || is_of_file(rule)
}

/// What a table is for, where its name says so.
pub(super) fn database_purpose(uses: &[KeyUse<'_>], name: &str) -> Option<&'static StoreWord> {
    let of_database = accesses(uses).any(|it| is_of_database(&it.rule));
    let lexicon = Lexicon::get();
    let name = words(name);
    let (store, _) = lexicon.store(&name).filter(|_| of_database)?;
    lexicon.store_veto(&name).is_none().then_some(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_like_what_it_keeps() {
        for (file, name) in [
            ("app/bookmarks.json", Some("bookmarks")),
            ("window_state.yml", Some("window_state")),
            ("{name}.json", None),
            ("user.dic", None),
            ("history", None),
        ] {
            assert_eq!(name_of_file("device.file.electron", file), name, "{file}");
        }
        assert_eq!(
            name_of_file(FILE, "watch-history.db"),
            Some("watch-history")
        );
        assert_eq!(name_of_file("device.electron", "a.b"), Some("a.b"));
    }
}
