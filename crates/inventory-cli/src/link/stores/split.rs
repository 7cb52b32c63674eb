//! The columns of a table fall into purposes; each is a mechanism.

use std::collections::BTreeMap;

use super::{
    document::is_document,
    holds_settings, is_membership, names_settings,
    purpose::{MEMBERS_OWN, PERSONAL_IN_CONTENT, group_candidate, is_identity_like},
};
use crate::{
    lexicon::{Dimension, Lexicon, Meaning, StoreWord, Weight, words},
    link::{
        candidate::{Candidate, FieldDraft},
        columns::{field, is_plumbing, is_relation, is_structured, meaning},
        group::{Group, gather_documents, gather_small, purpose_of, settle_general},
        members::{families, members_only},
        owner::leads_elsewhere,
        tables::{PlacedColumn, Table},
    },
    mechanism::{Format, Owner},
    syntax::Column,
};

/// A candidate for every purpose that columns of the table have.
pub(super) fn split(
    table: &Table,
    people: &[String],
    owner: Owner,
    store: Option<&StoreWord>,
    found: &mut Vec<Candidate>,
) {
    let split = Split::new(table, people, owner, store);
    let mut purposes = Purposes::default();
    for placed in table.columns.iter().filter(|it| !is_plumbing(it, people)) {
        split.place(placed, &mut purposes);
    }
    let Purposes {
        mut groups,
        mut general,
        vetoed,
    } = purposes;
    if groups.is_empty() && general.fields.is_empty() {
        // A table of preferences holds some, whatever the names of its columns say.
        general.fields = vetoed;
    }
    let documents = table.members.iter();
    if documents.clone().any(|it| groups.contains_key(&it.column)) {
        documents.for_each(|it| drop(groups.remove(&it.column)));
    }
    if store.is_some() && owner != Owner::Person {
        gather_documents(&mut groups);
        gather_small(&mut groups);
    }
    settle_general(store, &mut groups, general);
    let mixed = groups.values().any(|group| !group.is_alone());
    for (purpose, group) in groups {
        let document = mixed && group.is_alone();
        found.extend(group_candidate(
            table, owner, store, &purpose, group, document,
        ));
    }
    members_only(table, owner, found);
}

/// What decides where a column of a table belongs.
struct Split<'a> {
    owner: Owner,
    store: Option<&'a StoreWord>,
    /// Rows make people part of something.
    member: bool,
    /// Purposes that are a person's where rows stand between people and things.
    joined: &'static [&'static str],
    /// A person has many rows.
    many: bool,
    /// Purposes that are a row's own: when a token was last used says so of the token.
    own: &'static [&'static str],
    /// A type's members, which lead to no other row.
    document: bool,
    /// Columns of one feature, by name.
    families: BTreeMap<String, String>,
}

/// Columns by purpose, and those of a store of settings that have none of their own.
#[derive(Default)]
struct Purposes {
    groups: BTreeMap<String, Group>,
    general: Group,
    /// Columns of it whose names are no preference's.
    vetoed: Vec<FieldDraft>,
}

impl<'a> Split<'a> {
    fn new(table: &Table, people: &[String], owner: Owner, store: Option<&'a StoreWord>) -> Self {
        Self {
            owner,
            store,
            member: is_membership(&table.key),
            joined: if joins(table, people) { JOINED } else { &[] },
            many: matches!(owner, Owner::ManyRows | Owner::Device),
            own: if is_pass(table) { &["history"] } else { &[] },
            document: is_document(table),
            families: families_of_columns(table, store, owner),
        }
    }

    fn place(&self, placed: &PlacedColumn, purposes: &mut Purposes) {
        let column = &placed.column;
        let least = match self.store {
            Some(_) => Weight::Loose,
            None => Weight::Owned,
        };
        let found = match meaning(&column.name, least) {
            Ok(found) => found,
            // Whom somebody has blocked is no account of theirs.
            Err(_) if names_edges(column) && !self.many => {
                let group = purposes.groups.entry(column.name.clone()).or_default();
                group.fields.push(field(placed, None));
                return;
            }
            Err(reason) => {
                if self.store.is_some() && reason != "secret" {
                    purposes.vetoed.push(field(placed, None));
                }
                return;
            }
        };
        let Some(found) = found else {
            if let Some((field, alone)) = self.unnamed(placed) {
                let group = if alone {
                    purposes.groups.entry(column.name.clone()).or_default()
                } else {
                    &mut purposes.general
                };
                group.fields.push(field);
            }
            return;
        };
        let identity = self.owner == Owner::Person && is_identity_like(&column.name);
        // The other end of an edge in a database on a device says it itself.
        let edge = self.owner == Owner::Device && column.target.is_some() && !self.document;
        if identity || edge || self.is_content(&found) {
            return;
        }
        let purpose = self.purpose(column, found.dimension);
        let group = purposes.groups.entry(purpose).or_default();
        group.exact |= words(&column.name).len() == found.length;
        group.learn(&found);
        group.fields.push(field(placed, Some(&found)));
    }

