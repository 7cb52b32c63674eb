//! Fields of one purpose, and what they say together.

use std::collections::BTreeMap;

use super::{
    candidate::FieldDraft,
    columns::{is_relation, is_structured},
};
use crate::{
    lexicon::{Meaning, StoreWord, Weight, words},
    mechanism::{Inference, Owner, Richness},
};

/// Fields of one purpose, with the heaviest word among them.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent observations about the fields"
)]
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) fields: Vec<FieldDraft>,
    pub(super) strong: bool,
    /// A field's whole name is a phrase of the vocabulary.
    pub(super) exact: bool,
    pub(super) implicit: bool,
    pub(super) rules: bool,
    pub(super) low: bool,
}

impl Group {
    /// Its fields are documents or edges, each a store in itself.
    pub(super) fn is_alone(&self) -> bool {
        self.fields
            .iter()
            .all(|it| is_structured(it.type_.as_deref()) || is_relation(it.type_.as_deref()))
    }

    /// Takes in the fields of another group.
    fn join(&mut self, other: Self) {
        self.strong |= other.strong;
        self.exact |= other.exact;
        self.implicit |= other.implicit;
        self.rules |= other.rules;
        self.fields.extend(other.fields);
    }

    /// Takes in what a field means.
    pub(super) fn learn(&mut self, meaning: &Meaning<'_>) {
        self.strong |= meaning.weight == Weight::Strong;
        self.implicit |= meaning.dimension.inference == Inference::Implicit;
        self.rules |= meaning.dimension.inference == Inference::Rules;
        self.low |= meaning.dimension.low;
    }
}

/// A small table of preferences belongs to one feature: its purposes stay together.
pub(super) fn gather_small(groups: &mut BTreeMap<String, Group>) {
    const SMALL: usize = 5;
    let total: usize = groups
        .values()
        .filter(|group| !group.is_alone())
        .map(|group| group.fields.len())
        .sum();
    if total > SMALL {
        return;
    }
    let mut gathered = Group::default();
    let names: Vec<String> = groups
        .iter()
        .filter(|(_, group)| !group.is_alone())
        .map(|(name, _)| name.clone())
        .collect();
    if names.len() < 2 {
        return;
    }
    for name in names {
        if let Some(group) = groups.remove(&name) {
            gathered.join(group);
        }
    }
    gathered.fields.sort_by_key(|field| field.line);
    groups.insert(String::new(), gathered);
}

/// Many documents beside each other are parts of one: `filters`, `display_filters`, `display_properties`.
pub(super) fn gather_documents(groups: &mut BTreeMap<String, Group>) {
    const MANY: usize = 3;
    let is_document = |group: &Group| {
        let mut fields = group.fields.iter();
        fields.all(|it| is_structured(it.type_.as_deref()))
    };
    let documents = groups.iter().filter(|(_, group)| is_document(group));
    let names: Vec<String> = documents.map(|(name, _)| name.clone()).collect();
    if names.len() < MANY {
        return;
    }
    let mut gathered = Group::default();
    for name in names {
        if let Some(group) = groups.remove(&name) {
            gathered.join(group);
        }
    }
    gathered.fields.sort_by_key(|field| field.line);
    groups.insert("documents".to_owned(), gathered);
}

/// Fields no word explains go where most of the table goes.
pub(super) fn settle_general(
    store: Option<&StoreWord>,
    groups: &mut BTreeMap<String, Group>,
    general: Group,
) {
    if store.is_none() || general.fields.is_empty() {
        return;
    }
    if groups.is_empty() {
        groups.insert(String::new(), general);
    } else if let Some(largest) = groups.values_mut().max_by_key(|group| group.fields.len()) {
        largest.fields.extend(general.fields);
    }
}

/// Whether something is shown is a purpose of its own, whatever is shown.
pub(super) fn purpose_of(name: &str, purpose: &str) -> String {
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

pub(super) fn inference_of(group: &Group, prompt: bool) -> Vec<Inference> {
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

pub(super) fn richness_of(
    group: &Group,
    store: Option<&StoreWord>,
    owner: Owner,
) -> Option<Richness> {
    if group.low {
        return Some(Richness::Low);
    }
    if group.implicit && matches!(owner, Owner::ManyRows | Owner::Device) && store.is_none() {
        return Some(Richness::High);
    }
    None
}
