//! Changes of contexts and features: what is relevant where, and who may write and read what.

use super::{Changes, Class, dimension::narrows_if, paired, pointer};
use crate::{
    names::{ContextName, DimensionName},
    problem::{child, listed, quoted},
    schema::{DimensionPattern, Feature, Schema, matches_any},
};

pub(super) fn contexts(old: &Schema, new: &Schema, changes: &mut Changes<'_>) {
    for (name, old, new) in paired(&old.contexts, &new.contexts) {
        let pointer = pointer("contexts", name.as_str());
        let what = format!("context {}", quoted(name.as_str()));
        match (old, new) {
            (Some(old), Some(new)) => {
                if old.relevant != new.relevant {
                    let sentence = format!("{what}: relevance changes, beliefs are read otherwise");
                    changes.add(Class::Compatible, &child(&pointer, "relevant"), sentence);
                }
                if old.description != new.description {
                    let sentence = format!("{what}: the description changes");
                    changes.add(Class::Compatible, &child(&pointer, "description"), sentence);
                }
            }
            (Some(_), None) => {
                let sentence =
                    format!("{what} goes: reads for it and observations in it are refused");
                changes.add(Class::Narrows, &pointer, sentence);
            }
            // Evidence keeps the context it was observed in: nothing counts again.
            (None, _) => changes.add(Class::Compatible, &pointer, format!("{what} is new")),
        }
    }
}

pub(super) fn features(old: &Schema, new: &Schema, changes: &mut Changes<'_>) {
    let dimensions: Vec<&DimensionName> = new.dimensions.keys().collect();
    for (name, old, new) in paired(&old.features, &new.features) {
        let pointer = pointer("features", name.as_str());
        let what = format!("feature {}", quoted(name.as_str()));
        let contexts = (default_of(old), default_of(new));
        match (old, new) {
            (Some(old), Some(new)) => {
                grants(
                    &pointer,
                    &what,
                    ("write", "writes"),
                    (&old.writes, &new.writes),
                    &dimensions,
                    changes,
                );
                grants(
                    &pointer,
                    &what,
                    ("read", "reads"),
                    (&old.reads, &new.reads),
                    &dimensions,
                    changes,
                );
            }
            (Some(_), None) => {
                let sentence = format!("{what} goes: its keys are refused, its evidence stays");
                changes.add(Class::Narrows, &pointer, sentence);
            }
            (None, _) => changes.added(&pointer, &what, |schema| {
                // Its earlier evidence never went; only a default context takes it elsewhere.
                contexts.1.is_some() && schema.features.contains_key(name)
            }),
        }
        let returns = old.is_none();
        if contexts.0 != contexts.1 && !returns {
            let shown = |context: Option<&ContextName>| {
                context.map_or("none".into(), |context| quoted(context.as_str()))
            };
            let sentence = format!(
                "{what}: the default context goes from {} to {}, which moves its evidence: users with some are folded again",
                shown(contexts.0),
                shown(contexts.1)
            );
            changes.add(Class::Refolds, &child(&pointer, "context"), sentence);
        }
    }
}

fn default_of(feature: Option<&Feature>) -> Option<&ContextName> {
    feature.and_then(|feature| feature.context.as_ref())
}

/// What a grant gains and loses among the dimensions that there are.
fn grants(
    feature: &str,
    what: &str,
    (verb, key): (&str, &str),
    (old, new): (&[DimensionPattern], &[DimensionPattern]),
    dimensions: &[&DimensionName],
    changes: &mut Changes<'_>,
) {
    if old == new {
        return;
    }
    let reached = |these: &[DimensionPattern], but: &[DimensionPattern]| -> Vec<&str> {
        let reached = dimensions
            .iter()
            .filter(|dimension| matches_any(these, dimension) && !matches_any(but, dimension));
        reached.map(|dimension| dimension.as_str()).collect()
    };
    let (gained, lost) = (reached(new, old), reached(old, new));
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("may {verb} {} from now on", listed(gained)));
    }
    let narrower = !lost.is_empty();
    if narrower {
        parts.push(format!("may no longer {verb} {}", listed(lost)));
    }
    if parts.is_empty() {
        parts.push(format!("`{key}` is written otherwise and means the same"));
    }
    let sentence = format!("{what} {}", parts.join("; it "));
    changes.add(narrows_if(narrower), &child(feature, key), sentence);
}
