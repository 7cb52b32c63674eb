//! From tables to candidates: what a table is for, and into which purposes it falls.

use std::collections::BTreeMap;

use super::{
    candidate::{Candidate, FieldDraft, Place},
    columns::{
        field, is_plumbing, is_relation, is_structured, is_vector, key_value, meaning, owner,
    },
    tables::{PlacedMembers, Table},
};
use crate::{
    lexicon::{Lexicon, StoreWord, Weight, canonical, words},
    mechanism::{Excluded, Format, Inference, Kind, Owner, Richness, SiteRole},
};

/// Fields of one purpose, with the heaviest word among them.
#[derive(Debug, Default)]
struct Group {
    fields: Vec<FieldDraft>,
    strong: bool,
    /// A field's whole name is a phrase of the vocabulary.
    exact: bool,
    implicit: bool,
    rules: bool,
    low: bool,
}

/// Candidates of every table.
pub(super) fn candidates(
    tables: &BTreeMap<String, Table>,
    people: &[String],
) -> (Vec<Candidate>, Vec<Excluded>) {
    let mut found = Vec::new();
    let mut excluded = Vec::new();
    for table in tables.values().filter(|table| !table.is_base) {
        of_table(table, people, &mut found, &mut excluded);
    }
    (found, excluded)
}

fn of_table(
    table: &Table,
    people: &[String],
    found: &mut Vec<Candidate>,
    excluded: &mut Vec<Excluded>,
) {
    let lexicon = Lexicon::get();
    let identifier = words(&table.key);
    let purpose = lexicon.store(&identifier);
    let veto = lexicon.store_veto(&identifier);
    let owner = owner(table, people);
    let vetoed = match (purpose, veto) {
        (_, None) => None,
        (None, Some((reason, _))) => Some(reason),
        (Some((_, length)), Some((reason, veto_length))) => {
            let yields =
                reason == "content" && purpose.is_some_and(|(store, _)| store.strength > 12);
            let wins = if yields {
                veto_length > length
            } else {
                veto_length >= length
            };
            wins.then_some(reason)
        }
    };
    let Some(owner) = owner else {
        if let Some((store, _)) = purpose
            && vetoed.is_none()
        {
            excluded.push(no_owner(table, store));
        }
        return;
    };
    if owner == Owner::Person {
        split(table, people, owner, None, found);
    } else if let Some(reason) = vetoed {
        if !table.members.is_empty() {
            members_only(table, owner, found);
        }
        excluded.push(blank(table, "").excluded(format!("{reason}: the name says so")));
    } else if let Some((store, length)) = purpose {
        if store.split
            && owner == Owner::ManyRows
            && !key_value(table)
            && !names_settings(&identifier)
        {
            excluded.push(
                blank(table, "")
                    .excluded("configuration: many rows of a person are things they set up"),
            );
        } else if store.split {
            split(table, people, owner, Some(store), found);
        } else {
            whole(table, people, owner, store, length, found);
        }
    } else {
        split(table, people, owner, None, found);
    }
}

/// Words that mean preferences, not just any configuration.
fn names_settings(identifier: &[String]) -> bool {
    identifier.iter().any(|word| {
        matches!(
            word.as_str(),
            "preference"
                | "pref"
                | "setting"
                | "user"
                | "personalization"
                | "appearance"
                | "display"
                | "notification"
                | "member"
                | "profile"
        )
    })
}

fn no_owner(table: &Table, store: &StoreWord) -> Excluded {
    let mut candidate = blank(table, "");
    candidate.dimension = Some(store.purpose.clone());
    candidate.excluded("site_settings: no column ties a row to a person")
}

fn blank(table: &Table, purpose: &str) -> Candidate {
    let mut candidate = Candidate::new(table.kind, &table.key, purpose);
    candidate.name = if purpose.is_empty() {
        table.name().to_owned()
    } else {
        format!("{}: {purpose}", table.name())
    };
    for name in table.tables.iter().chain(&table.classes) {
        candidate.named(name);
    }
    candidate.terms = candidate.names.clone();
    candidate.places.clone_from(&table.places);
    candidate
}

