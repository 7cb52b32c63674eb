//! Fuzzes the parsers of schemas and observations: good and broken texts, mutated. By default a
//! seeded sample; for longer give `SELFMODEL_FUZZ_SECONDS`, for other texts `SELFMODEL_FUZZ_SEED`.
//! A failure prints the smallest text that shows it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![expect(clippy::print_stdout, reason = "a long run says how far it came")]

mod mutation;
#[expect(dead_code, reason = "instants do not matter here")]
mod rows;

use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

use mutation::{Mutation, mutate, mutations};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rows::{base, row};
use selfmodel_core::{
    evidence::{derive, unit},
    names::FeatureName,
    observation::{Author, admit, parse as parse_observation},
    schema::{Schema, diff, parse as parse_schema},
    time::Timestamp,
};
use serde_json::{Value, json};

/// Cases of the sample.
const SAMPLE: u32 = 400;
/// Cases between two looks at the clock.
const ROUND: u32 = 500;

const SCHEMA_WORDS: &[&str] = &[
    "\n",
    "\"",
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\"\"\"",
    "\\u0000",
    "\u{feff}",
    "kind = \"set\"\n",
    "kind = \"number\"\n",
    "kind = \"boolean\"\n",
    "values = []\n",
    "members = \"open\"\n",
    "base_rates = { a = 1 }\n",
    "range = [0, 1]\n",
    "mode = \"level\"\n",
    "mode = \"statement\"\n",
    "slot = { from = \"period\" }\n",
    "dedupe = \"1ms\"\n",
    "half_life = \"36525d\"\n",
    "weight = 1e308\n",
    "weight = -0.0\n",
    "value = nan\n",
    "value = inf\n",
    "version = 99999999999999999999\n",
    "true",
    "1979-05-27",
    "0xffffffffffffffff",
    "9223372036854775807",
    "-9223372036854775808",
    "1e-320",
    "[dimensions.a.b.c]\n",
    "[actions.x]\n",
    "[[actions.x.evidence]]\n",
    "{ from = \"format\" }",
    "buckets = [{ value = 1 }]",
    "é",
    "\u{202e}",
];

const OBSERVATION_WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e308",
    "1e999",
    "-0.0",
    "0.1",
    "9223372036854775808",
    "\\u0000",
    "\\ud800",
    "\"details\":",
    "\"user\":",
    "\"masses\":{\"text\":1}",
    "\"dimension\":\"interests.topics\"",
    "\"member\":\"x\"",
    "\"slot\":\"web\"",
    "\"value\":true",
    "\"observed_at\":\"2023-11-14T22:13:20Z\"",
    "[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":",
    "é",
    "\u{7f}",
    "~1",
    "/",
];

fn schemas() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut texts = Vec::new();
    for kind in ["valid", "broken"] {
        let files = fs::read_dir(folder.join(kind)).unwrap();
        texts.extend(files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()));
    }
    texts.sort();
    texts
}

fn observations() -> Vec<String> {
    let details = [
        (
            "format_picked",
            json!({"format": "csv", "times": 3, "silent": null}),
        ),
        ("topics_seen", json!({"topics": ["rust", "sql"]})),
        ("text_read", json!({"grade": 7.5})),
        ("quiet_set", json!({"quiet": true})),
        (
            "device_counts",
            json!({"period": "week", "phone": 4, "laptop": 0}),
        ),
        (
            "stated",
            json!({"dimension": "content.format", "value": "table"}),
        ),
        (
            "withdrawn",
            json!({"dimension": "content.format", "slot": "web"}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "slot": "web", "masses": {"text": 2}}),
        ),
    ];
    let texts = details.map(|(action, details)| {
        json!({
            "id": "1", "user": "ada", "action": action, "details": details, "context": "chat",
            "observed_at": "2023-11-14T22:13:20.5Z", "release": "1.2", "origin": "legacy", "derived_from": "p"
        })
        .to_string()
    });
    texts.into()
}

