//! Entities that a database context of C# names in a call or a configuration: `Set<Visit>()`,
//! `Entity<Visit>(…)`, `IEntityTypeConfiguration<Visit>`.

use memchr::memmem;

use super::apply::FileContext;
use crate::{fact::ClassFact, language::Language};

/// What stands before the name of an entity, and what comes behind it.
const NAMED: &[(&[u8], &[u8])] = &[
    (b".Set<", b">()"),
    (b".Entity<", b">("),
    (b"EntityTypeConfiguration<", b">"),
];

/// Whether `content` names an entity so.
pub(crate) fn names_entity(content: &[u8]) -> bool {
    entities(content).next().is_some()
}

/// The sets behind the entities of a file, as those of a context are: a class without a name holds them.
pub(super) fn sets(context: FileContext<'_>) -> Option<ClassFact> {
    if context.language != Language::CSharp {
        return None;
    }
    let mut names: Vec<&str> = entities(context.source).collect();
    names.sort_unstable();
    names.dedup();
    let set = |name: &&str| ((*name).to_owned(), Some(format!("DbSet<{name}>")), 1);
    (!names.is_empty()).then(|| ClassFact {
        name: String::new(),
        bases: Vec::new(),
        fields: names.iter().map(set).collect(),
        line: 1,
        end_line: 1,
    })
}

fn entities(content: &[u8]) -> impl Iterator<Item = &str> {
    NAMED.iter().flat_map(move |(before, behind)| {
        let places = memmem::find_iter(content, *before);
        places.filter_map(move |at| {
            let rest = content.get(at + before.len()..)?;
            let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.');
            let length = rest.iter().take_while(part).count();
            let (path, after) = rest.split_at_checked(length)?;
            if !after.starts_with(behind) {
                return None;
            }
            let name = path.rsplit(|byte| *byte == b'.').next()?;
            let is_class = name.len() > 2 && name.first().is_some_and(u8::is_ascii_uppercase);
            std::str::from_utf8(name).ok().filter(|_| is_class)
        })
    })
}
