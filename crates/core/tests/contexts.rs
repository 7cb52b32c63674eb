//! Reads for a context against the formulas in plain arithmetic (belief-math 2.3 and 2.4): own
//! evidence whole, foreign evidence saturated on each scale, the fast masses never above the long.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod common;

use common::{DAY, NOW, fold, key, product, seen};
use proptest::prelude::*;
use selfmodel_core::{
    belief::{Lens, Reader, Reading, shares},
    calibration::Calibration,
    log::LogRow,
    names::ContextName,
};

const VERBOSITY: &str = "communication.verbosity";
const STYLES: [&str; 3] = ["concise", "balanced", "detailed"];
/// However much other contexts know, it is worth less than this many own observations.
const KAPPA: f64 = 8.0;

/// So many answers of one style, seen by a feature that long ago.
#[derive(Debug, Clone, Copy)]
struct Seen {
    feature: &'static str,
    style: usize,
    count: usize,
    days: i64,
}

impl Seen {
    fn rows(self) -> Vec<LogRow> {
        seen(
            self.feature,
            STYLES[self.style],
            self.count,
            self.days * DAY,
        )
    }

    /// What they are worth now, decayed with a half-life.
    fn mass(self, half_life: f64) -> f64 {
        let ages = f64::from(u32::try_from(self.days).unwrap()) / half_life;
        f64::from(u32::try_from(self.count).unwrap()) * (-ages).exp2()
    }
}

fn seen_somewhere() -> impl Strategy<Value = Seen> {
    let feature = prop_oneof![Just("chat"), Just("docs"), Just("search")];
    (feature, 0..3_usize, 1..30_usize, 0..400_i64).prop_map(|(feature, style, count, days)| Seen {
        feature,
        style,
        count,
        days,
    })
}

/// Masses as the context of docs sees them, with the half-life of one scale.
fn masses(all: &[Seen], half_life: f64) -> [f64; 3] {
    let (mut own, mut foreign) = ([0.0; 3], [0.0; 3]);
    for seen in all {
        let side = if seen.feature == "docs" {
            &mut own
        } else {
            &mut foreign
        };
        side[seen.style] += seen.mass(half_life);
    }
    let saturation = KAPPA / (KAPPA + foreign.iter().sum::<f64>());
    [0, 1, 2].map(|style| own[style] + foreign[style] * saturation)
}

fn read<T>(all: &[Seen], take: impl Fn(Reading<'_>) -> T) -> T {
    let rows: Vec<LogRow> = all.iter().flat_map(|seen| seen.rows()).collect();
    let context = ContextName::new("drafting").unwrap();
    let (model, calibration) = (fold(&rows), Calibration::default());
    let lens = Lens {
        schema: product(),
        calibration: &calibration,
        context: Some(&context),
        now: NOW,
    };
    take(Reader::new(lens).read(&model, &key(VERBOSITY)).unwrap())
}

proptest! {
    #[test]
    fn a_read_for_a_context_is_what_the_formulas_say(
        all in prop::collection::vec(seen_somewhere(), 0..8)
    ) {
        let long = masses(&all, 180.0);
        let fast = masses(&all, 14.0);
        let fast = [0, 1, 2].map(|style| fast[style].min(long[style]));
        let rates = &product().dimensions[VERBOSITY].kind.outcomes().unwrap().base_rates;
        let expected = shares(&long, &fast, rates);
        let (evidence, actual) = read(&all, |reading| (reading.belief.evidence, reading.shares));
        let actual = actual.unwrap();
        prop_assert!((evidence - long.iter().sum::<f64>()).abs() < 1e-6);
        prop_assert!((actual.change - expected.change).abs() < 1e-6);
        for (actual, expected) in actual.share.iter().zip(&expected.share) {
            prop_assert!((actual - expected).abs() < 1e-6, "{} is not {}", actual, expected);
        }
    }
}

#[test]
fn whatever_others_know_it_is_worth_less_than_eight_own_observations() {
    let others = Seen {
        feature: "chat",
        style: 0,
        count: 10_000,
        days: 0,
    };
    let evidence = read(&[others], |reading| reading.belief.evidence);
    assert!((7.9..8.0).contains(&evidence), "{evidence}");
}