/// The whole table is one mechanism.
fn whole(
    table: &Table,
    people: &[String],
    owner: Owner,
    store: &StoreWord,
    length: usize,
    found: &mut Vec<Candidate>,
) {
    let mut candidate = blank(table, "");
    candidate.identity = format!("table|{}|", table.key);
    candidate.owner = owner;
    candidate.kind = store.kind.unwrap_or(candidate.kind);
    candidate.dimension = Some(store.purpose.clone());
    let mut telling = 0;
    let mut inferred = Vec::new();
    for placed in table.columns.iter().filter(|it| !is_plumbing(it, people)) {
        let Ok(meaning) = meaning(&placed.column.name, Weight::Owned) else {
            continue;
        };
        if let Some(meaning) = &meaning {
            telling += 1;
            inferred.push(meaning.dimension.inference);
        }
        candidate.fields.push(field(placed, meaning.as_ref()));
    }
    if store.needs_fields && telling == 0 {
        return;
    }
    if billing(table) {
        found.push(disqualified(candidate, "billing: it has prices or plans"));
        return;
    }
    candidate.because(
        20,
        format!(
            "`{}` is declared as a {}",
            table.name(),
            kind_words(candidate.kind)
        ),
    );
    add_owner_reason(&mut candidate, owner);
    candidate.because(store.strength, format!("its name says {}", store.purpose));
    if length > 1 {
        candidate.because(5, "the name is a whole phrase of the vocabulary");
    }
    if telling > 0 {
        candidate.because(
            (3 * telling).min(12),
            format!("{telling} fields mean something"),
        );
    }
    candidate.format = whole_format(table, people, store, &candidate);
    candidate.richness = store.richness;
    candidate.inference = whole_inference(store, candidate.format, &inferred);
    found.push(candidate);
    members_only(table, owner, found);
}

fn whole_inference(store: &StoreWord, format: Format, fields: &[Inference]) -> Vec<Inference> {
    let mut inference = vec![store.inference.unwrap_or(Inference::Explicit)];
    if format == Format::Embedding {
        inference = vec![Inference::Model];
    }
    if inference == [Inference::PromptInjection] || inference == [Inference::Rules] {
        inference.push(Inference::Explicit);
    }
    for other in fields {
        if !inference.contains(other) {
            inference.push(*other);
        }
    }
    inference
}

fn whole_format(
    table: &Table,
    people: &[String],
    store: &StoreWord,
    candidate: &Candidate,
) -> Format {
    if table
        .columns
        .iter()
        .any(|it| is_vector(it.column.type_.as_deref()))
    {
        return Format::Embedding;
    }
    if key_value(table) {
        return Format::KeyValue;
    }
    let usual = store.format.unwrap_or(Format::TypedColumns);
    let own = candidate.fields.len();
    let structured = candidate
        .fields
        .iter()
        .filter(|it| is_structured(it.type_.as_deref()))
        .count();
    match usual {
        Format::EventLog if !has_time(table) && own > 3 => Format::TypedColumns,
        Format::TypedColumns if structured > 0 && structured * 2 >= own => Format::JsonBlob,
        Format::Relation if own > 6 => Format::TypedColumns,
        Format::TypedColumns if own == 0 && edges(table, people) >= 1 => Format::TypedColumns,
        other => other,
    }
}

fn edges(table: &Table, people: &[String]) -> usize {
    table
        .columns
        .iter()
        .filter(|it| {
            it.column.name.to_lowercase().ends_with("id")
                && !super::columns::is_owner_key(it, people)
        })
        .count()
}

fn has_time(table: &Table) -> bool {
    table.columns.is_empty()
        || table.columns.iter().any(|it| {
            let name = it.column.name.to_lowercase();
            let type_ = it
                .column
                .type_
                .as_deref()
                .unwrap_or_default()
                .to_lowercase();
            name.ends_with("_at")
                || name.ends_with("at")
                || name.contains("time")
                || name.contains("date")
                || type_.contains("date")
                || type_.contains("time")
        })
}

