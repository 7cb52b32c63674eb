//! One drafted dimension per understanding, from the fields of all silos that hold it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    scale::Scale,
    text::{identifier, unquoted},
};
use crate::mechanism::{Field, Format, Mechanism, Report};

/// A field of a mechanism.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) mechanism: &'a Mechanism,
    pub(super) field: &'a Field,
}

/// What a drafted dimension takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Boolean,
    /// One set member per switch.
    Switches(Vec<String>),
    /// Values of a known scale.
    Scale(&'static Scale),
    /// Values as the code has them.
    Values(Vec<String>),
    Number,
    OpenSet,
}

/// A drafted dimension.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) sources: Vec<Source<'a>>,
    pub(super) questions: Vec<String>,
}

/// Everything a draft is made from.
#[derive(Debug)]
pub(super) struct Unified<'a> {
    pub(super) drafts: Vec<Draft<'a>>,
    /// Left out because they are sensitive.
    pub(super) sensitive: Vec<Source<'a>>,
    /// Left out because they are free text or vectors.
    pub(super) unstructured: Vec<Source<'a>>,
}

impl<'a> Unified<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let mut unified = Self {
            drafts: Vec::new(),
            sensitive: Vec::new(),
            unstructured: Vec::new(),
        };
        let mut held: BTreeMap<&str, Vec<Source<'a>>> = BTreeMap::new();
        for mechanism in &report.mechanisms {
            for field in &mechanism.fields {
                let source = Source { mechanism, field };
                match &field.dimension {
                    None => {}
                    Some(_) if field.sensitive => unified.sensitive.push(source),
                    Some(_) if is_unstructured(mechanism) => unified.unstructured.push(source),
                    Some(dimension) => held.entry(dimension).or_default().push(source),
                }
            }
        }
        for (dimension, sources) in held {
            unified.drafts.extend(split(dimension, &sources));
        }
        unified
    }

    /// The drafted dimension of a field.
    pub(super) fn draft_of(&self, mechanism: &str, field: &str) -> Option<&Draft<'a>> {
        self.drafts.iter().find(|draft| {
            let mut sources = draft.sources.iter();
            sources.any(|source| source.mechanism.id == mechanism && source.field.name == field)
        })
    }
}

fn is_unstructured(mechanism: &Mechanism) -> bool {
    matches!(mechanism.format, Format::FreeText | Format::Embedding)
}

/// Fields of one dimension that say the same thing: on one scale, switches together, events together, and
/// else those of one name. A dimension with several such groups becomes several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    OnScale(Vec<&'static str>),
    Switches,
    Observed,
    Named(String),
}

/// Dimensions that are one thing under whatever name: `language`, `locale` and `lang` are not three.
const ONE_THING: [&str; 4] = [
    "locale.language",
    "locale.timezone",
    "reading.speed",
    "knowledge.expertise",
];

/// Dimensions with so many values that naming them all in a schema makes no sense.
const OPEN: [&str; 2] = ["locale.language", "locale.timezone"];

fn split<'a>(dimension: &str, sources: &[Source<'a>]) -> Vec<Draft<'a>> {
    let mut groups: BTreeMap<Group, Vec<Source<'a>>> = BTreeMap::new();
    for source in sources {
        groups
            .entry(group(dimension, *source))
            .or_default()
            .push(*source);
    }
    let single = groups.len() == 1;
    let mut taken = BTreeSet::new();
    let drafts = groups.into_iter().map(|(group, sources)| {
        let mut name = match (single, &group) {
            (true, _) => dimension.to_owned(),
            (false, Group::Switches) => format!("{dimension}.switches"),
            (false, Group::Observed) => format!("{dimension}.observed"),
            (false, _) => format!("{dimension}.{}", leading_name(&sources)),
        };
        while !taken.insert(name.clone()) {
            name.push_str("_2");
        }
        let (shape, questions) = shape(dimension, &group, &sources);
        Draft {
            name,
            shape,
            sources,
            questions,
        }
    });
    drafts.collect()
}

