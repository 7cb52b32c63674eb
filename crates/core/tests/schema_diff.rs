//! What a change of the schema costs: each kind of change with its class and its sentence as a
//! snapshot, and the promise behind the classes: what does not refold changes no evidence.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[expect(dead_code, reason = "observations are generated, not written")]
mod rows;

use std::{fmt::Write as _, sync::LazyLock};

use proptest::prelude::*;
use rows::{base, generate::observations};
use selfmodel_core::{
    evidence::{derive, unit},
    names::{FeatureName, ObservationId},
    observation::{Author, admit, parse as parse_observation},
    schema::{Class, Schema, diff, diff_since, parse},
    time::Timestamp,
};

const BASE: &str = include_str!("schemas/valid/everything.toml");

fn schema(text: &str) -> Schema {
    match parse("test.toml", text) {
        Ok(parsed) => parsed.schema,
        Err(rejected) => panic!("{}", rejected.render(false)),
    }
}

/// The base schema with `old` replaced by `new`, which must be there exactly once.
fn edited(old: &str, new: &str) -> Schema {
    assert_eq!(BASE.matches(old).count(), 1, "{old}");
    schema(&BASE.replace(old, new))
}

/// Edits of every part of a schema: the text, and what replaces it.
const EDITS: &[(&str, &str)] = &[
    (
        "description = \"Weekly reports\"",
        "description = \"Monthly reports\"",
    ),
    (
        "base_rates = { false = 0.7, true = 0.3 }",
        "base_rates = { false = 0.6, true = 0.4 }",
    ),
    ("scope = \"context\"", "scope = \"user\""),
    (
        "values = [\"text\", \"table\", \"chart\"]",
        "values = [\"text\", \"table\", \"chart\", \"map\"]",
    ),
    (
        "values = [\"text\", \"table\", \"chart\"]",
        "values = [\"map\", \"text\", \"table\", \"chart\"]",
    ),
    (
        "values = [\"text\", \"table\", \"chart\"]",
        "values = [\"table\", \"text\", \"chart\"]",
    ),
    (
        "values = [\"text\", \"table\", \"chart\"]",
        "values = [\"text\", \"table\"]",
    ),
    ("kind = \"category\"", "kind = \"ordinal\""),
    ("half_life = \"45d\"", "half_life = \"90d\""),
    ("fast_half_life = \"7d\"", "fast_half_life = \"3d\""),
    (
        "statement_half_life = \"52w\"",
        "statement_half_life = \"26w\"",
    ),
    (
        "slots = [\"web\", \"mobile\"]",
        "slots = [\"web\", \"mobile\", \"watch\"]",
    ),
    ("slots = [\"web\", \"mobile\"]", "slots = [\"web\"]"),
    ("max_mass = 12.5", "max_mass = 10"),
    ("max_members = 50", "max_members = 20"),
    ("max_members = 50", "max_members = 70"),
    ("member_base_rate = 0.05", "member_base_rate = 0.1"),
    (
        "members = [\"phone\", \"laptop\", \"watch\"]",
        "members = [\"phone\", \"laptop\"]",
    ),
    (
        "members = [\"phone\", \"laptop\", \"watch\"]",
        "members = [\"phone\", \"laptop\", \"watch\", \"car\"]",
    ),
    (
        "members = [\"phone\", \"laptop\", \"watch\"]",
        "members = \"open\"",
    ),
    ("range = [0, 18]", "range = [0, 20]"),
    ("range = [0, 18]", "range = [0, 12]"),
    ("tolerance = 1.5", "tolerance = 2"),
    (
        "prior = { mean = 8, variance = 9, strength = 1.5 }",
        "prior = { mean = 9 }",
    ),
    ("tags = [\"reading\"]", "tags = [\"text\"]"),
    ("[contexts.chat]", "[contexts.talk]\n[contexts.chat]"),
    ("\"content.*\" = 1,", "\"content.*\" = 0.9,"),
    ("context = \"chat\"", "context = \"reports\""),
    ("context = \"chat\"\n", ""),
    (
        "reads = [\"content.*\", \"expertise.level\"]",
        "reads = [\"content.*\", \"reading.*\"]",
    ),
    (
        "writes = [\"interests.*\"]",
        "writes = [\"interests.topics\"]",
    ),
    ("writes = [\"interests.*\"]", "writes = [\"*\"]"),
    (
        "[features.search]\nwrites = [\"interests.*\"]\nreads = [\"*\"]\n",
        "",
    ),
    ("dedupe = \"1h\"", "dedupe = \"2h\""),
    ("dedupe = \"1h\"\n", ""),
    ("weight = 0.25", "weight = 0.5"),
    ("max_length = 40", "max_length = 80"),
    ("max_length = 40", "max_length = 20"),
    (
        "silent = { type = \"boolean\", optional = true }",
        "silent = { type = \"boolean\", optional = true }, why = { type = \"string\" }",
    ),
    (
        "silent = { type = \"boolean\", optional = true }",
        "silent = { type = \"boolean\", optional = true }, why = { type = \"string\", optional = true }",
    ),
    (
        "times = { type = \"integer\", min = 1, max = 100 }",
        "times = { type = \"number\", min = 0, max = 200 }",
    ),
    ("max_items = 16", "max_items = 8"),
    (
        "mode = \"level\"\nslot = { from = \"period\" }",
        "mode = \"level\"",
    ),
    ("[actions.topic_hidden]", "[actions.topic_pinned]"),
];