/// Runs `check` over mutated texts of the corpus: the sample, or as long as the environment says.
fn fuzz(
    what: &str,
    corpus: Vec<String>,
    words: &'static [&'static str],
    check: impl Fn(&str) -> Result<(), TestCaseError>,
) {
    let seconds = env::var("SELFMODEL_FUZZ_SECONDS")
        .ok()
        .map(|text| text.parse::<u64>().unwrap());
    let seed = env::var("SELFMODEL_FUZZ_SEED").map_or(0, |text| text.parse::<u64>().unwrap());
    let deadline = Instant::now() + Duration::from_secs(seconds.unwrap_or(0));
    let strategy = (select(corpus), mutations(words));
    let mut cases: u64 = 0;
    loop {
        let round = if seconds.is_some() { ROUND } else { SAMPLE };
        let config = Config {
            cases: round,
            failure_persistence: None,
            ..Config::default()
        };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&cases.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let run = |(text, changes): (String, Vec<Mutation>)| check(&mutate(&text, &changes));
        if let Err(failure) = TestRunner::new_with_rng(config, rng).run(&strategy, run) {
            panic!("{what}, seed {seed}, after {cases} cases: {failure}");
        }
        cases += u64::from(round);
        if Instant::now() >= deadline {
            break;
        }
    }
    println!("{what}: {cases} texts, no failure");
}

#[test]
fn schemas_parse_or_are_explained() {
    let base = base();
    fuzz("schema parser", schemas(), SCHEMA_WORDS, |text| {
        match parse_schema("fuzz.toml", text) {
            Ok(parsed) => {
                let _ = parsed.warnings.render(false);
                let _ = diff(base, &parsed.schema);
                check_schema(&parsed.schema)?;
            }
            Err(rejected) => {
                prop_assert!(!rejected.problems().is_empty());
                prop_assert!(rejected.render(false).contains("error["));
            }
        }
        Ok(())
    });
}

/// What whoever holds a schema relies on.
fn check_schema(schema: &Schema) -> Result<(), TestCaseError> {
    for dimension in schema.dimensions.values() {
        prop_assert!(dimension.fast_half_life < dimension.half_life);
        prop_assert!((1..=32).contains(&dimension.slots.len()));
        if let Some(outcomes) = dimension.kind.outcomes() {
            let sum: f64 = outcomes.base_rates.iter().sum();
            prop_assert!((2..=256).contains(&outcomes.values.len()));
            prop_assert_eq!(outcomes.values.len(), outcomes.base_rates.len());
            prop_assert!((sum - 1.0).abs() < 1e-9);
            prop_assert!(outcomes.base_rates.iter().all(|rate| *rate > 0.0));
        }
    }
    for rule in schema.actions.values().flat_map(|action| &action.evidence) {
        prop_assert!(schema.dimensions.contains_key(&rule.dimension));
    }
    Ok(())
}

#[test]
fn observations_are_admitted_or_explained() {
    let schema = base();
    let author = Author::Feature(FeatureName::new("chat").unwrap());
    let now = Timestamp::from_millis(1_700_000_000_000);
    fuzz(
        "observation parser",
        observations(),
        OBSERVATION_WORDS,
        |text| {
            let Ok(value) = serde_json::from_str::<Value>(text) else {
                return Ok(());
            };
            // A row may hold what no schema admits any more: it is read all the same.
            if let Some(details @ Value::Object(_)) = value.get("details") {
                for action in [
                    "format_picked",
                    "device_counts",
                    "stated",
                    "level",
                    "withdrawn",
                ] {
                    let row = row("chat", action, details);
                    let _ = (derive(schema, &row), unit(schema, &row));
                }
            }
            match parse_observation(&value) {
                Ok(observation) => {
                    if let Err(refusal) = admit(schema, observation, author.clone(), now) {
                        prop_assert!(!refusal.problems().is_empty());
                    }
                }
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
            Ok(())
        },
    );
}
