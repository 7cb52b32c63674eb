//! Members of structured columns, by purpose.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    candidate::{Candidate, FieldDraft, Place},
    columns::meaning,
    group::{Group, gather_small, inference_of, purpose_of, richness_of},
    stores::{add_owner_reason, distinctive, holds_settings, is_membership},
    tables::{DOCUMENT_TYPE, DOCUMENT_USES as USES, PlacedMembers, Table},
};
use crate::{
    lexicon::{Lexicon, Weight, canonical, words},
    mechanism::{Format, Kind, Owner, SiteRole},
};

/// With so many members of its own, but not most of them all, a feature is a purpose.
const LARGE: usize = 3;

/// Members by what they are for; a document of settings may also hold what no word is known of.
fn groups_of(placed: &PlacedMembers, settings: bool) -> BTreeMap<String, Group> {
    let least = if settings {
        Weight::Loose
    } else {
        Weight::Owned
    };
    let families = families(&placed.members);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (name, line) in &placed.members {
        let Ok(found_meaning) = meaning(name, least) else {
            continue;
        };
        if found_meaning.is_none() && !settings {
            continue;
        }
        let purpose = found_meaning.as_ref().map_or_else(
            || "general".to_owned(),
            |it| purpose_of(name, &it.dimension.purpose),
        );
        let purpose = families.get(name).cloned().unwrap_or(purpose);
        let group = groups.entry(purpose).or_default();
        if let Some(found_meaning) = &found_meaning {
            group.learn(found_meaning);
        }
        group.fields.push(FieldDraft {
            name: name.clone(),
            type_: None,
            default: None,
            values: Vec::new(),
            dimension: found_meaning.as_ref().map(|it| it.dimension.id.clone()),
            sensitive: found_meaning.is_some_and(|it| it.dimension.sensitive),
            path: placed.path.clone(),
            line: *line,
        });
    }
    groups
}

/// First words that name no feature.
const GENERIC: &[&str] = &[
    "show",
    "hide",
    "is",
    "enable",
    "default",
    "send",
    "mark",
    "view",
    "last",
    "max",
    "use",
    "auto",
    "allow",
    "email",
    "user",
    "app",
    "font",
    "ui",
    "dark",
    "has",
    "disable",
    "receive",
    "notify",
    "custom",
    "my",
    "keep",
    "update",
    "display",
    "notification",
    "preferred",
    "current",
    "previous",
    "fix",
    "old",
    "new",
];

/// Members that share a first noun and would fall apart belong to the feature of that name.
pub(super) fn families(members: &[(String, u32)]) -> BTreeMap<String, String> {
    let mut by_noun: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (name, _) in members {
        let parts = words(name);
        if let Some(first) = parts
            .first()
            .filter(|it| parts.len() > 1 && !GENERIC.contains(&it.as_str()))
        {
            by_noun.entry(first.clone()).or_default().push(name);
        }
    }
    let mut families = BTreeMap::new();
    for (noun, names) in by_noun {
        let purposes: BTreeSet<&str> = names
            .iter()
            .filter_map(|name| meaning(name, Weight::Loose).ok().flatten())
            .map(|it| it.dimension.purpose.as_str())
            .collect();
        let many = names.len() >= LARGE && names.len() * 2 < members.len();
        if many || names.len() >= 2 && purposes.len() >= 2 {
            families.extend(names.into_iter().map(|name| (name.clone(), noun.clone())));
        }
    }
    families
}

/// A single word of a single member makes no purpose of its own where nothing declares the document.
fn gather_doubtful(groups: &mut BTreeMap<String, Group>) {
    let doubtful = |group: &Group| group.fields.len() == 1 && !group.strong;
    let names = groups.iter().filter(|(_, group)| doubtful(group));
    let names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
    for name in names {
        if let Some(group) = groups.remove(&name) {
            let general = groups.entry("general".to_owned()).or_default();
            general.fields.extend(group.fields);
        }
    }
}

/// Members of a structured column, by purpose.
pub(super) fn members_only(table: &Table, owner: Owner, found: &mut Vec<Candidate>) {
    for placed in &table.members {
        let many = matches!(owner, Owner::ManyRows | Owner::Device);
        if placed.rule == DOCUMENT_TYPE && many && !is_about_member(table) {
            continue;
        }
        let column = table.column(&canonical(&placed.column));
        let hstore = column.is_some_and(|it| {
            it.column
                .type_
                .as_deref()
                .is_some_and(|type_| type_.to_lowercase().contains("hstore"))
        });
        let settings = holds_settings(&placed.column);
        let mut groups = groups_of(placed, settings);
        if placed.rule == DOCUMENT_TYPE {
            gather_small(&mut groups);
        }
        if USES.contains(&placed.rule.as_str()) {
            gather_doubtful(&mut groups);
        }
        for (purpose, group) in groups {
            let format = if hstore {
                Format::KeyValue
            } else {
                Format::JsonBlob
            };
            found.push(member_candidate(
                table, owner, placed, &purpose, group, format, settings,
            ));
        }
    }
}

pub(super) fn member_candidate(
    table: &Table,
    owner: Owner,
    placed: &PlacedMembers,
    purpose: &str,
    group: Group,
    format: Format,
    settings: bool,
) -> Candidate {
    let store = format!("{}.{}", table.key, placed.column);
    let kind = match table.kind {
        Kind::DocumentCollection => Kind::DocumentCollection,
        _ => Kind::OrmModel,
    };
    let mut candidate = Candidate::new(kind, &store, purpose);
    candidate.name = format!("{}.{}", table.name(), placed.column);
    if !purpose.is_empty() {
        candidate.name = format!("{}: {purpose}", candidate.name);
    }
    candidate.owner = owner;
    candidate.format = format;
    candidate.inference = inference_of(&group, false);
    candidate.richness = richness_of(&group, None, Owner::Person);
    candidate.because(
        25,
        format!(
            "`{}` lists members of its column `{}`",
            table.name(),
            placed.column
        ),
    );
    add_owner_reason(&mut candidate, owner);
    if settings {
        candidate.because(20, "the column's name says it holds settings");
    }
    if group.strong {
        candidate.because(15, "a member says beyond doubt what it is for");
    }
    candidate.named(&format!("{}.{}", table.name(), placed.column));
    candidate.places.extend(declaration(table, placed));
    for field in &group.fields {
        candidate.places.push(Place {
            path: placed.path.clone(),
            line: field.line,
            end_line: None,
            role: SiteRole::Declare,
            rule: placed.rule.clone(),
        });
        if distinctive(&field.name) {
            candidate.terms.push(field.name.clone());
        }
    }
    candidate.fields = group.fields;
    candidate
}

/// A document in a row of content is the content's; in one of settings or membership it is the person's.
fn is_about_member(table: &Table) -> bool {
    is_membership(&table.key)
        || Lexicon::get()
            .store(&words(&table.key))
            .is_some_and(|(store, _)| store.split)
}

/// Where the column itself is declared, when its members are listed elsewhere.
fn declaration(table: &Table, placed: &PlacedMembers) -> Option<Place> {
    let column = table.column(&canonical(&placed.column))?;
    let rule = table.places.iter().find(|it| it.path == column.path)?;
    (placed.rule == DOCUMENT_TYPE).then(|| Place {
        path: column.path.clone(),
        line: column.column.line,
        end_line: None,
        role: SiteRole::Declare,
        rule: rule.rule.clone(),
    })
}
