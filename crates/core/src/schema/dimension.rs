//! What a dimension can be: its kind, its values, how its evidence ages.

use std::sync::Arc;

use crate::{
    names::{Member, SlotName},
    time::Millis,
};

/// Default of [`Dimension::max_mass`], in event weights.
pub const MAX_MASS: f64 = 20.0;

/// One thing worth knowing of a user.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// For people.
    pub description: String,
    /// What values it takes.
    pub kind: Kind,
    /// What `focus` matches beside the dotted prefix.
    pub tags: Vec<String>,
    /// Half-life of event and level evidence on the long scale. Default 180 d.
    pub half_life: Millis,
    /// Half-life on the fast scale, shorter than `half_life`. Default 14 d.
    pub fast_half_life: Millis,
    /// Half-life of statements. Default 365 d.
    pub statement_half_life: Millis,
    /// Whether contexts share evidence.
    pub scope: Scope,
    /// Slots that the built-in `level` action may name, 1 to 32. Default: one, `default`.
    pub slots: Vec<SlotName>,
    /// Largest sum of the masses of one level register, in event weights. Default [`MAX_MASS`].
    pub max_mass: f64,
}

/// Whether evidence of other contexts counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Contexts share, saturated by kappa.
    User,
    /// Nothing is borrowed from other contexts.
    Context,
}

/// The kind of a dimension and its values.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Outcomes `false`, `true`.
    Boolean(Outcomes),
    /// Unordered values.
    Category(Outcomes),
    /// Ordered values.
    Ordinal(Outcomes),
    /// Ordered states that advance with hysteresis.
    Progression(Outcomes),
    /// One boolean belief per member.
    Set(SetDomain),
    /// A real number within a range.
    Number(NumberDomain),
}

impl Kind {
    /// The outcomes of a belief of this kind; none for numbers. For a set: those of one member.
    #[must_use]
    pub fn outcomes(&self) -> Option<&Outcomes> {
        match self {
            Self::Boolean(outcomes)
            | Self::Category(outcomes)
            | Self::Ordinal(outcomes)
            | Self::Progression(outcomes) => Some(outcomes),
            Self::Set(set) => Some(&set.outcomes),
            Self::Number(_) => None,
        }
    }

    /// The word for this kind in the schema language.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "boolean",
            Self::Category(_) => "category",
            Self::Ordinal(_) => "ordinal",
            Self::Progression(_) => "progression",
            Self::Set(_) => "set",
            Self::Number(_) => "number",
        }
    }

    /// Whether it holds one belief per member.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }

    /// Whether the values of its beliefs are JSON booleans.
    #[must_use]
    pub const fn is_truth_valued(&self) -> bool {
        matches!(self, Self::Boolean(_) | Self::Set(_))
    }
}

/// The finite values of a dimension in schema order, 2 to 256, with the rates at which users in
/// general show them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Value names in schema order, each once.
    pub values: Vec<Arc<str>>,
    /// One rate in (0, 1) per value; they sum to 1.
    pub base_rates: Vec<f64>,
}

impl Outcomes {
    /// `false` and `true`, with the rate of `true` in (0, 1).
    #[must_use]
    pub fn truth(rate: f64) -> Self {
        Self {
            values: vec!["false".into(), "true".into()],
            base_rates: vec![1.0 - rate, rate],
        }
    }

    /// Position of `value` in schema order.
    #[must_use]
    pub fn position(&self, value: &str) -> Option<u16> {
        let position = self
            .values
            .iter()
            .position(|candidate| &**candidate == value)?;
        u16::try_from(position).ok()
    }
}

/// The members of a set dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct SetDomain {
    /// Which members there may be.
    pub members: Members,
    /// How many members one user may have; an admission rule, not a fold rule.
    pub max_members: u32,
    /// `false` and `true` of one member.
    pub outcomes: Outcomes,
}

/// Which members a set may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// Any valid member name.
    Open,
    /// These only.
    Listed(Vec<Member>),
}

/// The values of a number dimension and its prior.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberDomain {
    /// Least value.
    pub low: f64,
    /// Greatest value, above `low`.
    pub high: f64,
    /// Confidence is P(|true − value| ≤ tolerance); positive.
    pub tolerance: f64,
    /// Mean of the prior. Default: mid-range.
    pub prior_mean: f64,
    /// Variance within one user, positive. Default: (range / 4)².
    pub prior_variance: f64,
    /// k0, how many observations the prior mean is worth; positive. Default 2.
    pub prior_strength: f64,
}
