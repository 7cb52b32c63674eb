//! From a record to a model.

use super::{
    DecodeError, damaged,
    record::{CellRecord, ModelRecord, OrderRecord, SegmentRecord, SourceRecord, ValueRecord},
};
use crate::{
    evidence::{BeliefKey, EvidenceValue, MicroWeight, Order, Source},
    model::{
        Cell, Evidenced, LevelRegister, RingEvent, Scale, SelfModel, SourceModel,
        StatementRegister, source::CellKey,
    },
    names::{
        ActionName, ContextName, DimensionName, FeatureName, InvalidName, Member, OriginName,
        SlotName,
    },
    time::Timestamp,
};

/// Reads a record against its table of names.
pub(super) struct Reader<'a> {
    pub(super) names: &'a [&'a str],
}

impl Reader<'_> {
    pub(super) fn model(&self, record: &ModelRecord<'_>) -> Result<SelfModel, DecodeError> {
        let mut model = SelfModel::empty(record.schema_version);
        for belief in &record.beliefs {
            let key = BeliefKey {
                dimension: self.name(belief.dimension, DimensionName::new)?,
                member: self.optional(belief.member, Member::new)?,
            };
            let mut evidenced = Evidenced::default();
            for source in &belief.sources {
                evidenced
                    .sources
                    .insert(self.source_name(source)?, self.source(source)?);
            }
            model.beliefs.insert(key, evidenced);
        }
        Ok(model)
    }

    fn source_name(&self, record: &SourceRecord) -> Result<Source, DecodeError> {
        Ok(Source {
            feature: self.name(record.feature, FeatureName::new)?,
            context: self.optional(record.context, ContextName::new)?,
            origin: self.optional(record.origin, OriginName::new)?,
        })
    }

    fn source(&self, record: &SourceRecord) -> Result<SourceModel, DecodeError> {
        let mut model = SourceModel {
            cells: cells(record),
            latest: record
                .latest
                .iter()
                .map(|(v, at)| (*v, Timestamp::from_millis(*at)))
                .collect(),
            ..SourceModel::default()
        };
        if let Some((order, value)) = &record.statement {
            let value = value.as_ref().map(|value| match value {
                ValueRecord::Outcome(position) => EvidenceValue::Outcome(*position),
                ValueRecord::Number(z) => EvidenceValue::Number(*z),
            });
            model.statement = Some(StatementRegister {
                order: self.order(order)?,
                value,
            });
        }
        for (action, slot, order, masses) in &record.levels {
            let register = (
                self.name(*action, ActionName::new)?,
                self.name(*slot, SlotName::new)?,
            );
            let masses = masses
                .iter()
                .map(|(value, weight)| (*value, MicroWeight(*weight)));
            let level = LevelRegister {
                order: self.order(order)?,
                masses: masses.collect(),
            };
            model.levels.insert(register, level);
        }
        for (order, level, weight) in &record.ring {
            let (order, weight) = (self.order(order)?, MicroWeight(*weight));
            model.ring.push(RingEvent {
                order,
                level: *level,
                weight,
            });
        }
        Ok(model)
    }

    fn order(&self, record: &OrderRecord) -> Result<Order, DecodeError> {
        Ok(Order {
            observed_at: Timestamp::from_millis(record.observed_at),
            id: self.text(record.id)?.into(),
            user: self.text(record.user)?.into(),
            rule: record.rule,
        })
    }

    fn optional<T>(
        &self,
        position: Option<u32>,
        make: fn(&str) -> Result<T, InvalidName>,
    ) -> Result<Option<T>, DecodeError> {
        position
            .map(|position| self.name(position, make))
            .transpose()
    }

    fn name<T>(
        &self,
        position: u32,
        make: fn(&str) -> Result<T, InvalidName>,
    ) -> Result<T, DecodeError> {
        make(self.text(position)?).map_err(|error| damaged(format!("a name {error}")))
    }

    fn text(&self, position: u32) -> Result<&str, DecodeError> {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        let name = self.names.get(position).copied();
        name.ok_or_else(|| damaged(format!("it names text {position} of {}", self.names.len())))
    }
}

fn cells(record: &SourceRecord) -> Vec<Cell> {
    let of_segment = |(start, cells): &SegmentRecord| {
        let segment = start.map(Timestamp::from_millis);
        let cell = |(value, fast, epoch, mass): &CellRecord| {
            let scale = if *fast { Scale::Fast } else { Scale::Long };
            let key = CellKey {
                segment,
                value: *value,
                scale,
                epoch: *epoch,
            };
            Cell { key, mass: *mass }
        };
        cells.iter().map(cell).collect::<Vec<Cell>>()
    };
    record.segments.iter().flat_map(of_segment).collect()
}
