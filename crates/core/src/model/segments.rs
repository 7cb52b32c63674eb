//! Segments tell evidence before a statement from evidence after it, for whichever statement wins
//! at a read (belief-math 2.5). They are bounded by the current, non-empty statement registers of
//! a belief, at most one per source.

use super::{Evidenced, Scale, StatementRegister, registers, registers::RingEvent};
use crate::{
    decay::contribution,
    evidence::{EvidenceValue, MicroWeight, Order, Source},
    model::source::CellKey,
    schema::{Dimension, Kind},
    time::Timestamp,
};

/// Whether a change could be made in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InPlace {
    Done,
    /// A boundary falls inside folded evidence: only the log can tell what lies on which side.
    NeedsLog,
}

impl Evidenced {
    /// Adds an event to the segment of its own time.
    pub(crate) fn add_event(
        &mut self,
        dimension: &Dimension,
        source: Source,
        order: Order,
        value: EvidenceValue,
        weight: MicroWeight,
    ) {
        let at = order.observed_at;
        let segment = self.boundaries().filter(|boundary| *boundary <= at).max();
        let model = self.sources.entry(source).or_default();
        match value {
            EvidenceValue::Outcome(position) => {
                for scale in Scale::BOTH {
                    let (epoch, mass) = contribution(at, scale.half_life(dimension), weight);
                    model.add(
                        CellKey {
                            segment,
                            value: position,
                            scale,
                            epoch,
                        },
                        mass,
                    );
                }
                if matches!(dimension.kind, Kind::Progression(_)) {
                    registers::push(
                        &mut model.ring,
                        RingEvent {
                            order,
                            level: position,
                            weight,
                        },
                    );
                }
            }
            EvidenceValue::Number(z) => {
                let (epoch, mass) = contribution(at, dimension.half_life, weight);
                let z = i128::from(z);
                let accumulators = [mass, mass * z, (mass * z * z) >> 20];
                for (value, accumulator) in (0..).zip(accumulators) {
                    model.add(
                        CellKey {
                            segment,
                            value,
                            scale: Scale::Long,
                            epoch,
                        },
                        accumulator,
                    );
                }
            }
        }
        model.saw(value, at);
        model.prune(dimension);
    }

    /// Sets the statement register of `source` unless it holds a newer one.
    pub(crate) fn set_statement(
        &mut self,
        source: Source,
        statement: StatementRegister,
    ) -> InPlace {
        let held = self
            .sources
            .get(&source)
            .and_then(|model| model.statement.as_ref());
        if held.is_some_and(|held| held.order >= statement.order) {
            return InPlace::Done;
        }
        let opened = statement.value.map(|_| statement.order.observed_at);
        let closed = held
            .filter(|held| held.value.is_some())
            .map(|held| held.order.observed_at);
        if let Some(boundary) = opened
            && !self.boundaries().any(|known| known == boundary)
            && self.newest_event().is_some_and(|newest| newest >= boundary)
        {
            return InPlace::NeedsLog;
        }
        self.sources.entry(source).or_default().statement = Some(statement);
        if let Some(boundary) = closed {
            self.close(boundary);
        }
        InPlace::Done
    }

    /// Removes sources with their masses and registers, and the boundaries that only they held.
    pub(crate) fn drop_sources(&mut self, dropped: impl Fn(&Source) -> bool) {
        let before: Vec<Timestamp> = self.boundaries().collect();
        self.sources.retain(|source, _| !dropped(source));
        for boundary in before {
            self.close(boundary);
        }
    }

    /// Times of the statements that bound segments, in no order, possibly repeated.
    fn boundaries(&self) -> impl Iterator<Item = Timestamp> {
        let held = self
            .sources
            .values()
            .filter_map(|model| model.statement.as_ref());
        held.filter(|held| held.value.is_some())
            .map(|held| held.order.observed_at)
    }

    /// Joins the segment that began at `boundary` to the one before it, unless a statement still
    /// bounds it.
    fn close(&mut self, boundary: Timestamp) {
        if self.boundaries().any(|held| held == boundary) {
            return;
        }
        let before = self.boundaries().filter(|held| *held < boundary).max();
        for model in self.sources.values_mut() {
            let (moved, kept) = std::mem::take(&mut model.cells)
                .into_iter()
                .partition(|cell| cell.key.segment == Some(boundary));
            model.cells = kept;
            for cell in moved {
                model.add(
                    CellKey {
                        segment: before,
                        ..cell.key
                    },
                    cell.mass,
                );
            }
        }
    }
}
