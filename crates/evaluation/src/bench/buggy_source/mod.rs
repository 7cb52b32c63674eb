//! B3: does a feature that starts to write nonsense destroy beliefs? (protocol P3)
//!
//! The first 30 commits of a person are dealt to two honest features (30 % each) and a third, Z
//! (40 %). A share of what Z observes of each dimension is wrong: another value at random, or the
//! rarest value of the population ("stuck"). As spam, Z logs everything three times. The belief is
//! read at the time of commit 31; the truth is what prevails in the next ten, as they really were.
//!
//! There is no oracle: trust and the base rates of the sources are computed by the core from the
//! polluted logs. The base rates of the population are those of the first half, from before the
//! bug. Figures are pooled over several ways of dealing.

mod bug;

use selfmodel_core::{
    belief::Lens,
    calibration::{Calibration, Population, TrustSettings, base_rates, trust},
    evidence::BeliefKey,
    fold::refold,
    log::LogRow,
    model::SelfModel,
    names::{FeatureName, ObservationId},
    schema::{Outcomes, Schema},
    time::Timestamp,
};

use self::bug::{Bug, Kind};
use crate::{
    data::{Dataset, Half, Person, commits::detail_of},
    protocol::{HORIZON, Truth},
    rates,
    replay::top,
    report::{Comparison, Measurement, Section, Target},
    statistics::{Sums, Tally, estimate},
};

const SEEN: usize = 30;
const DEALS: u64 = 3;
const VERSION: u32 = 1;
/// Tallies of one person under one bug: undefended, and with trust and correction.
type Defence = [Tally; 2];

/// Tallies of one person: the clean log, then each of [`Bug::all`].
#[derive(Debug, Clone, Default)]
struct Tallies {
    clean: Tally,
    bugs: Vec<Defence>,
}

impl Sums for Tallies {
    fn add_all(&mut self, other: &Self) {
        self.clean.add_all(&other.clean);
        self.bugs.add_all(&other.bugs);
    }
}

/// Measures B3.
pub(crate) fn buggy_source(id: &str, title: &str, dataset: &Dataset) -> Section {
    let bench = Bench::new(dataset);
    let bugs = Bug::all();
    let mut people = vec![Tallies::default(); bench.people.len()];
    let mut retracted = true;
    for deal in 0..DEALS {
        let clean = Bug {
            kind: Kind::Random,
            copies: 1,
            share: 0.0,
        };
        for (tallies, model) in people.iter_mut().zip(bench.models(deal, clean)) {
            retracted &= bench.is_retraction_exact(&model);
            tallies.clean.add_all(&bench.read(&model, &bench.rates));
        }
        for (place, bug) in bugs.iter().enumerate() {
            let models = bench.models(deal, *bug);
            let defended = bench.calibration(&models);
            for (tallies, model) in people.iter_mut().zip(&models) {
                retracted &= bench.is_retraction_exact(model);
                tallies.bugs.resize(bugs.len(), Defence::default());
                let reads = [&bench.rates, &defended].map(|rates| bench.read(model, rates));
                tallies.bugs[place].add_all(&reads);
            }
        }
    }
    report(id, title, &people, &bugs, retracted)
}

/// What does not change between bugs.
struct Bench<'a> {
    dataset: &'a Dataset,
    /// Those with enough commits.
    people: Vec<&'a Person>,
    /// Base rates of the population.
    rates: Calibration,
}

/// A person's log as the three features wrote it, and its model.
struct Polluted<'a> {
    person: &'a Person,
    rows: Vec<LogRow>,
    model: SelfModel,
    now: Timestamp,
}