fn leading_name(sources: &[Source<'_>]) -> String {
    identifier(sources.first().map_or("", |source| &source.field.name))
}

fn group(dimension: &str, source: Source<'_>) -> Group {
    let values = values(source);
    if let Some(scale) = Scale::of_values(&values) {
        return Group::OnScale(scale.names());
    }
    let observed = matches!(source.mechanism.format, Format::EventLog | Format::Relation);
    if observed {
        return Group::Observed;
    }
    if is_boolean(source.field) {
        return Group::Switches;
    }
    match Scale::of_dimension(dimension) {
        Some(scale) if values.is_empty() && !is_number(source.field) => {
            Group::OnScale(scale.names())
        }
        _ if ONE_THING.contains(&dimension) => Group::Named(identifier(dimension)),
        _ => Group::Named(identifier(&source.field.name)),
    }
}

fn shape(dimension: &str, group: &Group, sources: &[Source<'_>]) -> (Shape, Vec<String>) {
    match group {
        Group::OnScale(names) => on_scale(dimension, names, sources),
        Group::Observed => (Shape::OpenSet, Vec::new()),
        Group::Switches => switches(sources),
        Group::Named(_) => named(sources),
    }
}

fn on_scale(
    dimension: &str,
    names: &[&'static str],
    sources: &[Source<'_>],
) -> (Shape, Vec<String>) {
    let all = all_values(sources);
    let scale = Scale::of_values(&all)
        .filter(|scale| scale.names() == names)
        .or_else(|| Scale::of_dimension(dimension));
    let Some(scale) = scale else {
        return named(sources);
    };
    let questions = if all.is_empty() {
        vec!["the code names no values; are these the ones?".to_owned()]
    } else {
        Vec::new()
    };
    (Shape::Scale(scale), questions)
}

fn switches(sources: &[Source<'_>]) -> (Shape, Vec<String>) {
    let names: BTreeSet<String> = sources
        .iter()
        .map(|source| identifier(&source.field.name))
        .collect();
    if names.len() == 1 {
        return (Shape::Boolean, Vec::new());
    }
    let question = "one set with a member per switch; should any be a dimension of its own?";
    (
        Shape::Switches(names.into_iter().collect()),
        vec![question.to_owned()],
    )
}

fn named(sources: &[Source<'_>]) -> (Shape, Vec<String>) {
    let values = all_values(sources);
    if values.len() >= 2 {
        let question =
            "are all of these different values, and are they ordered (then kind = \"ordinal\")?";
        return (Shape::Values(values), vec![question.to_owned()]);
    }
    if sources.iter().all(|source| is_number(source.field)) {
        let question = "the range and the tolerance are guesses; which values can it take?";
        return (Shape::Number, vec![question.to_owned()]);
    }
    if let Some(defaults) = word_defaults(sources) {
        let question =
            "only the default is in the code: which values can it take, in place of \"other\"?";
        let values = defaults.into_iter().chain(["other".to_owned()]);
        return (Shape::Values(values.collect()), vec![question.to_owned()]);
    }
    let question = "its values are not in the code: an open set takes any; if they are few, list them and \
                    make it a category";
    (Shape::OpenSet, vec![question.to_owned()])
}

/// Defaults that are words: such a field takes one of a few values, not a set of any.
fn word_defaults(sources: &[Source<'_>]) -> Option<BTreeSet<String>> {
    let is_word = |text: &String| {
        text != "other"
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-')
            && !["null", "none", "nil", "undefined"].contains(&text.to_ascii_lowercase().as_str())
    };
    let open = sources
        .iter()
        .any(|source| OPEN.contains(&source.field.dimension.as_deref().unwrap_or_default()));
    let defaults: BTreeSet<String> = sources
        .iter()
        .filter_map(|source| source.field.default.as_deref())
        .map(unquoted)
        .filter(is_word)
        .collect();
    (!open && !defaults.is_empty()).then_some(defaults)
}

fn values(source: Source<'_>) -> Vec<String> {
    source
        .field
        .values
        .iter()
        .map(|value| unquoted(value))
        .collect()
}

fn all_values(sources: &[Source<'_>]) -> Vec<String> {
    let all = sources.iter().flat_map(|source| values(*source));
    let mut seen = BTreeSet::new();
    all.filter(|value| !value.is_empty() && seen.insert(value.clone()))
        .collect()
}

/// Whether a field is a switch, by its type or default.
pub(super) fn is_boolean(field: &Field) -> bool {
    let type_ = field
        .type_
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let default = field.default.as_deref().map(unquoted).unwrap_or_default();
    type_.contains("bool") || ["true", "false"].contains(&default.to_ascii_lowercase().as_str())
}

fn is_number(field: &Field) -> bool {
    const NUMBERS: [&str; 9] = [
        "int", "number", "float", "double", "decimal", "numeric", "real", "long", "short",
    ];
    let type_ = field
        .type_
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    NUMBERS.iter().any(|number| type_.contains(number)) && !type_.contains("point")
}
