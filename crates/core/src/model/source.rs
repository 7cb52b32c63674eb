//! What one source has contributed to one belief.

use std::collections::BTreeMap;

use super::registers::{LevelRegister, RingEvent, StatementRegister};
use crate::{
    decay::is_forgotten,
    evidence::EvidenceValue,
    names::{ActionName, SlotName},
    schema::Dimension,
    time::{Millis, Timestamp},
};

/// One of the two half-lives at which mass is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scale {
    Long,
    Fast,
}

impl Scale {
    pub(crate) const BOTH: [Self; 2] = [Self::Long, Self::Fast];

    pub(crate) const fn half_life(self, dimension: &Dimension) -> Millis {
        match self {
            Self::Long => dimension.half_life,
            Self::Fast => dimension.fast_half_life,
        }
    }
}

/// Where a mass is kept: the segment begins at the time of a statement (none: before the first).
/// For numbers the value counts accumulators: 0 for q, 1 for q·z, 2 for (q·z²) / 2²⁰.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellKey {
    pub(crate) segment: Option<Timestamp>,
    pub(crate) value: u16,
    pub(crate) scale: Scale,
    pub(crate) epoch: i64,
}

/// An integer mass at the start of its epoch, in 2⁻³² millionths of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) key: CellKey,
    pub(crate) mass: i128,
}

/// The contribution of one source: a commutative monoid of masses, and registers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SourceModel {
    /// Ascending by key.
    pub(crate) cells: Vec<Cell>,
    /// Newest event by value, ascending by value. For numbers one entry, value 0.
    pub(crate) latest: Vec<(u16, Timestamp)>,
    pub(crate) statement: Option<StatementRegister>,
    pub(crate) levels: BTreeMap<(ActionName, SlotName), LevelRegister>,
    /// Newest events of a progression, ascending by order.
    pub(crate) ring: Vec<RingEvent>,
}

impl SourceModel {
    pub(crate) fn newest_event(&self) -> Option<Timestamp> {
        self.latest.iter().map(|(_, at)| *at).max()
    }

    pub(crate) fn latest_of(&self, value: u16) -> Option<Timestamp> {
        self.latest
            .iter()
            .find(|(known, _)| *known == value)
            .map(|(_, at)| *at)
    }

    /// Adds a mass. Wrapping keeps the group law whatever happens; overflow would take 2⁴⁹ events.
    pub(crate) fn add(&mut self, key: CellKey, mass: i128) {
        match self.cells.binary_search_by_key(&key, |cell| cell.key) {
            Ok(found) => {
                if let Some(cell) = self.cells.get_mut(found) {
                    cell.mass = cell.mass.wrapping_add(mass);
                }
            }
            Err(place) => self.cells.insert(place, Cell { key, mass }),
        }
    }

    pub(crate) fn saw(&mut self, value: EvidenceValue, at: Timestamp) {
        let value = match value {
            EvidenceValue::Outcome(position) => position,
            EvidenceValue::Number(_) => 0,
        };
        match self
            .latest
            .binary_search_by_key(&value, |(known, _)| *known)
        {
            Ok(found) => {
                if let Some((_, latest)) = self.latest.get_mut(found) {
                    *latest = at.max(*latest);
                }
            }
            Err(place) => self.latest.insert(place, (value, at)),
        }
    }

    /// Drops the epochs that the newest event of this source leaves without weight.
    pub(crate) fn prune(&mut self, dimension: &Dimension) {
        let Some(newest) = self.newest_event() else {
            return;
        };
        self.cells.retain(|cell| {
            !is_forgotten(cell.key.epoch, newest, cell.key.scale.half_life(dimension))
        });
    }

    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>()
            + self.cells.capacity() * size_of::<Cell>()
            + self.latest.capacity() * size_of::<(u16, Timestamp)>()
            + self
                .levels
                .values()
                .map(LevelRegister::weight)
                .sum::<usize>()
            + self.ring.capacity() * size_of::<RingEvent>()
            + self
                .ring
                .iter()
                .map(|event| event.order.id.len())
                .sum::<usize>()
    }
}
