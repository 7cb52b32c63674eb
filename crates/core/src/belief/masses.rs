//! Effective masses at a read (belief-math 2.3 and 2.5): decay, trust, base-rate correction,
//! saturation of foreign evidence, the winning statement.

use super::{Lens, correction, trust, winner::WinningStatement};
use crate::{
    calibration::Calibrated,
    decay::{DecayTable, EpochFactors, factor},
    evidence::{EvidenceValue, Source},
    model::{Cell, Evidenced, Scale, SourceModel},
    schema::{Dimension, Kind, Scope},
    time::{Millis, Timestamp},
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
    /// The sources that count, in order.
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) statement: Option<WinningStatement<'a>>,
    pub(crate) measure: Measure,
    /// All numbers in one allocation: the masses by scale, then a row of each part. A row holds
    /// the part's masses by scale, and, where a statement wins, those from before it by scale.
    numbers: Vec<f64>,
}

/// Memory of masses that are no longer needed.
#[derive(Debug, Default)]
pub(crate) struct Spare<'a> {
    parts: Vec<Part<'a>>,
    numbers: Vec<f64>,
}

/// One source of a read.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) source: &'a Source,
    pub(crate) model: &'a SourceModel,
    /// Whether it speaks from the asked context.
    pub(crate) own: bool,
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
    /// The effective masses of `evidenced` as `lens` sees them. `spare` is memory to use again.
    pub(crate) fn read(
        dimension: &Dimension,
        evidenced: &'a Evidenced,
        lens: &Lens<'_>,
        calibrated: Calibrated<'_>,
        decay: &mut DecayTable,
        spare: Spare<'a>,
    ) -> Self {
        let Spare { mut parts, numbers } = spare;
        let borrows = dimension.scope == Scope::User;
        let sources = evidenced.sources.iter().map(|(source, model)| {
            let own = lens.is_own(source);
            Part { source, model, own }
        });
        parts.extend(sources.filter(|part| part.own || borrows));
        let mut masses = Self {
            parts,
            statement: WinningStatement::find(dimension, evidenced, lens, calibrated),
            measure: Measure::of(&dimension.kind),
            numbers,
        };
        let length = masses.totals_length() + masses.parts.len() * masses.row_length();
        masses.numbers.resize(length, 0.0);
        masses.fill(dimension, lens, calibrated, decay);
        for scale in Scale::BOTH {
            masses.combine(scale);
        }
        let (long, fast) = masses.numbers.split_at_mut(masses.measure.width);
        for (f, r) in fast.iter_mut().zip(long) {
            *f = f.min(*r);
        }
        masses
    }

    /// The masses at the long scale.
    pub(crate) fn long(&self) -> &[f64] {
        &self.numbers[..self.measure.width]
    }

    /// The masses at the fast scale, none above the long one.
    pub(crate) fn fast(&self) -> &[f64] {
        &self.numbers[self.measure.width..][..self.measure.width]
    }

    /// What each part adds to the long masses, the statement apart, in order of the parts.
    pub(crate) fn effective(&self) -> impl Iterator<Item = (&Part<'a>, &[f64])> + Clone {
        let width = self.measure.width;
        let columns = self.rows().map(move |row| &row[..width]);
        self.parts.iter().zip(columns)
    }

    /// The memory, to use again.
    pub(crate) fn into_spare(mut self) -> Spare<'a> {
        self.parts.clear();
        self.numbers.clear();
        Spare {
            parts: self.parts,
            numbers: self.numbers,
        }
    }

    /// Gathers and weighs the masses of each part into its row.
    fn fill(
        &mut self,
        dimension: &Dimension,
        lens: &Lens<'_>,
        calibrated: Calibrated<'_>,
        decay: &mut DecayTable,
    ) {
        let outcomes = dimension.kind.outcomes();
        let gathering = Gathering {
            measure: self.measure,
            since: self.statement.as_ref().map(|statement| statement.since),
            half_lives: Scale::BOTH.map(|scale| scale.half_life(dimension)),
            decay: Scale::BOTH.map(|scale| decay.of(scale.half_life(dimension))),
            now: lens.now,
            reader: outcomes.map(|outcomes| calibrated.reader_base_rates(lens.context, outcomes)),
            calibrated,
        };
        let (totals, row_length) = (self.totals_length(), self.row_length());
        let rows = self.numbers[totals..].chunks_exact_mut(row_length);
        for (part, row) in self.parts.iter().zip(rows) {
            gathering.gather(part.model, row);
            gathering.weigh(part.source, row);
        }
    }

    /// Adds up one scale: foreign masses saturated, what came before the statement capped. Leaves
    /// in each row what its part adds.
    fn combine(&mut self, scale: Scale) {
        let saturation = self.saturation(scale);
        let cap = self.cap(scale, saturation);
        let (width, row_length) = (self.measure.width, self.row_length());
        let (totals, rows) = self.numbers.split_at_mut(Scale::BOTH.len() * width);
        let total = &mut totals[scale as usize * width..][..width];
        for (part, row) in self.parts.iter().zip(rows.chunks_exact_mut(row_length)) {
            let (all, before) = row.split_at_mut(Scale::BOTH.len() * width);
            let adds = &mut all[scale as usize * width..][..width];
            if !before.is_empty() {
                let before = &before[scale as usize * width..][..width];
                for (mass, before) in adds.iter_mut().zip(before) {
                    *mass += *before * cap;
                }
            }
            let saturation = if part.own { 1.0 } else { saturation };
            for (mass, total) in adds.iter_mut().zip(total.iter_mut()) {
                *mass *= saturation;
                *total += *mass;
            }
        }
        if let Some(statement) = &self.statement {
            for (position, mass) in total.iter_mut().enumerate() {
                *mass += statement.weight * unit_mass(statement.value, position);
            }
        }
    }

    /// κ / (κ + X), X being all foreign mass of a scale.
    fn saturation(&self, scale: Scale) -> f64 {
        let foreign = self
            .parts
            .iter()
            .zip(self.rows())
            .filter(|(part, _)| !part.own);
        let sizes = foreign.map(|(_, row)| {
            let before = self
                .before(row, scale)
                .map_or(0.0, |masses| self.measure.size(masses));
            before + self.measure.size(self.column(row, scale as usize))
        });
        KAPPA / (KAPPA + sizes.sum::<f64>())
    }

    /// What evidence from before the winning statement is scaled by, so that it counts for at most
    /// [`BEFORE_STATEMENT`] events.
    fn cap(&self, scale: Scale, saturation: f64) -> f64 {
        if self.statement.is_none() {
            return 1.0;
        }
        let parts = self.parts.iter().zip(self.rows());
        let saturated = parts.filter_map(|(part, row)| {
            let size = self.measure.size(self.before(row, scale)?);
            Some(if part.own { size } else { size * saturation })
        });
        let total: f64 = saturated.sum();
        if total > BEFORE_STATEMENT {
            BEFORE_STATEMENT / total
        } else {
            1.0
        }
    }

    fn totals_length(&self) -> usize {
        Scale::BOTH.len() * self.measure.width
    }

    fn row_length(&self) -> usize {
        let columns = if self.statement.is_some() { 2 } else { 1 };
        columns * Scale::BOTH.len() * self.measure.width
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> + Clone {
        self.numbers[self.totals_length()..].chunks_exact(self.row_length())
    }

    fn column<'row>(&self, row: &'row [f64], column: usize) -> &'row [f64] {
        &row[column * self.measure.width..][..self.measure.width]
    }

    /// The masses of `row` from before the winning statement, if one wins.
    fn before<'row>(&self, row: &'row [f64], scale: Scale) -> Option<&'row [f64]> {
        let column = Scale::BOTH.len() + scale as usize;
        self.statement.as_ref().map(|_| self.column(row, column))
    }
}