impl<'a> Bench<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let windows = dataset.half(Half::Rates);
        let windows: Vec<_> = windows
            .map(|person| rates::first_windows(dataset, person))
            .collect();
        let people = dataset.people.iter();
        Self {
            dataset,
            people: people
                .filter(|person| person.rows.len() >= SEEN + HORIZON)
                .collect(),
            rates: rates::overall(rates::calibration(dataset, windows.iter())),
        }
    }

    fn schema(&self) -> &Schema {
        &self.dataset.schema
    }

    /// The dimensions that take part.
    fn dimensions(&self) -> impl Iterator<Item = (BeliefKey, &'static str, &Outcomes)> {
        let dimensions = self.dataset.schema.dimensions.iter();
        dimensions.filter_map(|(name, dimension)| {
            let key = BeliefKey {
                dimension: name.clone(),
                member: None,
            };
            Some((key, detail_of(name)?, dimension.kind.outcomes()?))
        })
    }

    fn models(&self, deal: u64, bug: Bug) -> Vec<Polluted<'a>> {
        // The same deal for every bug, so that only the bug differs.
        let mut random = fastrand::Rng::with_seed(deal);
        let people = self.people.iter();
        people
            .map(|person| {
                let mut rows = Vec::new();
                for row in person.rows.iter().take(SEEN) {
                    self.write(row, bug, &mut random, &mut rows);
                }
                Polluted {
                    person,
                    model: refold(self.schema(), VERSION, &rows),
                    rows,
                    now: person.rows[SEEN].observed_at,
                }
            })
            .collect()
    }

    /// What becomes of an observation that is dealt to one of the three. Draws the same numbers
    /// whatever the bug.
    fn write(&self, row: &LogRow, bug: Bug, random: &mut fastrand::Rng, rows: &mut Vec<LogRow>) {
        let dealt = random.f64();
        let feature = if dealt < 0.3 {
            "g1"
        } else if dealt < 0.6 {
            "g2"
        } else {
            "z"
        };
        let mut row = LogRow {
            feature: FeatureName::new(feature).unwrap_or_else(|_| row.feature.clone()),
            ..row.clone()
        };
        for (key, detail, outcomes) in self.dimensions() {
            let (wrong, draw) = (random.f64() < bug.share, random.f64());
            if feature == "z" && wrong && row.details.contains_key(detail) {
                let rates = self.rates.reader_base_rates(&key, None, outcomes);
                let value = bug.value(&row.details[detail], outcomes, rates, draw);
                row.details.insert(detail.into(), value);
            }
        }
        let copies = if feature == "z" { bug.copies } else { 1 };
        for copy in 1..copies {
            let id = ObservationId::new(&format!("{}-{copy}", row.id));
            rows.push(LogRow {
                id: id.unwrap_or_else(|_| row.id.clone()),
                ..row.clone()
            });
        }
        rows.push(row);
    }

    /// Trust and base rates of the sources, from what they wrote; base rates of the population
    /// from before.
    fn calibration(&self, people: &[Polluted<'_>]) -> Calibration {
        let mut population = Population::default();
        for person in people {
            population.add(self.schema(), &person.model, person.now);
        }
        let mut learned = base_rates(self.schema(), &population);
        for (key, belief) in &mut learned.beliefs {
            let Some(outcomes) = self.dataset.outcomes(key) else {
                continue;
            };
            let known = self.rates.reader_base_rates(key, None, outcomes);
            let users = population.beliefs.get(key).map_or(&[][..], Vec::as_slice);
            for (source, trust) in trust(users, known, TrustSettings::default()) {
                belief.sources.entry(source.clone()).or_default().trust = Some(trust);
            }
            belief.base_rates = Some(known.to_vec());
        }
        learned
    }

    fn read(&self, polluted: &Polluted<'_>, calibration: &Calibration) -> Tally {
        let mut tally = Tally::default();
        let lens = Lens {
            schema: self.schema(),
            calibration,
            context: None,
            now: polluted.now,
        };
        for (key, _, outcomes) in self.dimensions() {
            let Some(stream) = polluted.person.streams.get(&key) else {
                continue;
            };
            let next = SEEN..SEEN + HORIZON;
            let observed = stream.rows.iter().zip(stream.positions());
            let next: Vec<usize> = observed
                .filter(|(row, _)| next.contains(row))
                .map(|(_, value)| value)
                .collect();
            if let Some((value, confidence)) = top(&polluted.model, lens, &key, outcomes) {
                let truth = Truth::of(&next, outcomes.values.len());
                tally.add(confidence, truth.credit(value));
            }
        }
        tally
    }

    /// Whether dropping Z leaves the bits that there would be had it never written.
    fn is_retraction_exact(&self, polluted: &Polluted<'_>) -> bool {
        let honest = polluted
            .rows
            .iter()
            .filter(|row| row.feature.as_str() != "z");
        let never = refold(self.schema(), VERSION, honest);
        let dropped = polluted
            .model
            .without_sources(|source| source.feature.as_str() == "z");
        dropped.encode() == never.encode()
    }
}

fn report(id: &str, title: &str, people: &[Tallies], bugs: &[Bug], retracted: bool) -> Section {
    let places = |wanted: &dyn Fn(&Bug) -> bool| -> Vec<usize> {
        let numbered = bugs.iter().enumerate();
        numbered
            .filter(|(_, bug)| wanted(bug))
            .map(|(place, _)| place)
            .collect()
    };
    let plain = places(&|bug| !bug.is_spam() && bug.share <= 0.75);
    let spam = places(&|bug| bug.is_spam());
    let worst = |sums: &Tallies, places: &[usize]| {
        let accuracies = places.iter().map(|place| sums.bugs[*place][1].accuracy());
        accuracies.fold(f64::INFINITY, f64::min)
    };
    let gap = estimate(people, |sums| sums.clean.accuracy() - worst(sums, &plain));
    let stuck = estimate(people, |sums| worst(sums, &spam));
    let identical = f64::from(u8::from(retracted));
    let mut total = Tallies::default();
    for person in people {
        total.add_all(person);
    }
    Section {
        measurements: vec![
            Measurement::new(id, "accuracy_gap_to_clean", gap, Target::AtMost(0.015)),
            Measurement::new(id, "accuracy_stuck_spam", stuck, Target::AtLeast(0.71)),
            Measurement::exact(id, "bit_identical", identical, Target::AtLeast(1.0)),
        ],
        comparison: Some(comparison(title, &total, bugs)),
        diagram: None,
    }
}

fn comparison(title: &str, total: &Tallies, bugs: &[Bug]) -> Comparison {
    let clean = (total.clean.accuracy(), total.clean.brier());
    let mut rows = vec![("clean".to_owned(), vec![clean.0, clean.0, clean.1, clean.1])];
    for (bug, [undefended, defended]) in bugs.iter().zip(&total.bugs) {
        let figures = [
            undefended.accuracy(),
            defended.accuracy(),
            undefended.brier(),
            defended.brier(),
        ];
        rows.push((bug.name(), figures.to_vec()));
    }
    Comparison {
        title: format!(
            "{title}: a third feature, with 40 % of the observations, writes nonsense \
             ({} queries in each of {DEALS} deals)",
            total.clean.count() / f64::from(u32::try_from(DEALS).unwrap_or(1))
        ),
        columns: ["acc bare", "acc", "Brier bare", "Brier"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    }
}
