//! What an action may carry and what it says: declared details and evidence rules.

use std::collections::BTreeMap;

use crate::{
    mapping::{Condition, ValueMapping, WeightMapping},
    names::{DimensionName, SlotName},
    time::Millis,
};

/// A declared action.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// How its evidence enters the model.
    pub mode: Mode,
    /// The typed details it carries.
    pub details: BTreeMap<String, DetailField>,
    /// What it says of the user.
    pub evidence: Vec<Rule>,
}

/// How evidence enters the model (design: event, statement, level).
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    /// Accumulates and decays. With a window, the same action with the same details counts once
    /// per UTC-aligned window.
    Event {
        /// Length of the window within which repetition is not proof.
        dedupe: Option<Millis>,
    },
    /// Someone said so: the newest per (dimension, member, source) wins.
    Statement,
    /// The present state of a legacy store: the newest per (dimension, member, source, action,
    /// slot) replaces the older.
    Level {
        /// Which register the observation sets.
        slot: SlotRule,
    },
}

/// Which level register an observation sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotRule {
    /// The action has one register.
    Single,
    /// The register is named by an enum detail of at most 32 values.
    From {
        /// The detail's name.
        field: String,
    },
}

impl SlotRule {
    /// Name of the register of an action that has only one.
    #[must_use]
    pub fn single() -> SlotName {
        // "default" is within the alphabet and the limit of slot names.
        SlotName::new("default").unwrap_or_else(|_| unreachable!("a valid slot name"))
    }
}

/// One declared detail.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailField {
    /// What it may hold.
    pub kind: DetailType,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The type of a detail.
#[derive(Debug, Clone, PartialEq)]
pub enum DetailType {
    /// Text of at most `max_length` bytes.
    String {
        /// Longest length in bytes.
        max_length: usize,
    },
    /// A finite number within bounds.
    Number {
        /// Least value, if bounded.
        min: Option<f64>,
        /// Greatest value, if bounded.
        max: Option<f64>,
    },
    /// A whole number within bounds.
    Integer {
        /// Least value, if bounded.
        min: Option<i64>,
        /// Greatest value, if bounded.
        max: Option<i64>,
    },
    /// `true` or `false`.
    Boolean,
    /// One of the named values.
    Enum {
        /// The values, each once.
        values: Vec<String>,
    },
    /// Several of one type.
    List {
        /// Type of each item, not itself a list.
        items: Box<DetailType>,
        /// Most items.
        max_items: usize,
    },
}

impl DetailType {
    /// Least and greatest value of a number or an integer, where declared; none for other types.
    #[expect(
        clippy::cast_precision_loss,
        reason = "neighbours beyond 2^53 are one number to whoever compares bounds"
    )]
    pub(crate) fn bounds(&self) -> Option<(Option<f64>, Option<f64>)> {
        match self {
            Self::Number { min, max } => Some((*min, *max)),
            Self::Integer { min, max } => {
                Some((min.map(|min| min as f64), max.map(|max| max as f64)))
            }
            _ => None,
        }
    }
}

/// One evidence rule: when it applies, which dimension it reaches, with which value and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// All must hold.
    pub when: Vec<Condition>,
    /// The dimension it reaches; declared in the schema.
    pub dimension: DimensionName,
    /// The value: an outcome, a number, or the member of a set. A list detail gives one piece of
    /// evidence per item.
    pub value: ValueMapping,
    /// For sets: whether the member is supported (`true`) or opposed.
    pub polarity: bool,
    /// Event weight in (0, 1000].
    pub weight: WeightMapping,
}
