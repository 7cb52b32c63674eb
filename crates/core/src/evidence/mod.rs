//! Evidence: what the schema makes of a logged observation, before it is folded.

mod builtin;
mod derive;
mod unit;
mod value;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::{
    derive::{derive, source},
    unit::{Unit, unit},
    value::{NUMBER_STEPS, evidence_value},
};

use crate::{
    names::{ActionName, ContextName, DimensionName, FeatureName, Member, OriginName, SlotName},
    time::Timestamp,
};

/// Whose word it is: the unit of trust, base rates and retraction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The feature that wrote.
    pub feature: FeatureName,
    /// Where it was observed.
    pub context: Option<ContextName>,
    /// The bridge that wrote, if one did.
    pub origin: Option<OriginName>,
}

/// What is believed something of: a dimension, or one member of a set dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BeliefKey {
    /// The dimension.
    pub dimension: DimensionName,
    /// The member, for sets.
    pub member: Option<Member>,
}

/// The total order of registers and rings: (t, id, source, user id as written, rule index). The
/// source is where the register lives and so not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// When it was observed; for a collapsed unit the start of its window.
    pub observed_at: Timestamp,
    /// Id of the observation; for a collapsed unit the unit's.
    pub id: Arc<str>,
    /// The user id it was written under.
    pub user: Arc<str>,
    /// Position of the rule within the action.
    pub rule: u16,
}

/// A value as the fold counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceValue {
    /// Position of an outcome in schema order.
    Outcome(u16),
    /// A number: round((x − low) / (high − low) · 2^20), clamped to 0..=2^20.
    Number(u32),
}

/// A weight in millionths of an event, 1 to 10^9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MicroWeight(pub u32);

impl MicroWeight {
    /// Rounds `weight` to millionths; none when it is not finite, rounds to nothing or exceeds 1,000.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked before the cast"
    )]
    pub fn new(weight: f64) -> Option<Self> {
        let micro = libm::round(weight * 1e6);
        (1.0..=1e9).contains(&micro).then_some(Self(micro as u32))
    }

    /// The weight in events.
    #[must_use]
    pub fn events(self) -> f64 {
        f64::from(self.0) / 1e6
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it is about.
    pub key: BeliefKey,
    /// Whose it is.
    pub source: Source,
    /// Where it stands among others.
    pub order: Order,
    /// How it enters the model.
    pub entry: Entry,
}

/// How a piece of evidence enters the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Accumulates and decays.
    Event {
        /// The value it supports.
        value: EvidenceValue,
        /// How strongly.
        weight: MicroWeight,
    },
    /// Sets the source's statement register; none withdraws it.
    Statement {
        /// What was said.
        value: Option<EvidenceValue>,
    },
    /// Sets a level register; no masses withdraw it.
    Level {
        /// The action the register belongs to.
        action: ActionName,
        /// Which of its registers.
        slot: SlotName,
        /// Masses by outcome, ascending, none zero.
        masses: Vec<(u16, MicroWeight)>,
    },
}