/// What is the same for all parts of a read.
struct Gathering<'a> {
    measure: Measure,
    /// When the winning statement was made.
    since: Option<Timestamp>,
    /// By scale.
    half_lives: [Millis; 2],
    /// By scale.
    decay: [EpochFactors; 2],
    now: Timestamp,
    /// The reader's base rates; none for numbers.
    reader: Option<&'a [f64]>,
    calibrated: Calibrated<'a>,
}

impl Gathering<'_> {
    /// Sums the decayed masses of one source into its row, cells in their order.
    fn gather(&self, model: &SourceModel, row: &mut [f64]) {
        for Cell { key, mass } in &model.cells {
            let before = self
                .since
                .is_some_and(|since| key.segment.is_none_or(|start| start < since));
            let worth = to_float(*mass) * self.decay[key.scale as usize].of(key.epoch);
            self.add(row, (key.scale, before, key.value), worth);
        }
        for level in model.levels.values() {
            let at = level.order.observed_at;
            let before = self.since.is_some_and(|since| at < since);
            for scale in Scale::BOTH {
                let decay = factor(self.now.since(at), self.half_lives[scale as usize]);
                for (value, weight) in &level.masses {
                    self.add(row, (scale, before, *value), weight.events() * decay);
                }
            }
        }
    }

    /// Applies trust, base-rate correction and the unit of numbers.
    fn weigh(&self, source: &Source, row: &mut [f64]) {
        let trust = trust(self.calibrated, source);
        let width = self.measure.width;
        let rates = self.calibrated.source_base_rates(source, width);
        if rates.is_none() && self.reader.is_some() && trust >= 1.0 {
            return;
        }
        for position in 0..width {
            let weight = match self.reader {
                Some(reader) => trust * correction(reader, rates, position),
                None if position > 0 => trust / NUMBER_UNIT,
                None => trust,
            };
            for column in row.chunks_exact_mut(width) {
                column[position] *= weight;
            }
        }
    }

    fn add(&self, row: &mut [f64], (scale, before, value): (Scale, bool, u16), mass: f64) {
        let (value, width) = (usize::from(value), self.measure.width);
        let column = scale as usize + if before { Scale::BOTH.len() } else { 0 };
        if value < width {
            row[column * width + value] += mass;
        }
    }
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
