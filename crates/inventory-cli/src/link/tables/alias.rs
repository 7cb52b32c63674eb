//! Which table a class keeps its rows in, where its name does not say it.

use std::collections::{BTreeMap, BTreeSet};

use super::bare_table;
use crate::{
    fact::{FileFacts, StoreFact},
    lexicon::canonical,
    rule::wrapper::stem,
};

/// Class key to table key: of classes that name their table, and of those that are alone in a file named
/// after a table that no class has.
pub(super) fn aliases(files: &[(String, FileFacts)]) -> BTreeMap<String, String> {
    let stores = || files.iter().flat_map(|(_, facts)| &facts.stores);
    let mut aliases: BTreeMap<String, String> = stores()
        .filter_map(|store| Some((class_of(store)?, table_of(store)?)))
        .collect();
    let declared: BTreeSet<String> = stores().filter_map(table_of).collect();
    let mut taken: BTreeSet<String> = stores().filter_map(class_of).collect();
    taken.extend(aliases.values().cloned());
    for (path, facts) in files {
        let table = canonical(stem(path));
        let mut homeless = facts.stores.iter().filter_map(|store| {
            let class = class_of(store)?;
            let known = declared.contains(&class) || aliases.contains_key(&class);
            (!known && store.table.is_none()).then_some(class)
        });
        if let (Some(class), None) = (homeless.next(), homeless.next())
            && declared.contains(&table)
            && !taken.contains(&table)
        {
            aliases.insert(class, table);
        }
    }
    aliases
}

fn class_of(store: &StoreFact) -> Option<String> {
    store.class.as_deref().map(canonical)
}

fn table_of(store: &StoreFact) -> Option<String> {
    store.table.as_deref().map(|it| canonical(bare_table(it)))
}
