//! The golden examples of the belief mathematics, to 1e-6, through the fold and the read.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod common;

use common::{DAY, NOW, believe, fold, key, product, row, seen};
use selfmodel_core::{
    belief::{Lens, Reader, Status, shares},
    calibration::{BeliefCalibration, Calibration, SourceCalibration},
    evidence::{BeliefKey, Source},
    log::LogRow,
    names::FeatureName,
};
use serde_json::json;

const VERBOSITY: &str = "communication.verbosity";

struct Golden<'a> {
    rows: Vec<LogRow>,
    calibration: Calibration,
    key: &'a str,
}

impl Golden<'_> {
    fn of(rows: Vec<LogRow>) -> Self {
        Self {
            rows,
            calibration: Calibration::default(),
            key: VERBOSITY,
        }
    }

    #[track_caller]
    fn gives(&self, share: &[f64], confidence: &[f64]) {
        let model = fold(&self.rows);
        let lens = Lens {
            schema: product(),
            calibration: &self.calibration,
            context: None,
            now: NOW,
        };
        let reading = Reader::new(lens).read(&model, &key(self.key)).unwrap();
        let shares = reading.shares.unwrap();
        near(&shares.share, share);
        near(&shares.confidence, confidence);
        let greatest = confidence.iter().copied().fold(0.0, f64::max);
        near(&[reading.belief.confidence], &[greatest]);
    }
}

#[track_caller]
fn near(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len());
    for (actual, expected) in actual.iter().zip(expected) {
        assert!(
            (actual - expected).abs() < 1e-6,
            "{actual} is not {expected}"
        );
    }
}

fn calibrated(dimension: &str, feature: &str, source: SourceCalibration) -> Calibration {
    let name = Source {
        feature: FeatureName::new(feature).unwrap(),
        context: None,
        origin: None,
    };
    let belief = BeliefCalibration {
        sources: [(name, source)].into(),
        ..BeliefCalibration::default()
    };
    Calibration {
        beliefs: [(key(dimension), belief)].into(),
    }
}

fn joined(parts: impl IntoIterator<Item = Vec<LogRow>>) -> Vec<LogRow> {
    parts.into_iter().flatten().collect()
}

fn stated(feature: &str, value: &str, age: i64) -> LogRow {
    let details = json!({ "dimension": VERBOSITY, "value": value });
    row("stated", feature, "stated", details, age)
}

#[test]
fn g0_nothing_is_known() {
    let third = 1.0 / 3.0;
    Golden::of(vec![]).gives(&[third; 3], &[third; 3]);
    let belief = believe(&fold(&[]), &Calibration::default(), &key(VERBOSITY));
    near(&[belief.change, belief.evidence], &[0.1, 0.0]);
    assert_eq!((belief.status, belief.updated_at), (Status::Prior, None));
}

#[test]
fn g1_three_events() {
    Golden::of(seen("search", "concise", 3, 0)).gives(
        &[0.583_333, 0.208_333, 0.208_333],
        &[0.700_836, 0.149_582, 0.149_582],
    );
}

#[test]
fn g2_three_events_a_half_life_ago() {
    let rows = seen("search", "concise", 3, 180 * DAY);
    let dimension = &product().dimensions[VERBOSITY];
    let belief = believe(&fold(&rows), &Calibration::default(), &key(VERBOSITY));
    near(
        &[
            belief.evidence,
            belief.change,
            belief.freshness(dimension, NOW),
        ],
        &[1.5, 0.099_981, 0.5],
    );
    Golden::of(rows).gives(
        &[0.471_803, 0.264_098, 0.264_098],
        &[0.544_188, 0.227_906, 0.227_906],
    );
}

#[test]
fn g3_ten_events() {
    Golden::of(seen("search", "concise", 10, 0)).gives(
        &[0.777_778, 0.111_111, 0.111_111],
        &[0.902_535, 0.048_732, 0.048_732],
    );
}

fn disagreement() -> Vec<LogRow> {
    joined([
        seen("search", "concise", 6, 0),
        seen("chat", "detailed", 4, 0),
    ])
}

#[test]
fn g4_two_sources_disagree() {
    Golden::of(disagreement()).gives(
        &[0.511_111, 0.111_111, 0.377_778],
        &[0.575_768, 0.058_359, 0.365_872],
    );
    let belief = believe(
        &fold(&disagreement()),
        &Calibration::default(),
        &key(VERBOSITY),
    );
    near(&[belief.conflict], &[0.124_069]);
}

#[test]
fn g5_one_of_them_is_trusted_less() {
    let mut rows = joined([
        seen("chat", "concise", 6, 0),
        seen("search", "detailed", 4, 0),
    ]);
    rows.reverse();
    let trust = SourceCalibration {
        trust: Some(0.25),
        ..SourceCalibration::default()
    };
    let calibration = calibrated(VERBOSITY, "search", trust);
    Golden {
        calibration,
        ..Golden::of(rows)
    }
    .gives(
        &[0.638_889, 0.138_889, 0.222_222],
        &[0.765_406, 0.077_581, 0.157_013],
    );
}

#[test]
fn g6_one_of_them_is_retracted() {
    let model = fold(&disagreement()).without_sources(|source| source.feature.as_str() == "chat");
    assert_eq!(
        model.encode(),
        fold(&seen("search", "concise", 6, 0)).encode()
    );
    Golden::of(seen("search", "concise", 6, 0)).gives(
        &[0.696_970, 0.151_515, 0.151_515],
        &[0.831_450, 0.084_275, 0.084_275],
    );
}

