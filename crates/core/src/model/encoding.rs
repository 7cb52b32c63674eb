//! The compact, versioned binary form of a self-model: a version byte, then a postcard record with
//! one table of names. Equal models have equal bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Cell, Evidenced, LevelRegister, RingEvent, Scale, SelfModel, SourceModel, StatementRegister,
    source::CellKey,
};
use crate::{
    evidence::{BeliefKey, EvidenceValue, MicroWeight, Order, Source},
    names::{
        ActionName, ContextName, DimensionName, FeatureName, InvalidName, Member, OriginName,
        SlotName,
    },
    time::Timestamp,
};

/// First byte of an encoded model; grows when the form changes.
const FORMAT: u8 = 1;

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There are no bytes.
    #[error("the encoded self-model is empty")]
    Empty,
    /// Written by another version of this software.
    #[error("the encoded self-model has format {found}, this version reads format {FORMAT}")]
    Format {
        /// The format found.
        found: u8,
    },
    /// The record is damaged.
    #[error("the encoded self-model is damaged: {reason}")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl SelfModel {
    /// The compact form of the model.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "plain records written into memory have no way to fail"
    )]
    pub fn encode(&self) -> Vec<u8> {
        let record = Writer::new(self).record(self);
        postcard::to_extend(&record, vec![FORMAT]).expect("a record fits into memory")
    }

    /// Reads the compact form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (format, body) = bytes.split_first().ok_or(DecodeError::Empty)?;
        if *format != FORMAT {
            return Err(DecodeError::Format { found: *format });
        }
        let record: ModelRecord<'_> =
            postcard::from_bytes(body).map_err(|error| damaged(error.to_string()))?;
        Reader {
            names: &record.names,
        }
        .model(&record)
    }
}

#[derive(Serialize, Deserialize)]
struct ModelRecord<'a> {
    schema_version: u32,
    #[serde(borrow)]
    names: Vec<&'a str>,
    beliefs: Vec<BeliefRecord>,
}

#[derive(Serialize, Deserialize)]
struct BeliefRecord {
    dimension: u32,
    member: Option<u32>,
    sources: Vec<SourceRecord>,
}

#[derive(Serialize, Deserialize)]
struct SourceRecord {
    feature: u32,
    context: Option<u32>,
    origin: Option<u32>,
    segments: Vec<SegmentRecord>,
    latest: Vec<(u16, i64)>,
    statement: Option<(OrderRecord, Option<ValueRecord>)>,
    levels: Vec<LevelRecord>,
    ring: Vec<(OrderRecord, u16, u32)>,
}

/// The start of a segment and its cells: value, whether fast, epoch, mass.
type SegmentRecord = (Option<i64>, Vec<CellRecord>);
type CellRecord = (u16, bool, i64, i128);
/// Action, slot, order and masses by value.
type LevelRecord = (u32, u32, OrderRecord, Vec<(u16, u32)>);

#[derive(Serialize, Deserialize)]
struct OrderRecord {
    observed_at: i64,
    id: u32,
    user: u32,
    rule: u16,
}

#[derive(Serialize, Deserialize)]
enum ValueRecord {
    Outcome(u16),
    Number(u32),
}

/// Writes a model against its table of names.
struct Writer<'a> {
    positions: BTreeMap<&'a str, u32>,
}

impl<'a> Writer<'a> {
    fn new(model: &'a SelfModel) -> Self {
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

    fn record(&self, model: &'a SelfModel) -> ModelRecord<'a> {
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

impl From<EvidenceValue> for ValueRecord {
    fn from(value: EvidenceValue) -> Self {
        match value {
            EvidenceValue::Outcome(position) => Self::Outcome(position),
            EvidenceValue::Number(z) => Self::Number(z),
        }
    }
}

/// Reads a record against its table of names.
struct Reader<'a> {
    names: &'a [&'a str],
}

impl Reader<'_> {
    fn model(&self, record: &ModelRecord<'_>) -> Result<SelfModel, DecodeError> {
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

fn damaged(reason: impl Into<String>) -> DecodeError {
    DecodeError::Damaged {
        reason: reason.into(),
    }
}
