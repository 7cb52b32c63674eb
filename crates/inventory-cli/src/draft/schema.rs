//! `draft schema`: the dimensions, contexts, features and actions of a shared model.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    text::{comment, feature_name, identifier, list, question, quoted},
    unify::{Draft, Shape, Source, Unified},
};
use crate::mechanism::{Format, Report};

/// Members of an open set one user may have, unless the author says otherwise.
const MAX_MEMBERS: u32 = 200;

/// A schema for what `report` found, in the language of the server.
#[must_use]
pub fn schema(report: &Report) -> String {
    let unified = Unified::of(report);
    let mut text = comment(&format!(
        "Schema of a shared self-model, drafted from {} mechanisms.",
        report.mechanisms.len()
    ));
    text.push_str(
        "# Each dimension names the fields it was made of. Answer the questions, then check it:\n",
    );
    text.push_str("#   selfmodel schema check FILE\n\nversion = 1\n");
    for draft in &unified.drafts {
        text.push_str(&dimension(draft));
    }
    text.push_str(&left_out(
        "sensitive; decide with those responsible for privacy",
        &unified.sensitive,
    ));
    text.push_str(&left_out(
        "free text or a vector; say which values it stands for",
        &unified.unstructured,
    ));
    text.push_str(&features(&unified));
    text.push_str(&actions(&unified));
    text
}

fn dimension(draft: &Draft<'_>) -> String {
    let mut text = String::from("\n");
    for source in &draft.sources {
        text.push_str(&comment(&origin(draft, *source)));
    }
    for unsure in &draft.questions {
        text.push_str(&question(unsure));
    }
    text = text + "[dimensions." + &quoted(&draft.name) + "]\n";
    text = text + "description = " + &quoted(&description(draft)) + "\n";
    text + &shape(&draft.shape)
}

/// Where a part of the dimension comes from, and how its values are read.
fn origin(draft: &Draft<'_>, source: Source<'_>) -> String {
    let mut text = format!("from {}.{}", source.mechanism.name, source.field.name);
    if let Some(default) = &source.field.default {
        text = format!("{text}, default {default}");
    }
    if let Shape::Scale(scale) = &draft.shape {
        let read: Vec<String> = source
            .field
            .values
            .iter()
            .filter_map(|value| {
                let value = super::text::unquoted(value);
                let name = scale.canonical(&value)?;
                (name != value).then(|| format!("{value} is {name}"))
            })
            .collect();
        if !read.is_empty() {
            text = format!("{text}; {}", read.join(", "));
        }
    }
    text
}

fn description(draft: &Draft<'_>) -> String {
    let names: BTreeSet<&str> = draft
        .sources
        .iter()
        .map(|source| source.field.name.as_str())
        .collect();
    let names: Vec<&str> = names.into_iter().take(6).collect();
    format!("Drafted from {}: say what it means", names.join(", "))
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Boolean => "kind = \"boolean\"\n".to_owned(),
        Shape::Switches(members) => format!(
            "kind = \"set\"\nmembers = {}\n",
            list(members.iter().map(String::as_str))
        ),
        Shape::Scale(scale) => format!(
            "kind = {}\nvalues = {}\n",
            quoted(scale.kind),
            list(scale.names())
        ),
        Shape::Values(values) => format!(
            "kind = \"category\"\nvalues = {}\n",
            list(values.iter().map(String::as_str))
        ),
        Shape::Number => "kind = \"number\"\nrange = [0, 100]\ntolerance = 1.0\n".to_owned(),
        Shape::OpenSet => {
            format!("kind = \"set\"\nmembers = \"open\"\nmax_members = {MAX_MEMBERS}\n")
        }
    }
}

fn left_out(why: &str, sources: &[Source<'_>]) -> String {
    let mut text = String::new();
    for source in sources {
        let dimension = source.field.dimension.as_deref().unwrap_or_default();
        let name = format!(
            "{}.{} ({dimension})",
            source.mechanism.name, source.field.name
        );
        text = text + "\n" + &comment(&format!("left out: {name}: {why}"));
    }
    text
}

/// What each feature writes and reads, as it does today.
fn features(unified: &Unified<'_>) -> String {
    let mut grants: BTreeMap<String, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for draft in &unified.drafts {
        for source in &draft.sources {
            for access in &source.mechanism.access {
                let (writes, reads) = grants.entry(feature_name(&access.feature)).or_default();
                if access.writes > 0 {
                    writes.insert(&draft.name);
                }
                reads.insert(&draft.name);
            }
        }
    }
    let mut text = String::new();
    for (feature, (writes, reads)) in &grants {
        let relevant: Vec<String> = reads
            .iter()
            .map(|name| format!("{} = 1.0", quoted(name)))
            .collect();
        text = text
            + "\n[contexts."
            + &quoted(feature)
            + "]\n"
            + "description = "
            + &quoted(&format!("Where {feature} serves the user"))
            + "\n"
            + "relevant = { "
            + &relevant.join(", ")
            + " }\n";
        text = text
            + "[features."
            + &quoted(feature)
            + "]\n"
            + "context = "
            + &quoted(feature)
            + "\n"
            + &comment(
                "grants as the code has them today; narrow `writes`, widen `reads` where it would help",
            )
            + "writes = "
            + &list(writes.iter().copied())
            + "\n"
            + "reads = "
            + &list(reads.iter().copied())
            + "\n";
    }
    text
}

/// An action for each log of behaviour: what features already observe.
fn actions(unified: &Unified<'_>) -> String {
    let mut text = String::new();
    let mut taken = BTreeSet::new();
    for draft in unified
        .drafts
        .iter()
        .filter(|draft| draft.shape == Shape::OpenSet)
    {
        for source in &draft.sources {
            if source.mechanism.format != Format::EventLog {
                continue;
            }
            let action = identifier(&format!("{}_observed", source.mechanism.name));
            if !taken.insert(action.clone()) {
                continue;
            }
            text = text
                + "\n"
                + &comment(&format!("what {} records", source.mechanism.name))
                + &question("which action is this, and which detail names the item?")
                + "[actions."
                + &quoted(&action)
                + "]\n"
                + "details = { item = { type = \"string\" } }\n"
                + "dedupe = \"10m\"\n"
                + "[[actions."
                + &quoted(&action)
                + ".evidence]]\n"
                + "dimension = "
                + &quoted(&draft.name)
                + "\n"
                + "value = { from = \"item\" }\n";
        }
    }
    text
}
