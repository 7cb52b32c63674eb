//! From a model to a record.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{
    BeliefRecord, ModelRecord, OrderRecord, SegmentRecord, SourceRecord, ValueRecord,
};
use crate::{
    evidence::{Order, Source},
    model::{Cell, Scale, SelfModel, SourceModel},
    names::{ContextName, Member, OriginName},
    time::Timestamp,
};

/// Writes a model against its table of names.
pub(super) struct Writer<'a> {
    positions: BTreeMap<&'a str, u32>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(model: &'a SelfModel) -> Self {
        let mut names = BTreeSet::new();
        for (key, evidenced) in &model.beliefs {
            names.insert(key.dimension.as_str());
            names.extend(key.member.as_ref().map(Member::as_str));
            for (source, contribution) in &evidenced.sources {
                names.insert(source.feature.as_str());
                names.extend(source.context.as_ref().map(ContextName::as_str));
                names.extend(source.origin.as_ref().map(OriginName::as_str));
                names_of_registers(contribution, &mut names);
            }
        }
        Self {
            positions: names.into_iter().zip(0..).collect(),
        }
    }

    pub(super) fn record(&self, model: &'a SelfModel) -> ModelRecord<'a> {
        let beliefs = model.beliefs.iter().map(|(key, evidenced)| BeliefRecord {
            dimension: self.position(key.dimension.as_str()),
            member: key
                .member
                .as_ref()
                .map(|member| self.position(member.as_str())),
            sources: evidenced
                .sources
                .iter()
                .map(|(name, model)| self.source(name, model))
                .collect(),
        });
        ModelRecord {
            schema_version: model.schema_version,
            names: self.positions.keys().copied().collect(),
            beliefs: beliefs.collect(),
        }
    }

    fn source(&self, name: &Source, model: &SourceModel) -> SourceRecord {
        let levels = model.levels.iter().map(|((action, slot), level)| {
            let masses = level
                .masses
                .iter()
                .map(|(value, weight)| (*value, weight.0))
                .collect();
            let (action, slot) = (self.position(action.as_str()), self.position(slot.as_str()));
            (action, slot, self.order(&level.order), masses)
        });
        let ring = model.ring.iter();
        SourceRecord {
            feature: self.position(name.feature.as_str()),
            context: name
                .context
                .as_ref()
                .map(|context| self.position(context.as_str())),
            origin: name
                .origin
                .as_ref()
                .map(|origin| self.position(origin.as_str())),
            segments: segments(&model.cells),
            latest: model
                .latest
                .iter()
                .map(|(value, at)| (*value, at.millis()))
                .collect(),
            statement: model.statement.as_ref().map(|statement| {
                (
                    self.order(&statement.order),
                    statement.value.map(ValueRecord::from),
                )
            }),
            levels: levels.collect(),
            ring: ring
                .map(|event| (self.order(&event.order), event.level, event.weight.0))
                .collect(),
        }
    }

    fn order(&self, order: &Order) -> OrderRecord {
        OrderRecord {
            observed_at: order.observed_at.millis(),
            id: self.position(&order.id),
            user: self.position(&order.user),
            rule: order.rule,
        }
    }

    fn position(&self, name: &str) -> u32 {
        // Every name of the model was put into the table.
        self.positions.get(name).copied().unwrap_or(u32::MAX)
    }
}

fn names_of_registers<'a>(source: &'a SourceModel, names: &mut BTreeSet<&'a str>) {
    for (action, slot) in source.levels.keys() {
        names.extend([action.as_str(), slot.as_str()]);
    }
    let statement = source.statement.iter().map(|statement| &statement.order);
    let levels = source.levels.values().map(|level| &level.order);
    let ring = source.ring.iter().map(|event| &event.order);
    for order in statement.chain(levels).chain(ring) {
        names.extend([&*order.id, &*order.user]);
    }
}

fn segments(cells: &[Cell]) -> Vec<SegmentRecord> {
    let by_segment = cells.chunk_by(|left, right| left.key.segment == right.key.segment);
    let record = |cell: &Cell| {
        (
            cell.key.value,
            cell.key.scale == Scale::Fast,
            cell.key.epoch,
            cell.mass,
        )
    };
    by_segment
        .filter_map(|chunk| {
            let start = chunk.first()?.key.segment.map(Timestamp::millis);
            Some((start, chunk.iter().map(record).collect()))
        })
        .collect()
}