fn billing(table: &Table) -> bool {
    table
        .columns
        .iter()
        .filter(|it| {
            words(&it.column.name).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "stripe"
                        | "price"
                        | "plan"
                        | "trial"
                        | "invoice"
                        | "amount"
                        | "billing"
                        | "renew"
                        | "paypal"
                        | "renewal"
                        | "product"
                )
            })
        })
        .count()
        >= 2
        || table
            .columns
            .iter()
            .any(|it| it.column.name.to_lowercase().contains("stripe"))
        || table
            .columns
            .iter()
            .filter(|it| {
                matches!(
                    it.column.name.to_lowercase().as_str(),
                    "p256dh"
                        | "endpoint"
                        | "auth_key"
                        | "push_endpoint"
                        | "key_auth"
                        | "key_p256dh"
                )
            })
            .count()
            >= 2
}

fn disqualified(mut candidate: Candidate, reason: &str) -> Candidate {
    candidate.because(-100, reason);
    candidate
}

/// Fields fall into purposes; each is a mechanism.
fn split(
    table: &Table,
    people: &[String],
    owner: Owner,
    store: Option<&StoreWord>,
    found: &mut Vec<Candidate>,
) {
    let least = if store.is_some() {
        Weight::Loose
    } else {
        Weight::Owned
    };
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut general = Group::default();
    for placed in table.columns.iter().filter(|it| !is_plumbing(it, people)) {
        let column = &placed.column;
        let structured = is_structured(column.type_.as_deref());
        let Ok(found_meaning) = meaning(&column.name, least) else {
            continue;
        };
        let Some(found_meaning) = found_meaning else {
            if store.is_some() {
                let alone = structured || is_relation(column.type_.as_deref());
                let group = if alone {
                    groups.entry(column.name.clone()).or_default()
                } else {
                    &mut general
                };
                group.fields.push(field(placed, None));
            } else if structured && column.name.to_lowercase().contains("setting") {
                groups
                    .entry(column.name.clone())
                    .or_default()
                    .fields
                    .push(field(placed, None));
            }
            continue;
        };
        let dimension = found_meaning.dimension;
        if store.is_none()
            && owner == Owner::ManyRows
            && !PERSONAL_IN_CONTENT.contains(&dimension.purpose.as_str())
        {
            continue;
        }
        if owner == Owner::Person && is_identity_like(&column.name) {
            continue;
        }
        // A count or a time of others' doing is no preference, a structured column is a store of its own.
        let alone = structured || is_relation(column.type_.as_deref());
        let purpose = if alone {
            column.name.clone()
        } else {
            purpose_of(&column.name, &dimension.purpose)
        };
        let group = groups.entry(purpose).or_default();
        group.exact |= words(&column.name).len() == found_meaning.length;
        group.strong |= found_meaning.weight == Weight::Strong;
        group.implicit |= dimension.inference == Inference::Implicit;
        group.rules |= dimension.inference == Inference::Rules;
        group.low |= dimension.low;
        group.fields.push(field(placed, Some(&found_meaning)));
    }
    if table
        .members
        .iter()
        .any(|it| groups.contains_key(&it.column))
    {
        for members in &table.members {
            groups.remove(&members.column);
        }
    }
    settle_general(store, &mut groups, general);
    for (purpose, group) in groups {
        found.extend(group_candidate(
            table, owner, store, &purpose, group, people,
        ));
    }
    members_only(table, owner, found);
}

/// Fields no word explains go where most of the table goes.
fn settle_general(store: Option<&StoreWord>, groups: &mut BTreeMap<String, Group>, general: Group) {
    if store.is_none() || general.fields.is_empty() {
        return;
    }
    if groups.is_empty() {
        groups.insert(String::new(), general);
    } else if let Some(largest) = groups.values_mut().max_by_key(|group| group.fields.len()) {
        largest.fields.extend(general.fields);
    }
}

