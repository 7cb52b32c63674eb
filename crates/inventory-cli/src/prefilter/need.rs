//! What the text of a file must hold before a rule can match anything in it.
//!
//! Paths, names and attributes that patterns are compared with are made of pieces of the source, so the
//! fixed part of each segment of a pattern must be there as text. A need may ask for too little, never
//! for too much.

use std::slice;

use super::literals::{Collector, Seen, Shape};
use crate::rule::{Logic, MAP_TYPES, Model, Pattern, Rule, Trigger};

/// A condition on the literals of a file.
#[derive(Debug)]
pub(super) enum Need {
    /// This literal.
    Literal(usize),
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    Any(Vec<Need>),
}

impl Need {
    /// Holds for every file.
    pub(super) fn nothing() -> Self {
        Self::All(Vec::new())
    }

    /// Whether a file satisfies it.
    pub(super) fn holds(&self, seen: &Seen) -> bool {
        match self {
            Self::Literal(index) => seen.holds(*index),
            Self::All(needs) => needs.iter().all(|need| need.holds(seen)),
            Self::Any(needs) => needs.iter().any(|need| need.holds(seen)),
        }
    }

    /// One of `texts`, in this very case.
    pub(super) fn one_of<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
        literals: &mut Collector,
    ) -> Self {
        let shape = Shape {
            exact: true,
            ..Shape::default()
        };
        let needs = texts
            .into_iter()
            .map(|it| literals.need(it.as_ref(), shape));
        Self::Any(needs.collect())
    }

    /// What `rule` needs.
    pub(super) fn of(rule: &Rule, literals: &mut Collector) -> Self {
        let mut all = vec![Self::one_of(&rule.anchors, literals)];
        if !rule.imports.is_empty() {
            all.push(Self::one_of(&rule.imports, literals));
        }
        all.push(of_trigger(&rule.trigger, literals));
        Self::All(all)
    }
}

fn of_trigger(trigger: &Trigger, literals: &mut Collector) -> Need {
    match trigger {
        Trigger::Subscript { object, .. } | Trigger::Assignment { object, .. } => {
            patterns(object, literals)
        }
        Trigger::Model(model) => of_model(model, literals),
        Trigger::Logic(logic) => of_logic(logic, literals),
        Trigger::Prompt { sinks } => patterns(sinks, literals),
        Trigger::UserLabel {} | Trigger::Defaults { .. } | Trigger::KeyTable { .. } => {
            Need::nothing()
        }
        Trigger::DocumentMember { object } => patterns(object, literals),
        Trigger::FieldAttribute { attributes } => patterns(attributes, literals),
        Trigger::KeyNames {
            classes, beside, ..
        } => {
            let mut all = vec![patterns(classes, literals)];
            if !beside.is_empty() {
                all.push(Need::one_of(slice::from_ref(beside), literals));
            }
            Need::All(all)
        }
        Trigger::Arguments { call, column, .. } => {
            Need::All(vec![patterns(call, literals), patterns(column, literals)])
        }
        Trigger::ClassColumn { call, bases } => {
            Need::All(vec![patterns(call, literals), patterns(bases, literals)])
        }
        Trigger::KeptParts { names } | Trigger::Settings { names } => patterns(names, literals),
        Trigger::KeyedMap { names } => Need::All(vec![
            patterns(names, literals),
            Need::one_of(MAP_TYPES, literals),
        ]),
        Trigger::Library { call, uses, .. } => {
            let mut all = vec![patterns(call, literals)];
            if !uses.is_empty() {
                all.push(patterns(uses, literals));
            }
            Need::All(all)
        }
        Trigger::Access(access) => patterns(&access.call, literals),
        Trigger::Persisted(persisted) => patterns(&persisted.call, literals),
        Trigger::Block(block) => patterns(&block.call, literals),
        Trigger::Object(object) => patterns(&object.call, literals),
        Trigger::Builder(builder) => Need::All(vec![
            patterns(&builder.call, literals),
            patterns(&builder.add, literals),
        ]),
        Trigger::Column(column) => patterns(&column.call, literals),
        Trigger::Removal(removal) => {
            let mut all = vec![patterns(&removal.call, literals)];
            if !removal.inside.is_empty() {
                all.push(patterns(&removal.inside, literals));
            }
            Need::All(all)
        }
        Trigger::Members { call }
        | Trigger::Association { call }
        | Trigger::Collection { call, .. }
        | Trigger::Traits { call }
        | Trigger::Flags { call }
        | Trigger::UserValue { call }
        | Trigger::Memory { call } => patterns(call, literals),
    }
}

fn of_model(model: &Model, literals: &mut Collector) -> Need {
    if model.any {
        return Need::nothing();
    }
    let lists = [
        &model.bases,
        &model.attributes,
        &model.field_attributes,
        &model.field_calls,
    ];
    let declared = Need::Any(lists.map(|list| patterns(list, literals)).into());
    if model.class_names.is_empty() {
        return declared;
    }
    Need::All(vec![declared, patterns(&model.class_names, literals)])
}

fn of_logic(logic: &Logic, literals: &mut Collector) -> Need {
    let mut classes = vec![patterns(&logic.classes, literals)];
    if !logic.bases.is_empty() {
        classes.push(patterns(&logic.bases, literals));
    }
    let mut all = vec![Need::Any(vec![
        patterns(&logic.functions, literals),
        Need::All(classes),
        Need::one_of(&logic.texts, literals),
    ])];
    if !logic.with.is_empty() {
        all.push(Need::one_of(&logic.with, literals));
    }
    Need::All(all)
}

fn patterns(patterns: &[Pattern], literals: &mut Collector) -> Need {
    Need::Any(
        patterns
            .iter()
            .map(|pattern| {
                let segments = pattern.segments().iter();
                Need::All(segments.map(|it| segment(it, literals)).collect())
            })
            .collect(),
    )
}

fn segment(alternatives: &[String], literals: &mut Collector) -> Need {
    let needs = alternatives.iter().map(|glob| fixed_part(glob, literals));
    Need::Any(needs.collect())
}

fn fixed_part(glob: &str, literals: &mut Collector) -> Need {
    let Some((index, text)) = longest_fixed(glob) else {
        return Need::nothing();
    };
    let shape = Shape {
        exact: false,
        begins: index == 0,
        ends: index == glob.matches('*').count(),
    };
    literals.need(text, shape)
}

/// The longest part of a glob that stands for itself, and which of its parts it is; `self` is written
/// `this` in most languages.
pub(super) fn longest_fixed(glob: &str) -> Option<(usize, &str)> {
    let longest = glob.split('*').enumerate().max_by_key(|(_, it)| it.len());
    longest.filter(|(_, text)| !text.is_empty() && *text != "self")
}
