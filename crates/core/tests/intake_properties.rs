//! Properties of the way from JSON to evidence, over observations of every action and over JSON that
//! fits nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod rows;

use proptest::prelude::*;
use rows::{
    base,
    generate::{json as any_json, observations},
    observed, row,
};
use selfmodel_core::{
    evidence::{Entry, EvidenceValue, NUMBER_STEPS, derive, unit},
    names::{FeatureName, ObservationId},
    observation::{Admitted, Author, Refusal, admit, parse},
    schema::{Schema, matches_any},
    time::Timestamp,
};
use serde_json::{Map, Value};

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

fn send(schema: &Schema, value: &Value) -> Result<Admitted, Refusal> {
    let author = Author::Feature(FeatureName::new("chat").unwrap());
    let observation = parse(value).map_err(Refusal::Invalid)?;
    admit(schema, observation, author, NOW)
}

/// The object without the keys that hold null.
fn without_nulls(object: &Value) -> Value {
    let mut object = object.as_object().unwrap().clone();
    object.retain(|_, value| !value.is_null());
    Value::Object(object)
}

/// The object with a null under every key of `keys` that it lacks.
fn with_nulls(object: &Value, keys: &[&str]) -> Value {
    let mut object = object.as_object().unwrap().clone();
    for key in keys {
        object.entry(*key).or_insert(Value::Null);
    }
    Value::Object(object)
}

/// The text of an object with its keys in reverse, all the way down.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let entries = object.iter().rev();
            let entries: Vec<_> = entries
                .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), reversed(value)))
                .collect();
            format!("{{ {} }}", entries.join(" ,\n"))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(" , "))
        }
        Value::Number(number) if number.is_i64() => format!("{number}.0"),
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_admitted_or_explained(mut value in any_json(), details in any_json()) {
        let schema = base();
        if let Value::Object(object) = &mut value {
            object.insert("user".into(), "ada".into());
            object.insert("details".into(), details);
        }
        if let Err(refusal) = send(schema, &value) {
            prop_assert!(!refusal.problems().is_empty());
            for problem in refusal.problems() {
                let known = problem.pointer.is_empty() || problem.pointer.starts_with('/');
                prop_assert!(known && !problem.detail.is_empty(), "{problem:?}");
            }
        }
    }

    #[test]
    fn evidence_is_total(details in any_json(), millis in any::<i64>()) {
        let schema = base();
        let details = match details {
            Value::Object(object) => object,
            other => Map::from_iter([("value".into(), other)]),
        };
        let details = Value::Object(details);
        let actions = schema.actions.keys().map(|name| name.as_str().to_owned());
        for action in actions.chain(["stated", "withdrawn", "level", "gone"].map(String::from)) {
            let row = observed(row("chat", &action, &details), millis);
            prop_assert!(derive(schema, &row).len() <= 64);
            let _ = unit(schema, &row);
        }
    }

    #[test]
    fn null_is_absent_and_order_and_spelling_do_not_matter(value in observations()) {
        let schema = base();
        let mut bare = without_nulls(&value);
        bare["details"] = without_nulls(&value["details"]);
        let plain = send(schema, &bare);
        let fields = ["context", "release", "origin", "derived_from", "feature"];
        let mut padded = with_nulls(&bare, &fields);
        padded["details"] = with_nulls(&bare["details"], &["silent", "no such detail"]);
        prop_assert_eq!(&plain, &send(schema, &padded));
        let respelt: Value = serde_json::from_str(&reversed(&value)).unwrap();
        let respelt = send(schema, &respelt);
        match (plain, respelt) {
            (Ok(plain), Ok(respelt)) => {
                prop_assert_eq!(plain.payload, respelt.payload);
                prop_assert_eq!(plain.content, respelt.content);
            }
            (plain, respelt) => prop_assert_eq!(plain.is_ok(), respelt.is_ok()),
        }
    }

    #[test]
    fn admitted_evidence_keeps_to_the_schema_and_the_grant(value in observations()) {
        let schema = base();
        let Ok(admitted) = send(schema, &value) else {
            return Ok(());
        };
        let grant = &schema.features.get("chat").unwrap().writes;
        let row = admitted.into_row(ObservationId::new("1").unwrap(), NOW, false, false);
        for evidence in derive(schema, &row) {
            let dimension = &schema.dimensions[&evidence.key.dimension];
            prop_assert!(matches_any(grant, &evidence.key.dimension));
            prop_assert_eq!(evidence.key.member.is_some(), dimension.kind.is_set());
            let fits = |value: &EvidenceValue| match value {
                EvidenceValue::Outcome(outcome) => {
                    let outcomes = dimension.kind.outcomes();
                    outcomes.is_some_and(|outcomes| usize::from(*outcome) < outcomes.values.len())
                }
                EvidenceValue::Number(steps) => *steps <= NUMBER_STEPS,
            };
            match &evidence.entry {
                Entry::Event { value, weight } => {
                    prop_assert!(fits(value) && (1..=1_000_000_000).contains(&weight.0));
                }
                Entry::Statement { value } => prop_assert!(value.iter().all(fits)),
                Entry::Level { masses, .. } => {
                    let sum: f64 = masses.iter().map(|(_, mass)| mass.events()).sum();
                    prop_assert!(sum <= dimension.max_mass + 1e-6);
                    prop_assert!(masses.is_sorted_by(|left, right| left.0 < right.0));
                }
            }
        }
    }

    #[test]
    fn rows_of_a_unit_have_their_content_in_common(left in observations(), right in observations()) {
        let schema = base();
        let (Ok(left), Ok(right)) = (send(schema, &left), send(schema, &right)) else {
            return Ok(());
        };
        let contents = (left.content, right.content);
        let row = |admitted: Admitted| {
            admitted.into_row(ObservationId::new("1").unwrap(), NOW, false, false)
        };
        let (left, right) = (row(left), row(right));
        let units = (unit(schema, &left), unit(schema, &right));
        if let (Some(one), Some(other)) = units
            && one == other
        {
            prop_assert_eq!(contents.0, contents.1);
            prop_assert_eq!(derive(schema, &left), derive(schema, &right));
        }
    }
}
