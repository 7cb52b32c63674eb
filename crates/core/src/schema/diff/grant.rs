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
        match (old, new) {
            (Some(old), Some(new)) => {
                let mut grant = |verb, key, old: &[_], new: &[_]| {
                    if old != new {
                        let (class, sentence) = grants((verb, key), (old, new), &dimensions);
                        changes.add(class, &child(&pointer, key), format!("{what} {sentence}"));
                    }
                };
                grant("write", "writes", &old.writes, &new.writes);
                grant("read", "reads", &old.reads, &new.reads);
            }
            (Some(_), None) => {
                let sentence = format!("{what} goes: its keys are refused, its evidence stays");
                changes.add(Class::Narrows, &pointer, sentence);
            }
            (None, _) => changes.added(&pointer, &what, |schema| {
                // Its earlier evidence never went; only a default context takes it elsewhere.
                default_of(new).is_some() && schema.features.contains_key(name)
            }),
        }
        if old.is_some() && default_of(old) != default_of(new) {
            let sentence = moved(&what, default_of(old), default_of(new));
            changes.add(Class::Refolds, &child(&pointer, "context"), sentence);
        }
    }
}

fn default_of(feature: Option<&Feature>) -> Option<&ContextName> {
    feature.and_then(|feature| feature.context.as_ref())
}

fn moved(what: &str, old: Option<&ContextName>, new: Option<&ContextName>) -> String {
    let shown = |context: Option<&ContextName>| {
        context.map_or("none".into(), |context| quoted(context.as_str()))
    };
    let (old, new) = (shown(old), shown(new));
    format!(
        "{what}: the default context goes from {old} to {new}, which moves its evidence: users with some are folded again"
    )
}

/// What a grant gains and loses among the dimensions that there are.
fn grants(
    (verb, key): (&str, &str),
    (old, new): (&[DimensionPattern], &[DimensionPattern]),
    dimensions: &[&DimensionName],
) -> (Class, String) {
    let reached = |these: &[DimensionPattern], but: &[DimensionPattern]| -> Vec<&str> {
        let reached = dimensions
            .iter()
            .filter(|dimension| matches_any(these, dimension) && !matches_any(but, dimension));
        reached.map(|dimension| dimension.as_str()).collect()
    };
    let (gained, lost) = (reached(new, old), reached(old, new));
    let class = narrows_if(!lost.is_empty());
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("may {verb} {} from now on", listed(gained)));
    }
    if !lost.is_empty() {
        parts.push(format!("may no longer {verb} {}", listed(lost)));
    }
    if parts.is_empty() {
        parts.push(format!(
            "has `{key}` written otherwise, which means the same"
        ));
    }
    (class, parts.join("; it "))
}
