//! Two reports compared: what came, went, moved to the shared model, changed its name, and whether the
//! debt went down.

mod exclusion;
mod render;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::exclusion::crossed;
pub use self::{
    exclusion::{Crossed, LeftOut},
    render::{DiffFormat, render},
};
use crate::{
    analysis::{Silos, understanding},
    bridged::Stage,
    identity::{Identity, field_names, renames},
    mechanism::{Mechanism, Report},
};

/// What changed between two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// New mechanisms.
    pub added: Vec<Entry>,
    /// Mechanisms that are gone without having been migrated.
    pub removed: Vec<Entry>,
    /// Mechanisms that are still there, but below the confidence the newer report asks for.
    pub fell_below: Vec<Crossed>,
    /// Mechanisms that were there already, but below the confidence the older report asked for.
    pub rose_above: Vec<Crossed>,
    /// Mechanisms that the newer report knows, and leaves out with a reason.
    pub left_out: Vec<LeftOut>,
    /// Mechanisms that the older report knew, and left out with a reason.
    pub taken_in: Vec<LeftOut>,
    /// Mechanisms whose bridge went further, or that are gone after it had replaced them.
    pub migrated: Vec<Migrated>,
    /// Mechanisms found again under another name.
    pub renamed: Vec<Renamed>,
    /// Mechanisms that took up or dropped fields, dimensions or features.
    pub changed: Vec<Changed>,
    /// Dimensions whose number of silos changed, by name.
    pub silos: Vec<SiloChange>,
    /// Silos beyond the first of each dimension, before.
    pub debt_before: usize,
    /// Silos beyond the first of each dimension, after.
    pub debt_after: usize,
}

/// A mechanism, as far as a diff names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its dimensions.
    pub dimensions: Vec<String>,
}

/// A mechanism whose bridge went further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Migrated {
    /// Its id in the newer report, or in the older one when it is gone.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its stage before; none without a bridge.
    pub from: Option<String>,
    /// Its stage now, or `gone`.
    pub to: String,
}

/// A mechanism under another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// Id before.
    pub from: String,
    /// Id now.
    pub to: String,
    /// Name before.
    pub old_name: String,
    /// Name now.
    pub new_name: String,
}

/// What a mechanism took up and dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its id now.
    pub id: String,
    /// Its name now.
    pub name: String,
    /// `field x`, `dimension y`, `feature z`, new.
    pub gained: Vec<String>,
    /// The same, gone.
    pub lost: Vec<String>,
}

/// Silos of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiloChange {
    /// The dimension.
    pub dimension: String,
    /// Silos before.
    pub before: usize,
    /// Silos after.
    pub after: usize,
}

/// Compares two reports.
#[must_use]
pub fn diff(old: &Report, new: &Report) -> Diff {
    let (mut before, mut after) = (by_id(old), by_id(new));
    let mut diff = Diff {
        added: Vec::new(),
        removed: Vec::new(),
        fell_below: crossed(&mut before, &after, new),
        rose_above: crossed(&mut after, &before, old)
            .into_iter()
            .map(Crossed::reversed)
            .collect(),
        left_out: Vec::new(),
        taken_in: Vec::new(),
        migrated: Vec::new(),
        changed: Vec::new(),
        silos: silo_changes(old, new),
        debt_before: debt(&silos(old)),
        debt_after: debt(&silos(new)),
        renamed: Vec::new(),
    };
    let renamed = renamed(&before, &after);
    for (id, mechanism) in &before {
        let to = renamed.get(id).copied().unwrap_or(id);
        match after.get(to) {
            Some(now) => diff.compare(mechanism, now),
            None => diff.went(mechanism, new),
        }
    }
    let came: BTreeSet<&str> = renamed.values().copied().collect();
    for (id, mechanism) in &after {
        if !before.contains_key(id) && !came.contains(id) {
            match LeftOut::of(mechanism, old) {
                Some(known) => diff.taken_in.push(known),
                None => diff.added.push(entry(mechanism)),
            }
        }
    }
    diff
}

impl Diff {
    fn compare(&mut self, before: &Mechanism, now: &Mechanism) {
        if before.id != now.id {
            self.renamed.push(Renamed {
                from: before.id.clone(),
                to: now.id.clone(),
                old_name: before.name.clone(),
                new_name: now.name.clone(),
            });
        }
        if stage(now) > stage(before) {
            self.migrated.push(Migrated {
                id: now.id.clone(),
                name: now.name.clone(),
                from: before.stage.clone(),
                to: now.stage.clone().unwrap_or_default(),
            });
        }
        let (had, has) = (facts(before), facts(now));
        if had != has {
            self.changed.push(Changed {
                id: now.id.clone(),
                name: now.name.clone(),
                gained: has.difference(&had).cloned().collect(),
                lost: had.difference(&has).cloned().collect(),
            });
        }
    }

