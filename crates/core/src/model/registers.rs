//! Registers and rings: the newest by (t, id, …) wins, so order of arrival does not matter.

use crate::evidence::{EvidenceValue, MicroWeight, Order};

/// How many events of a progression each source keeps (belief-math 2.8).
const RING_LENGTH: usize = 64;

/// The newest thing a source has said of a belief. Withdrawn (no value), it keeps its place but
/// neither wins nor bounds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StatementRegister {
    pub(crate) order: Order,
    pub(crate) value: Option<EvidenceValue>,
}

/// The newest state of one counter of a legacy store. Withdrawn, it has no masses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LevelRegister {
    pub(crate) order: Order,
    /// By outcome, ascending.
    pub(crate) masses: Vec<(u16, MicroWeight)>,
}

impl LevelRegister {
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.order.id.len() + self.masses.capacity() * 8
    }
}

/// One event of a progression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RingEvent {
    pub(crate) order: Order,
    pub(crate) level: u16,
    pub(crate) weight: MicroWeight,
}

/// Adds `event` to `ring`, which keeps the newest [`RING_LENGTH`] in order. One rule may take a list
/// to several levels at once: such events share their order and are told apart by their level.
pub(crate) fn push(ring: &mut Vec<RingEvent>, event: RingEvent) {
    if let Err(place) = ring.binary_search(&event) {
        ring.insert(place, event);
        if ring.len() > RING_LENGTH {
            ring.remove(0);
        }
    }
}
