//! Effective masses at a read (belief-math 2.3 and 2.5): decay, trust, base-rate correction,
//! saturation of foreign evidence, the winning statement.

use super::{Lens, correction, trust, winner::WinningStatement};
use crate::{
    calibration::Calibrated,
    decay::{DecayTable, UNIT, factor},
    evidence::{EvidenceValue, Source},
    model::{Evidenced, Scale, SourceModel},
    schema::{Dimension, Kind, Scope},
};

/// However much other contexts know, it is never worth more than this many own observations.
const KAPPA: f64 = 8.0;
/// Evidence from before the winning statement counts for at most this many events.
const BEFORE_STATEMENT: f64 = 4.0;
/// z counts fractions of 2²⁰.
const NUMBER_UNIT: f64 = 1_048_576.0;

/// Masses by outcome in schema order; for numbers the sums of 1, x and x² over the range's [0, 1].
#[derive(Debug)]
pub(crate) struct Masses<'a> {
    pub(crate) long: Vec<f64>,
    pub(crate) fast: Vec<f64>,
    /// The sources that count, in order.
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) statement: Option<WinningStatement<'a>>,
    pub(crate) measure: Measure,
    /// By part, then [`Column`], then value: one allocation for all of them.
    table: Vec<f64>,
}

/// One source of a read.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) source: &'a Source,
    pub(crate) model: &'a SourceModel,
    /// Whether it speaks from the asked context.
    pub(crate) own: bool,
}

/// What a part's row of the table holds: masses of a scale before and after the winning statement.
/// In the end the latter become what the part adds to the masses of that scale.
#[derive(Clone, Copy)]
enum Column {
    LongBefore,
    LongAfter,
    FastBefore,
    FastAfter,
}

impl Column {
    /// The after-columns follow their before-columns.
    const COUNT: usize = 4;

    const fn of(scale: Scale, after: bool) -> Self {
        match (scale, after) {
            (Scale::Long, false) => Self::LongBefore,
            (Scale::Long, true) => Self::LongAfter,
            (Scale::Fast, false) => Self::FastBefore,
            (Scale::Fast, true) => Self::FastAfter,
        }
    }
}

/// How masses of a kind are measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Outcomes, or the three sums of a number.
    pub(crate) width: usize,
    number: bool,
}

impl Measure {
    pub(crate) fn of(kind: &Kind) -> Self {
        let number = Self {
            width: 3,
            number: true,
        };
        let outcomes = kind.outcomes();
        outcomes.map_or(number, |outcomes| Self {
            width: outcomes.values.len(),
            number: false,
        })
    }

    /// How many events `masses` are worth.
    pub(crate) fn size(self, masses: &[f64]) -> f64 {
        if self.number {
            masses.first().copied().unwrap_or(0.0)
        } else {
            masses.iter().sum()
        }
    }
}

impl<'a> Masses<'a> {
    /// The effective masses of `evidenced` as `lens` sees them.
    pub(crate) fn read(
        dimension: &Dimension,
        evidenced: &'a Evidenced,
        lens: &Lens<'_>,
        calibrated: Calibrated<'_>,
        decay: &mut DecayTable,
    ) -> Self {
        let measure = Measure::of(&dimension.kind);
        let borrows = dimension.scope == Scope::User;
        let sources = evidenced.sources.iter().map(|(source, model)| {
            let own = lens.is_own(source);
            Part { source, model, own }
        });
        let parts: Vec<Part<'a>> = sources.filter(|part| part.own || borrows).collect();
        let mut masses = Self {
            long: vec![0.0; measure.width],
            fast: vec![0.0; measure.width],
            table: vec![0.0; parts.len() * Column::COUNT * measure.width],
            statement: WinningStatement::find(dimension, evidenced, lens, calibrated),
            parts,
            measure,
        };
        let outcomes = dimension.kind.outcomes();
        let reader = outcomes.map(|outcomes| calibrated.reader_base_rates(lens.context, outcomes));
        let row_length = Column::COUNT * measure.width;
        for (part, row) in masses
            .parts
            .iter()
            .zip(masses.table.chunks_exact_mut(row_length))
        {
            let mut row = Row {
                masses: row,
                measure,
            };
            row.gather(
                part.model,
                dimension,
                masses.statement.as_ref(),
                lens,
                decay,
            );
            row.weigh(part.source, reader, calibrated);
        }
        for scale in Scale::BOTH {
            masses.combine(scale);
        }
        for (f, r) in masses.fast.iter_mut().zip(&masses.long) {
            *f = f.min(*r);
        }
        masses
    }

    /// What each part adds to the long masses, the statement apart, in order of the parts.
    pub(crate) fn effective(&self) -> impl Iterator<Item = (&Part<'a>, &[f64])> + Clone {
        let width = self.measure.width;
        let rows = self.table.chunks_exact(Column::COUNT * width);
        let columns = rows.map(move |row| column(row, Column::LongAfter, width));
        self.parts.iter().zip(columns)
    }

