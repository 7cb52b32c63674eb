//! Effective masses at a read (belief-math 2.3 and 2.5): decay, trust, base-rate correction,
//! saturation of foreign evidence, the winning statement.

use super::{Lens, correction, winner::WinningStatement};
use crate::{
    decay::{DecayTable, UNIT, factor},
    evidence::{BeliefKey, EvidenceValue, Source},
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

/// What a part's row of the table holds: raw masses of a scale before and after the winning
/// statement, and what the part adds to the long masses in the end.
#[derive(Clone, Copy)]
enum Column {
    LongBefore,
    LongAfter,
    FastBefore,
    FastAfter,
    Effective,
}

impl Column {
    const COUNT: usize = 5;
    const RAW: [Self; 4] = [
        Self::LongBefore,
        Self::LongAfter,
        Self::FastBefore,
        Self::FastAfter,
    ];

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
        key: &BeliefKey,
        dimension: &Dimension,
        evidenced: &'a Evidenced,
        lens: &Lens<'_>,
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
            statement: WinningStatement::find(key, dimension, evidenced, lens),
            parts,
            measure,
        };
        for index in 0..masses.parts.len() {
            masses.gather(index, dimension, lens, decay);
            masses.weigh(index, key, dimension, lens);
        }
        masses.long = masses.combine(Scale::Long);
        masses.fast = masses.combine(Scale::Fast);
        if let Some(statement) = &masses.statement {
            add_value(&mut masses.long, statement.value, statement.weight);
            add_value(&mut masses.fast, statement.value, statement.weight);
        }
        for (f, r) in masses.fast.iter_mut().zip(&masses.long) {
            *f = f.min(*r);
        }
        masses
    }

    /// What each part adds to the long masses, the statement apart, in order of the parts.
    pub(crate) fn effective(&self) -> impl Iterator<Item = (&Part<'a>, &[f64])> + Clone {
        let columns = (0..).map(|index| self.column(index, Column::Effective));
        self.parts.iter().zip(columns)
    }

    /// Sums the decayed masses of one source, cells in their order.
    #[expect(
        clippy::cast_precision_loss,
        reason = "integer masses become floats at the read"
    )]
    fn gather(
        &mut self,
        index: usize,
        dimension: &Dimension,
        lens: &Lens<'_>,
        decay: &mut DecayTable,
    ) {
        let model = self.parts[index].model;
        let since = self.statement.as_ref().map(|statement| statement.since);
        for cell in &model.cells {
            let key = cell.key;
            let factor = decay.of_epoch(key.scale.half_life(dimension), key.epoch);
            let after = since.is_none_or(|since| key.segment.is_some_and(|start| start >= since));
            let mass = cell.mass as f64 * factor / UNIT;
            self.add(index, Column::of(key.scale, after), key.value, mass);
        }
        for level in model.levels.values() {
            let at = level.order.observed_at;
            let after = since.is_none_or(|since| at >= since);
            for scale in Scale::BOTH {
                let factor = factor(lens.now.since(at), scale.half_life(dimension));
                for (value, weight) in &level.masses {
                    let mass = weight.events() * factor;
                    self.add(index, Column::of(scale, after), *value, mass);
                }
            }
        }
    }

    /// Applies trust and base-rate correction to one source.
    fn weigh(&mut self, index: usize, key: &BeliefKey, dimension: &Dimension, lens: &Lens<'_>) {
        let source = self.parts[index].source;
        let trust = lens.trust(key, source);
        let reader = dimension
            .kind
            .outcomes()
            .map(|outcomes| lens.base_rates(key, outcomes));
        let rates = lens.calibration.source_base_rates(key, source);
        for column in Column::RAW {
            for (position, mass) in self.column_mut(index, column).iter_mut().enumerate() {
                *mass *= trust
                    * match reader {
                        Some(reader) => correction(reader, rates, position),
                        None if position > 0 => 1.0 / NUMBER_UNIT,
                        None => 1.0,
                    };
            }
        }
    }

    /// Adds up one scale: foreign masses saturated, what came before the statement capped.
    fn combine(&mut self, scale: Scale) -> Vec<f64> {
        let [before, after] = [false, true].map(|after| Column::of(scale, after));
        let saturation = self.saturation(before, after);
        let before_total = self.sum(before, saturation);
        let cap = match &self.statement {
            Some(_) => cap(self.measure.size(&before_total)),
            None => 1.0,
        };
        let mut total = self.sum(after, saturation);
        for (mass, before) in total.iter_mut().zip(&before_total) {
            *mass += before * cap;
        }
        if scale == Scale::Long {
            self.settle(saturation, cap);
        }
        total
    }

    /// κ / (κ + X), X being all foreign mass of a scale.
    fn saturation(&self, before: Column, after: Column) -> f64 {
        let foreign = (0..self.parts.len()).filter(|index| !self.parts[*index].own);
        let sizes = foreign.map(|index| {
            let size = |column| self.measure.size(self.column(index, column));
            size(before) + size(after)
        });
        KAPPA / (KAPPA + sizes.sum::<f64>())
    }

    /// Own masses plus saturated foreign ones of one column.
    fn sum(&self, column: Column, saturation: f64) -> Vec<f64> {
        let mut own = vec![0.0; self.measure.width];
        let mut foreign = vec![0.0; self.measure.width];
        for (index, part) in self.parts.iter().enumerate() {
            let target = if part.own { &mut own } else { &mut foreign };
            for (sum, mass) in target.iter_mut().zip(self.column(index, column)) {
                *sum += mass;
            }
        }
        for (own, foreign) in own.iter_mut().zip(&foreign) {
            *own += foreign * saturation;
        }
        own
    }

    /// Fills the effective column.
    fn settle(&mut self, saturation: f64, cap: f64) {
        for index in 0..self.parts.len() {
            let saturation = if self.parts[index].own {
                1.0
            } else {
                saturation
            };
            for position in 0..self.measure.width {
                let before = self.column(index, Column::LongBefore)[position];
                let after = self.column(index, Column::LongAfter)[position];
                let effective = (after + before * cap) * saturation;
                self.column_mut(index, Column::Effective)[position] = effective;
            }
        }
    }

    fn add(&mut self, index: usize, column: Column, value: u16, mass: f64) {
        if let Some(sum) = self.column_mut(index, column).get_mut(usize::from(value)) {
            *sum += mass;
        }
    }

    fn column(&self, index: usize, column: Column) -> &[f64] {
        let start = (index * Column::COUNT + column as usize) * self.measure.width;
        &self.table[start..start + self.measure.width]
    }

    fn column_mut(&mut self, index: usize, column: Column) -> &mut [f64] {
        let start = (index * Column::COUNT + column as usize) * self.measure.width;
        &mut self.table[start..start + self.measure.width]
    }
}

fn cap(before: f64) -> f64 {
    if before > BEFORE_STATEMENT {
        BEFORE_STATEMENT / before
    } else {
        1.0
    }
}

/// Adds the sums of `weight` observations of one value.
pub(crate) fn add_value(masses: &mut [f64], value: EvidenceValue, weight: f64) {
    match value {
        EvidenceValue::Outcome(position) => {
            if let Some(mass) = masses.get_mut(usize::from(position)) {
                *mass += weight;
            }
        }
        EvidenceValue::Number(z) => {
            let x = f64::from(z) / NUMBER_UNIT;
            for (sum, power) in masses.iter_mut().zip([1.0, x, x * x]) {
                *sum += weight * power;
            }
        }
    }
}