fn group_candidate(
    table: &Table,
    owner: Owner,
    store: Option<&StoreWord>,
    purpose: &str,
    group: Group,
    people: &[String],
) -> Option<Candidate> {
    let mut candidate = blank(table, purpose);
    candidate.owner = owner;
    candidate.needs_prompt = purpose == "about";
    let structured = group
        .fields
        .iter()
        .all(|it| is_structured(it.type_.as_deref()));
    let relation = group
        .fields
        .iter()
        .all(|it| is_relation(it.type_.as_deref()));
    candidate.format = if key_value(table) && store.is_some() {
        Format::KeyValue
    } else if relation {
        Format::Relation
    } else if structured {
        Format::JsonBlob
    } else if candidate.needs_prompt {
        Format::FreeText
    } else {
        Format::TypedColumns
    };
    candidate.inference = inference_of(&group, candidate.needs_prompt);
    candidate.richness = richness_of(&group, store, owner);
    candidate.because(
        20,
        format!(
            "`{}` is declared as a {}",
            table.name(),
            kind_words(table.kind)
        ),
    );
    add_owner_reason(&mut candidate, owner);
    if let Some(store) = store {
        candidate.because(store.strength, "its name says it holds settings");
    } else if group.strong {
        candidate.because(22, "a field says beyond doubt what it is for");
    } else {
        candidate.because(10, "a field is usually a preference in a person's store");
        if group.exact {
            candidate.because(6, "its whole name is a phrase of the vocabulary");
        }
    }
    let count = i32::try_from(group.fields.len()).unwrap_or(9);
    candidate.because((2 * count).min(8), format!("{count} fields mean something"));
    if store.is_none() && owner == Owner::ManyRows {
        if !group.strong && count < 2 {
            return None;
        }
        candidate.because(-6, "rows of this kind may also be content the user made");
    }
    focus(&mut candidate, table, &group.fields, owner, store, people);
    candidate.fields = group.fields;
    Some(candidate)
}

/// On a shared table the declaration is the first of the fields, not the class.
fn focus(
    candidate: &mut Candidate,
    table: &Table,
    fields: &[FieldDraft],
    owner: Owner,
    store: Option<&StoreWord>,
    _people: &[String],
) {
    let shared = owner == Owner::Person || store.is_none();
    let mut places: Vec<Place> = fields.iter().map(|it| field_place(it, table)).collect();
    places.dedup_by(|one, other| one.path == other.path && one.line == other.line);
    let single = table.places.len() <= 1 && !shared;
    if single {
        let mut all = table.places.clone();
        all.extend(places);
        candidate.places = all;
    } else {
        let declarations = table
            .places
            .iter()
            .filter(|_| !shared)
            .cloned()
            .map(|mut place| {
                place.end_line = None;
                place
            });
        places.extend(declarations);
        candidate.places = places;
    }
    if shared {
        // The table is used for everything; only its fields show use of this purpose.
        candidate.terms.clear();
        if owner == Owner::Person {
            candidate.names.clear();
            candidate.named(table.name());
        }
    }
    for field in fields {
        if distinctive(&field.name) {
            candidate.terms.push(field.name.clone());
        }
    }
}

/// What a table of content may still know of the person: behaviour, not the content's own settings.
const PERSONAL_IN_CONTENT: &[&str] = &[
    "history",
    "feedback",
    "media",
    "segments",
    "memory",
    "goals",
    "expertise",
    "reading",
    "content_filter",
];

/// Whether something is shown is a purpose of its own, whatever is shown.
fn purpose_of(name: &str, purpose: &str) -> String {
    let hides = words(name)
        .first()
        .is_some_and(|word| matches!(word.as_str(), "hide" | "show" | "display"));
    let inner = matches!(
        purpose,
        "history" | "feedback" | "media" | "list" | "appearance" | "goals" | "interests"
    );
    if hides && inner {
        "visibility".to_owned()
    } else {
        purpose.to_owned()
    }
}