    /// Adds up one scale: foreign masses saturated, what came before the statement capped. Leaves
    /// in each row what its part adds.
    fn combine(&mut self, scale: Scale) {
        let width = self.measure.width;
        let [before, after] = [false, true].map(|after| Column::of(scale, after));
        let saturation = self.saturation(before, after);
        let cap = self.cap(before, saturation);
        let total = match scale {
            Scale::Long => &mut self.long,
            Scale::Fast => &mut self.fast,
        };
        let rows = self.table.chunks_exact_mut(Column::COUNT * width);
        for (part, row) in self.parts.iter().zip(rows) {
            let saturation = if part.own { 1.0 } else { saturation };
            let (before, rest) = row[before as usize * width..].split_at_mut(width);
            for ((after, before), total) in rest.iter_mut().zip(before).zip(total.iter_mut()) {
                *after = (*after + *before * cap) * saturation;
                *total += *after;
            }
        }
        if let Some(statement) = &self.statement {
            for (position, mass) in total.iter_mut().enumerate() {
                *mass += statement.weight * unit_mass(statement.value, position);
            }
        }
    }

    /// κ / (κ + X), X being all foreign mass of a scale.
    fn saturation(&self, before: Column, after: Column) -> f64 {
        let foreign = self
            .sizes(before)
            .zip(self.sizes(after))
            .filter(|((part, _), _)| !part.own);
        KAPPA
            / (KAPPA
                + foreign
                    .map(|((_, before), (_, after))| before + after)
                    .sum::<f64>())
    }

    /// What evidence from before the winning statement is scaled by, so that it counts for at most
    /// [`BEFORE_STATEMENT`] events.
    fn cap(&self, before: Column, saturation: f64) -> f64 {
        if self.statement.is_none() {
            return 1.0;
        }
        let sizes = self.sizes(before);
        let saturated = sizes.map(|(part, size)| if part.own { size } else { size * saturation });
        let total: f64 = saturated.sum();
        if total > BEFORE_STATEMENT {
            BEFORE_STATEMENT / total
        } else {
            1.0
        }
    }

    fn sizes(&self, of: Column) -> impl Iterator<Item = (&Part<'a>, f64)> {
        let width = self.measure.width;
        let rows = self.table.chunks_exact(Column::COUNT * width);
        let sizes = rows.map(move |row| self.measure.size(column(row, of, width)));
        self.parts.iter().zip(sizes)
    }
}

/// The masses of one part, by [`Column`], then value.
struct Row<'a> {
    masses: &'a mut [f64],
    measure: Measure,
}

impl Row<'_> {
    /// Sums the decayed masses of one source, cells in their order.
    fn gather(
        &mut self,
        model: &SourceModel,
        dimension: &Dimension,
        statement: Option<&WinningStatement<'_>>,
        lens: &Lens<'_>,
        decay: &mut DecayTable,
    ) {
        let since = statement.map(|statement| statement.since);
        for cell in &model.cells {
            let key = cell.key;
            let factor = decay.of_epoch(key.scale.half_life(dimension), key.epoch);
            let after = since.is_none_or(|since| key.segment.is_some_and(|start| start >= since));
            self.add(
                Column::of(key.scale, after),
                key.value,
                to_float(cell.mass) * factor,
            );
        }
        for mass in &mut *self.masses {
            *mass /= UNIT;
        }
        for level in model.levels.values() {
            let at = level.order.observed_at;
            let after = since.is_none_or(|since| at >= since);
            for scale in Scale::BOTH {
                let factor = factor(lens.now.since(at), scale.half_life(dimension));
                for (value, weight) in &level.masses {
                    self.add(Column::of(scale, after), *value, weight.events() * factor);
                }
            }
        }
    }

    /// Applies trust, base-rate correction and the unit of numbers. `reader`: the reader's base
    /// rates, none for numbers.
    fn weigh(&mut self, source: &Source, reader: Option<&[f64]>, calibrated: Calibrated<'_>) {
        let trust = trust(calibrated, source);
        let width = self.measure.width;
        let rates = calibrated.source_base_rates(source, width);
        for position in 0..width {
            let weight = match reader {
                Some(reader) => trust * correction(reader, rates, position),
                None if position > 0 => trust / NUMBER_UNIT,
                None => trust,
            };
            for column in self.masses.chunks_exact_mut(width) {
                column[position] *= weight;
            }
        }
    }

    fn add(&mut self, column: Column, value: u16, mass: f64) {
        let value = usize::from(value);
        if value < self.measure.width {
            self.masses[column as usize * self.measure.width + value] += mass;
        }
    }
}

fn column(row: &[f64], column: Column, width: usize) -> &[f64] {
    &row[column as usize * width..][..width]
}

/// The nearest float, give or take one rounding of the lower half.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the halves are taken apart on purpose: 128-bit conversion is a slow call"
)]
fn to_float(mass: i128) -> f64 {
    const HALF: f64 = 18_446_744_073_709_551_616.0;
    (mass >> 64) as i64 as f64 * HALF + mass as u64 as f64
}

/// What one observation of `value` adds to the mass at `position`.
pub(crate) fn unit_mass(value: EvidenceValue, position: usize) -> f64 {
    match value {
        EvidenceValue::Outcome(outcome) if usize::from(outcome) == position => 1.0,
        EvidenceValue::Outcome(_) => 0.0,
        EvidenceValue::Number(z) => {
            let x = f64::from(z) / NUMBER_UNIT;
            [1.0, x, x * x].get(position).copied().unwrap_or(0.0)
        }
    }
}
