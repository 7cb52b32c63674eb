//! The self-model: the fold of a user's live evidence. Its size grows with distinct
//! (dimension, source, value) and current registers, never with history.

mod encoding;
mod registers;
mod segments;
mod source;

use std::collections::BTreeMap;

pub use self::encoding::DecodeError;
pub(crate) use self::{
    registers::{LevelRegister, RingEvent, StatementRegister},
    segments::InPlace,
    source::{Cell, Scale, SourceModel},
};
use crate::{
    evidence::{BeliefKey, Source},
    names::DimensionName,
    time::Timestamp,
};

/// Everything folded of one user. Two models of the same live rows are equal and encode to the
/// same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfModel {
    schema_version: u32,
    pub(crate) beliefs: BTreeMap<BeliefKey, Evidenced>,
}

impl SelfModel {
    /// The model of a user of whom nothing is known, folded with the given schema version.
    #[must_use]
    pub const fn empty(schema_version: u32) -> Self {
        Self {
            schema_version,
            beliefs: BTreeMap::new(),
        }
    }

    /// The schema version whose rules folded it.
    #[must_use]
    pub const fn schema_version(&self) -> u32 {
        self.schema_version
    }

    /// What there is evidence of, in order.
    pub fn keys(&self) -> impl Iterator<Item = &BeliefKey> {
        self.beliefs.keys()
    }

    /// How many members of a set dimension there is evidence of.
    #[must_use]
    pub fn members(&self, dimension: &DimensionName) -> usize {
        self.of_dimension(dimension)
            .filter(|(key, _)| key.member.is_some())
            .count()
    }

    /// Whether there is evidence of `key`.
    #[must_use]
    pub fn contains(&self, key: &BeliefKey) -> bool {
        self.beliefs.contains_key(key)
    }

    /// All sources that have evidence, each once, in order.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let all = self
            .beliefs
            .values()
            .flat_map(|evidenced| evidenced.sources.keys());
        let mut sources: Vec<Source> = all.cloned().collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// The model without the evidence of some sources: bit-identical to their never having written.
    #[must_use]
    pub fn without_sources(&self, dropped: impl Fn(&Source) -> bool) -> Self {
        let mut rest = self.clone();
        for evidenced in rest.beliefs.values_mut() {
            evidenced.drop_sources(&dropped);
        }
        rest.beliefs
            .retain(|_, evidenced| !evidenced.sources.is_empty());
        rest
    }

    /// Bytes it occupies in memory, approximately.
    #[must_use]
    pub fn weight(&self) -> usize {
        let entries = self.beliefs.iter().map(|(key, evidenced)| {
            let member = key
                .member
                .as_ref()
                .map_or(0, |member| member.as_str().len());
            size_of::<BeliefKey>() + member + evidenced.weight()
        });
        size_of::<Self>() + entries.sum::<usize>()
    }

    pub(crate) fn of_dimension(
        &self,
        dimension: &DimensionName,
    ) -> impl Iterator<Item = (&BeliefKey, &Evidenced)> {
        let first = BeliefKey {
            dimension: dimension.clone(),
            member: None,
        };
        let same = dimension.clone();
        self.beliefs
            .range(first..)
            .take_while(move |(key, _)| key.dimension == same)
    }
}

/// The evidence of one belief, by source.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Evidenced {
    pub(crate) sources: BTreeMap<Source, SourceModel>,
}

impl Evidenced {
    /// The newest event folded so far, of any source.
    pub(crate) fn newest_event(&self) -> Option<Timestamp> {
        self.sources
            .values()
            .filter_map(SourceModel::newest_event)
            .max()
    }

    fn weight(&self) -> usize {
        self.sources
            .values()
            .map(|source| size_of::<Source>() + source.weight())
            .sum()
    }
}