/// Members that share a first noun and would fall apart belong to the feature of that name.
fn families(members: &[(String, u32)]) -> BTreeMap<String, String> {
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
        "twitter",
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
        let purposes: std::collections::BTreeSet<&str> = names
            .iter()
            .filter_map(|name| meaning(name, Weight::Loose).ok().flatten())
            .map(|it| it.dimension.purpose.as_str())
            .collect();
        if names.len() >= 2 && purposes.len() >= 2 {
            families.extend(names.into_iter().map(|name| (name.clone(), noun.clone())));
        }
    }
    families
}

/// A name that means the same wherever it stands.
pub(super) fn distinctive(name: &str) -> bool {
    words(name).len() >= 2 && name.len() >= 7
}

fn field_place(field: &FieldDraft, table: &Table) -> Place {
    let rule = table
        .places
        .iter()
        .find(|it| it.path == field.path)
        .map_or_else(|| "sql.table".to_owned(), |it| it.rule.clone());
    Place {
        path: field.path.clone(),
        line: field.line,
        end_line: None,
        role: SiteRole::Declare,
        rule,
    }
}

fn inference_of(group: &Group, prompt: bool) -> Vec<Inference> {
    if prompt {
        vec![Inference::PromptInjection, Inference::Explicit]
    } else if group.implicit {
        vec![Inference::Implicit]
    } else if group.rules {
        vec![Inference::Rules, Inference::Explicit]
    } else {
        vec![Inference::Explicit]
    }
}

fn richness_of(group: &Group, store: Option<&StoreWord>, owner: Owner) -> Option<Richness> {
    if group.low {
        return Some(Richness::Low);
    }
    if group.implicit && owner == Owner::ManyRows && store.is_none() {
        return Some(Richness::High);
    }
    None
}

/// Members of a structured column, by purpose.
fn members_only(table: &Table, owner: Owner, found: &mut Vec<Candidate>) {
    for placed in &table.members {
        let column = table
            .columns
            .iter()
            .find(|it| canonical(&it.column.name) == canonical(&placed.column));
        let hstore = column.is_some_and(|it| {
            it.column
                .type_
                .as_deref()
                .is_some_and(|type_| type_.to_lowercase().contains("hstore"))
        });
        let settings = Lexicon::get()
            .store(&words(&placed.column))
            .is_some_and(|(store, _)| store.split);
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
                group.strong |= found_meaning.weight == Weight::Strong;
                group.implicit |= found_meaning.dimension.inference == Inference::Implicit;
                group.rules |= found_meaning.dimension.inference == Inference::Rules;
                group.low |= found_meaning.dimension.low;
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

fn member_candidate(
    table: &Table,
    owner: Owner,
    placed: &PlacedMembers,
    purpose: &str,
    group: Group,
    format: Format,
    settings: bool,
) -> Candidate {
    let store = format!("{}.{}", table.key, placed.column);
    let mut candidate = Candidate::new(Kind::OrmModel, &store, purpose);
    candidate.name = format!("{}.{}: {purpose}", table.name(), placed.column);
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

fn add_owner_reason(candidate: &mut Candidate, owner: Owner) {
    match owner {
        Owner::Person => candidate.because(18, "its rows are people"),
        Owner::OneRow => candidate.because(20, "one row per person"),
        Owner::ManyRows => candidate.because(14, "its rows belong to a person"),
        Owner::Device | Owner::Key | Owner::Session => {}
    }
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::OrmModel => "model",
        Kind::DocumentCollection => "collection",
        Kind::VectorLlmMemory => "memory",
        _ => "table",
    }
}

/// Columns of a person that are who they are, not what they like.
fn is_identity_like(name: &str) -> bool {
    let lexicon = Lexicon::get();
    let identifier = words(name);
    lexicon.is_identity(&identifier)
        || identifier.iter().any(|word| {
            matches!(word.as_str(), "url" | "count" | "uri" | "name" | "slug" | "avatar" | "image" | "at" | "date" | "ip" | "total" | "number" | "key" | "remote" | "inbox" | "outbox")
        }) && !identifier.iter().any(|word| matches!(word.as_str(), "play" | "last" | "theme" | "summary" | "birthday" | "date" if word != "date"))
}
