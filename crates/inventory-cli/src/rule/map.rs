//! Maps in memory whose keys are people.

use std::collections::BTreeSet;

use super::{Pattern, Rule};
use crate::{
    fact::{FileFacts, LogicFact},
    syntax::{Class, Expression, FileEvents, last_segment},
};

/// What makes a map.
pub(crate) const MAP_TYPES: &[&str] = &[
    "Map",
    "dict",
    "defaultdict",
    "HashMap",
    "ConcurrentHashMap",
    "WeakMap",
    "ConcurrentDictionary",
    "Dictionary",
    "OrderedDict",
    "LRUCache",
    "make",
];

/// `const userState = new Map()`.
pub(super) fn keyed_maps(
    rule: &Rule,
    names: &[Pattern],
    events: &FileEvents,
    facts: &mut FileFacts,
) {
    let fields = events.classes.iter().flat_map(|class| {
        class.fields.iter().map(|field| {
            (
                field.name.as_str(),
                class.name.as_str(),
                field.value.as_ref(),
                field.line,
            )
        })
    });
    let assigned = events
        .assignments
        .iter()
        .filter(|it| it.function.is_none())
        .map(|assignment| {
            (
                last_segment(&assignment.target),
                "",
                Some(&assignment.value),
                assignment.line,
            )
        });
    let mut seen = BTreeSet::new();
    for (name, class, value, line) in fields.chain(assigned) {
        let is_map = matches!(value, Some(Expression::Call { path, .. })
            if MAP_TYPES.contains(&last_segment(path)));
        let homes = [name, class];
        let named = homes
            .iter()
            .any(|it| !it.is_empty() && names.iter().any(|pattern| pattern.matches(it)));
        if is_map && named && seen.insert(line) {
            let all = homes
                .iter()
                .filter(|it| !it.is_empty())
                .map(|it| (*it).to_owned());
            facts.logic.push(LogicFact {
                rule: rule.id.clone(),
                kind: rule.kind,
                name: if class.is_empty() {
                    name.to_owned()
                } else {
                    class.trim_start_matches('_').to_owned()
                },
                names: all.collect(),
                members: members_of_type(events, line),
                personal: true,
                substantial: true,
                line,
                end_line: line,
            });
        }
    }
}

/// Members of the class of the same file that the map's declared type names.
fn members_of_type(events: &FileEvents, line: u32) -> Vec<(String, u32)> {
    let field = events.field_on(line);
    let declared = field.and_then(|field| field.type_.as_deref());
    let Some(type_) = declared else {
        return Vec::new();
    };
    let named: BTreeSet<&str> = type_
        .split(|it: char| !it.is_alphanumeric() && it != '_')
        .collect();
    let mut classes: Vec<&Class> = named
        .into_iter()
        .flat_map(|name| events.classes_named(name))
        .collect();
    classes.sort_by_key(|class| class.line);
    let fields = classes.into_iter().flat_map(|class| &class.fields);
    let fields = fields.take_while(|_| events.may_share(1));
    fields
        .map(|field| (field.name.clone(), field.line))
        .collect()
}