    /// What a row says of the thing it is, not of the person it belongs to.
    fn is_content(&self, found: &Meaning<'_>) -> bool {
        let purpose = found.dimension.purpose.as_str();
        // How far somebody has zoomed in on a thing of theirs is no part of the thing.
        let look = found.weight == Weight::Strong && purpose == "appearance";
        if self.owner == Owner::Device && look {
            return false;
        }
        self.store.is_none()
            && self.many
            && (self.own.contains(&purpose) || !PERSONAL_IN_CONTENT.contains(&purpose))
            && !self.joined.contains(&purpose)
            && !(self.member && MEMBERS_OWN.contains(&purpose))
    }

    /// A structured column is a store of its own.
    fn purpose(&self, column: &Column, dimension: &Dimension) -> String {
        let type_ = column.type_.as_deref();
        if is_structured(type_) || is_relation(type_) {
            column.name.clone()
        } else if let Some(family) = self.families.get(&column.name) {
            family.clone()
        } else {
            purpose_of(&column.name, &dimension.purpose)
        }
    }

    /// The field of a column whose name the lexicon does not know, where its store, its type or its name
    /// says enough; and whether it is a store of its own.
    fn unnamed(&self, placed: &PlacedColumn) -> Option<(FieldDraft, bool)> {
        let column = &placed.column;
        let type_ = column.type_.as_deref();
        let own = self.member || !self.many;
        let mut found = field(placed, None);
        let chosen = self.member && words(&column.name) == ["is", "default"];
        if names_edges(column) && !self.many || chosen {
            Some((found, true))
        } else if self.store.is_some() {
            let alone = is_structured(type_) || is_relation(type_);
            let foreign = matches!(type_, Some("ForeignKey" | "OneToOneField"));
            (!foreign).then_some((found, alone))
        } else if own && is_text_of_settings(column) {
            found.type_ = Some("serialized text".to_owned());
            Some((found, true))
        } else {
            (own && is_structured(type_) && holds_settings(&column.name)).then_some((found, true))
        }
    }
}

/// Whether each row is a token, or a card with a code.
fn is_pass(table: &Table) -> bool {
    const WHAT: &[&str] = &["token", "secret", "code"];
    let mut columns = table.columns.iter();
    columns.any(|it| WHAT.contains(&it.key.as_str()) || it.key.ends_with("token_hash"))
}

/// What somebody chooses of a thing that they have access to.
const JOINED: &[&str] = &["notifications"];

/// A table with more columns holds something of its own.
const MOST_OF_A_JOIN: usize = 12;

/// Whether rows stand between people and things, such as the accesses to a board.
fn joins(table: &Table, people: &[String]) -> bool {
    const WRITTEN: &[&str] = &[
        "title", "name", "subject", "body", "content", "message", "text", "email",
    ];
    let mut columns = table.columns.iter();
    let others = table
        .columns
        .iter()
        .filter(|it| leads_elsewhere(it, people));
    let written = columns.any(|it| WRITTEN.contains(&it.key.as_str()));
    table.columns.len() <= MOST_OF_A_JOIN && (1..=2).contains(&others.count()) && !written
}

/// Edges whose name says what they mean: a watchlist, those followed.
fn names_edges(column: &Column) -> bool {
    let lexicon = Lexicon::get();
    let name = words(&column.name);
    let Some((store, length)) = lexicon.store(&name) else {
        return false;
    };
    // What has been saved may be anything that a product has: posts, jobs, threads.
    let told = lexicon.store_veto(&name).is_none_or(|(reason, of)| {
        matches!(reason, "content" | "operations" | "audit") && of <= length
    });
    let type_ = column.type_.as_deref();
    store.format == Some(Format::Relation) && told && (is_relation(type_) || is_structured(type_))
}

/// A text named `preferences` and nothing else is a document that the application writes into it.
fn is_text_of_settings(column: &Column) -> bool {
    let type_ = column.type_.as_deref().unwrap_or_default();
    let identifier = words(&column.name);
    type_.to_ascii_lowercase().contains("text")
        && column.target.is_none()
        && names_settings(&identifier)
        && Lexicon::get()
            .store(&identifier)
            .is_some_and(|(store, length)| store.split && length == identifier.len())
}

/// Settings of one feature that bear its name stay together: `PdfTheme`, `PdfScrollMode`.
fn families_of_columns(
    table: &Table,
    store: Option<&StoreWord>,
    owner: Owner,
) -> BTreeMap<String, String> {
    if store.is_none() || owner == Owner::Person {
        return BTreeMap::new();
    }
    let columns = table.columns.iter();
    let columns: Vec<(String, u32)> = columns
        .map(|it| (it.column.name.clone(), it.column.line))
        .collect();
    families(&columns)
}
