//! The record that is written: plain values and positions in a table of names.

use serde::{Deserialize, Serialize};

use crate::evidence::EvidenceValue;

#[derive(Serialize, Deserialize)]
pub(super) struct ModelRecord<'a> {
    pub(super) schema_version: u32,
    #[serde(borrow)]
    pub(super) names: Vec<&'a str>,
    pub(super) beliefs: Vec<BeliefRecord>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct BeliefRecord {
    pub(super) dimension: u32,
    pub(super) member: Option<u32>,
    pub(super) sources: Vec<SourceRecord>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SourceRecord {
    pub(super) feature: u32,
    pub(super) context: Option<u32>,
    pub(super) origin: Option<u32>,
    pub(super) segments: Vec<SegmentRecord>,
    pub(super) latest: Vec<(u16, i64)>,
    pub(super) statement: Option<(OrderRecord, Option<ValueRecord>)>,
    pub(super) levels: Vec<LevelRecord>,
    pub(super) ring: Vec<(OrderRecord, u16, u32)>,
}

/// The start of a segment and its cells: value, whether fast, epoch, mass.
pub(super) type SegmentRecord = (Option<i64>, Vec<CellRecord>);
pub(super) type CellRecord = (u16, bool, i64, i128);
/// Action, slot, order and masses by value.
pub(super) type LevelRecord = (u32, u32, OrderRecord, Vec<(u16, u32)>);

#[derive(Serialize, Deserialize)]
pub(super) struct OrderRecord {
    pub(super) observed_at: i64,
    pub(super) id: u32,
    pub(super) user: u32,
    pub(super) rule: u16,
}

#[derive(Serialize, Deserialize)]
pub(super) enum ValueRecord {
    Outcome(u16),
    Number(u32),
}

impl From<EvidenceValue> for ValueRecord {
    fn from(value: EvidenceValue) -> Self {
        match value {
            EvidenceValue::Outcome(position) => Self::Outcome(position),
            EvidenceValue::Number(z) => Self::Number(z),
        }
    }
}
