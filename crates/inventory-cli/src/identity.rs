//! What stays when a mechanism is renamed: its kind and its fields. Baselines and diffs use it to tell a
//! renamed store from one that went and another that came.

use std::collections::BTreeSet;

use crate::mechanism::{Kind, Mechanism};

/// Two mechanisms of one kind are the same under another name when they share this much of their fields,
/// in percent of all fields of both.
const SAME_FIELDS_PERCENT: usize = 70;

/// What identifies a mechanism when its id does not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// What it is.
    pub(crate) kind: Kind,
    /// What it stores.
    pub(crate) fields: &'a [String],
}

/// Names of the fields of a mechanism, sorted, each once.
pub(crate) fn field_names(mechanism: &Mechanism) -> Vec<String> {
    let names: BTreeSet<&String> = mechanism.fields.iter().map(|field| &field.name).collect();
    names.into_iter().cloned().collect()
}

/// Pairs (old id, new id) of those that are the same under another name, given the ones that went and
/// the ones that came. The most alike first, each at most once.
pub(crate) fn renames<'a>(gone: &[Identity<'a>], come: &[Identity<'a>]) -> Vec<(&'a str, &'a str)> {
    let mut pairs = Vec::new();
    for old in gone {
        for new in come {
            let alike = likeness(*old, *new);
            if old.kind == new.kind && alike >= SAME_FIELDS_PERCENT {
                pairs.push((usize::MAX - alike, old.id, new.id));
            }
        }
    }
    pairs.sort_unstable();
    let mut taken = BTreeSet::new();
    let mut renamed = Vec::new();
    for (_, old, new) in pairs {
        if !taken.contains(&(true, old)) && !taken.contains(&(false, new)) {
            taken.extend([(true, old), (false, new)]);
            renamed.push((old, new));
        }
    }
    renamed
}

/// Shared fields in percent of all; 0 when there is none to compare.
fn likeness(old: Identity<'_>, new: Identity<'_>) -> usize {
    let old: BTreeSet<&String> = old.fields.iter().collect();
    let new: BTreeSet<&String> = new.fields.iter().collect();
    let shared = old.intersection(&new).count();
    let all = old.union(&new).count();
    (shared * 100).checked_div(all).unwrap_or(0)
}