#[test]
fn g7_a_regime_changes() {
    let before = || seen("search", "concise", 40, 60 * DAY);
    let rows = joined([before(), seen("search", "detailed", 6, 0)]);
    let belief = believe(&fold(&rows), &Calibration::default(), &key(VERBOSITY));
    near(&[belief.change, belief.evidence], &[0.990_374, 37.748_021]);
    Golden::of(rows).gives(
        &[0.289_630, 0.126_852, 0.583_518],
        &[0.240_992, 0.069_852, 0.689_156],
    );
    let rows = joined([before(), seen("search", "detailed", 12, 0)]);
    let belief = believe(&fold(&rows), &Calibration::default(), &key(VERBOSITY));
    near(&[belief.change], &[0.999_984]);
    Golden::of(rows).gives(
        &[0.195_144, 0.087_484, 0.717_372],
        &[0.119_782, 0.035_955, 0.844_263],
    );
}

#[test]
fn g8_a_rare_truth() {
    let dark = |count: usize| {
        let one = |n| {
            row(
                &format!("d{n}"),
                "search",
                "dark_seen",
                json!({ "dark": true }),
                0,
            )
        };
        (0..count).map(one).collect::<Vec<_>>()
    };
    Golden {
        key: "ui.dark",
        ..Golden::of(dark(1))
    }
    .gives(&[0.75, 0.25], &[0.838_610, 0.161_390]);
    Golden {
        key: "ui.dark",
        ..Golden::of(dark(5))
    }
    .gives(&[0.45, 0.55], &[0.425_312, 0.574_688]);
}

#[test]
fn g9_a_statement_against_much_evidence() {
    let before = || seen("search", "concise", 30, 1);
    let rows = joined([before(), vec![stated("search", "detailed", 0)]]);
    Golden::of(rows.clone()).gives(
        &[0.333_333, 0.098_039, 0.568_627],
        &[0.295_199, 0.047_086, 0.657_715],
    );
    let after = seen("search", "concise", 8, 0);
    Golden::of(joined([rows, after])).gives(
        &[0.546_667, 0.066_667, 0.386_667],
        &[0.610_703, 0.026_008, 0.363_288],
    );
    Golden::of(vec![stated("search", "detailed", 0)]).gives(
        &[0.128_205, 0.128_205, 0.743_590],
        &[0.062_624, 0.062_624, 0.874_751],
    );
    let details = json!({ "dimension": "ui.wide", "value": true });
    Golden {
        key: "ui.wide",
        ..Golden::of(vec![row("s", "search", "stated", details, 0)])
    }
    .gives(&[0.192_308, 0.807_692], &[0.104_086, 0.895_914]);
}

#[test]
fn g10_a_source_where_everybody_does_it() {
    let wide = |n: usize, wide: bool| {
        row(
            &format!("w{n}{wide}"),
            "search",
            "wide_seen",
            json!({ "wide": wide }),
            0,
        )
    };
    let mut rows: Vec<LogRow> = (0..9).map(|n| wide(n, true)).collect();
    rows.push(wide(0, false));
    let rates = SourceCalibration {
        base_rates: Some(vec![0.1, 0.9]),
        ..SourceCalibration::default()
    };
    let calibration = calibrated("ui.wide", "search", rates);
    Golden {
        key: "ui.wide",
        calibration,
        rows,
    }
    .gives(&[0.464_286, 0.535_714], &[0.446_542, 0.553_458]);
}

#[test]
fn g11_a_number() {
    let read = |id: &str, minutes: f64, age: i64| {
        row(id, "search", "read_for", json!({ "minutes": minutes }), age)
    };
    let rows = [
        read("a", 70.0, 0),
        read("b", 74.0, 0),
        read("c", 60.0, 180 * DAY),
    ];
    let belief = believe(
        &fold(&rows),
        &Calibration::default(),
        &key("reading.length"),
    );
    let selfmodel_core::belief::BeliefValue::Number(mean) = belief.value else {
        panic!("a number")
    };
    near(&[mean, belief.evidence], &[60.888_889, 2.5]);
    // Student-t with 7.5 degrees of freedom and scale² = 132.325926 · (1/4.5 + 1/10): the interval
    // is symmetric and its half-width is the 0.9 quantile (1.405212) times the scale.
    let (low, high) = belief.interval.unwrap();
    near(&[f64::midpoint(low, high)], &[mean]);
    let scale = (132.325_926_f64 * (1.0 / 4.5 + 0.1)).sqrt();
    near(&[(high - low) / 2.0 / scale], &[1.405_212]);
}

#[test]
fn shares_of_nothing_are_the_base_rates() {
    let rates = [0.7, 0.2, 0.1];
    near(&shares(&[0.0; 3], &[0.0; 3], &rates).share, &rates);
}

#[test]
fn keys_name_members() {
    let topics = row(
        "t",
        "search",
        "topic_read",
        json!({ "topics": ["rust", "law"] }),
        0,
    );
    let model = fold(&[topics]);
    let keys: Vec<&BeliefKey> = model.keys().collect();
    assert_eq!(
        keys,
        [
            &common::member("interests.topics", "law"),
            &common::member("interests.topics", "rust")
        ]
    );
}