#[test]
fn every_change_has_its_class_and_sentence() {
    let old = schema(BASE);
    let mut text = String::new();
    for (before, after) in EDITS {
        let before_line = before.replace('\n', " ");
        if *before == "[actions.topic_hidden]" {
            // The rules of the action go with it.
            let renamed = schema(&BASE.replace("actions.topic_hidden", "actions.topic_pinned"));
            write!(
                text,
                "{}",
                shown(&before_line, "actions.topic_pinned", &old, &renamed)
            )
            .unwrap();
            continue;
        }
        let new = edited(before, after);
        write!(
            text,
            "{}",
            shown(&before_line, &after.replace('\n', " "), &old, &new)
        )
        .unwrap();
    }
    insta::assert_snapshot!(text);
}

fn shown(before: &str, after: &str, old: &Schema, new: &Schema) -> String {
    let mut text = format!("- {before}\n+ {after}\n");
    for change in diff(old, new).changes {
        writeln!(
            text,
            "  {} {}: {}",
            change.class, change.pointer, change.sentence
        )
        .unwrap();
    }
    text
}

#[test]
fn a_schema_differs_from_itself_by_nothing() {
    let same = diff(&schema(BASE), &schema(BASE));
    assert!(same.is_empty() && !same.refolds());
}

#[test]
fn what_comes_back_refolds() {
    let full = schema(BASE);
    let without = schema(
        &BASE
            .replace(", \"chart\"]\nhalf_life", ", \"graph\"]\nhalf_life")
            .replace("\"chart\", ", ""),
    );
    let fresh = diff(&without, &full);
    assert!(
        fresh
            .changes
            .iter()
            .any(|change| change.sentence.contains("`chart`") && change.class == Class::Compatible)
    );
    let returned = diff_since(std::slice::from_ref(&full), &without, &full);
    assert!(
        returned
            .changes
            .iter()
            .any(|change| change.sentence.contains("`chart`") && change.class == Class::Refolds)
    );
    assert!(returned.refolds());
}

/// The schemas that a single edit gives and that refold nobody.
fn not_refolding() -> &'static [Schema] {
    static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
        let edits = EDITS
            .iter()
            .map(|(before, after)| BASE.replace(before, after));
        let schemas = edits.filter_map(|text| parse("edited.toml", &text).ok());
        let schemas = schemas.map(|parsed| parsed.schema);
        schemas.filter(|new| !diff(base(), new).refolds()).collect()
    });
    &SCHEMAS
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn what_does_not_refold_changes_no_evidence(value in observations()) {
        let now = Timestamp::from_millis(1_700_000_000_000);
        let author = Author::Feature(FeatureName::new("chat").unwrap());
        let observation = parse_observation(&value).unwrap();
        let Ok(admitted) = admit(base(), observation, author, now) else {
            return Ok(());
        };
        let row = admitted.into_row(ObservationId::new("1").unwrap(), now, false, false);
        let (evidence, of_unit) = (derive(base(), &row), unit(base(), &row));
        prop_assert!(not_refolding().len() > 20);
        for new in not_refolding() {
            prop_assert_eq!(&evidence, &derive(new, &row));
            prop_assert_eq!(&of_unit, &unit(new, &row));
        }
    }
}