    /// What went after the shared model had taken over was migrated, not lost.
    fn went(&mut self, before: &Mechanism, new: &Report) {
        if stage(before) >= Some(Stage::Lead) {
            self.migrated.push(Migrated {
                id: before.id.clone(),
                name: before.name.clone(),
                from: before.stage.clone(),
                to: "gone".to_owned(),
            });
        } else if let Some(known) = LeftOut::of(before, new) {
            self.left_out.push(known);
        } else {
            self.removed.push(entry(before));
        }
    }
}

fn stage(mechanism: &Mechanism) -> Option<Stage> {
    mechanism.stage.as_deref().and_then(Stage::parse)
}

fn by_id(report: &Report) -> BTreeMap<&str, &Mechanism> {
    let mechanisms = report.mechanisms.iter();
    mechanisms
        .map(|mechanism| (mechanism.id.as_str(), mechanism))
        .collect()
}

fn entry(mechanism: &Mechanism) -> Entry {
    let dimensions = mechanism.dimensions().into_iter();
    Entry {
        id: mechanism.id.clone(),
        name: mechanism.name.clone(),
        dimensions: dimensions.map(str::to_owned).collect(),
    }
}

fn facts(mechanism: &Mechanism) -> BTreeSet<String> {
    let fields = mechanism
        .fields
        .iter()
        .map(|field| format!("field {}", field.name));
    let dimensions = mechanism.dimensions().into_iter();
    let dimensions = dimensions.map(|dimension| format!("dimension {dimension}"));
    let features = mechanism
        .features
        .iter()
        .map(|feature| format!("feature {feature}"));
    fields.chain(dimensions).chain(features).collect()
}

/// Old id to new id.
fn renamed<'a>(
    before: &BTreeMap<&'a str, &'a Mechanism>,
    after: &BTreeMap<&'a str, &'a Mechanism>,
) -> BTreeMap<&'a str, &'a str> {
    let only = |here: &BTreeMap<&'a str, &'a Mechanism>,
                there: &BTreeMap<&'a str, &'a Mechanism>| {
        let mechanisms = here.iter().filter(|(id, _)| !there.contains_key(*id));
        let named = mechanisms.map(|(id, mechanism)| (*id, mechanism.kind, field_names(mechanism)));
        named.collect::<Vec<_>>()
    };
    let (gone, come) = (only(before, after), only(after, before));
    let pairs = renames(&identities(&gone), &identities(&come));
    let of =
        |ids: &BTreeMap<&'a str, &'a Mechanism>, id: &str| ids.get_key_value(id).map(|(id, _)| *id);
    let pairs = pairs.into_iter();
    pairs
        .filter_map(|(old, new)| Some((of(before, old)?, of(after, new)?)))
        .collect()
}

fn identities<'a>(
    named: &'a [(&'a str, crate::mechanism::Kind, Vec<String>)],
) -> Vec<Identity<'a>> {
    let identities = named.iter().map(|(id, kind, fields)| Identity {
        id,
        kind: *kind,
        fields,
    });
    identities.collect()
}

/// Dimension to its number of silos.
fn silos(report: &Report) -> BTreeMap<String, usize> {
    let silos = Silos::of(&report.mechanisms);
    let held = understanding(&report.mechanisms).into_iter();
    held.map(|(dimension, holders)| {
        let count = silos.of_dimension(dimension, &holders).len();
        (dimension.to_owned(), count)
    })
    .collect()
}

fn debt(silos: &BTreeMap<String, usize>) -> usize {
    silos.values().map(|count| count.saturating_sub(1)).sum()
}

fn silo_changes(old: &Report, new: &Report) -> Vec<SiloChange> {
    let (before, after) = (silos(old), silos(new));
    let dimensions: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changes = dimensions.into_iter().map(|dimension| SiloChange {
        dimension: dimension.clone(),
        before: before.get(dimension).copied().unwrap_or(0),
        after: after.get(dimension).copied().unwrap_or(0),
    });
    changes
        .filter(|change| change.before != change.after)
        .collect()
}
