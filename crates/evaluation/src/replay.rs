//! A person's life, replayed through the core: rows are folded one by one, beliefs are read in
//! between.

use selfmodel_core::{
    belief::{BeliefValue, Lens, Reader},
    evidence::BeliefKey,
    fold::{Advance, advance, refold},
    log::LogRow,
    model::SelfModel,
    schema::{Outcomes, Schema},
};

/// The model of the first rows of a log.
#[derive(Debug)]
pub(crate) struct Replay<'a> {
    schema: &'a Schema,
    rows: &'a [LogRow],
    folded: usize,
    model: SelfModel,
}

impl<'a> Replay<'a> {
    /// Of no row yet.
    pub(crate) const fn new(schema: &'a Schema, rows: &'a [LogRow]) -> Self {
        Self {
            schema,
            rows,
            folded: 0,
            model: SelfModel::empty(1),
        }
    }

    /// The model of the first `count` rows, which are at least as many as before.
    pub(crate) fn up_to(&mut self, count: usize) -> &SelfModel {
        while self.folded < count
            && let Some(row) = self.rows.get(self.folded)
        {
            fold(self.schema, &mut self.model, row, &self.rows[..self.folded]);
            self.folded += 1;
        }
        &self.model
    }
}

/// Adds `row` to the model of the rows `before`.
pub(crate) fn fold(schema: &Schema, model: &mut SelfModel, row: &LogRow, before: &[LogRow]) {
    if advance(schema, model, row, false) == Advance::Replay {
        *model = refold(
            schema,
            model.schema_version(),
            before.iter().chain(std::iter::once(row)),
        );
    }
}

/// The value believed, as a position, and the confidence in it.
pub(crate) fn top(
    model: &SelfModel,
    lens: Lens<'_>,
    key: &BeliefKey,
    outcomes: &Outcomes,
) -> Option<(usize, f64)> {
    let belief = Reader::new(lens).read(model, key)?.belief;
    let position = match &belief.value {
        BeliefValue::Truth(truth) => usize::from(*truth),
        BeliefValue::Outcome(name) => usize::from(outcomes.position(name)?),
        BeliefValue::Number(_) => return None,
    };
    Some((position, belief.confidence))
}
