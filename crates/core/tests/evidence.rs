//! What observations say: each mode, each mapping, the built-in actions and the collapse unit.

#[expect(dead_code, reason = "rows are written here, not generated")]
mod rows;

use rows::{base, observed, row};
use selfmodel_core::{
    evidence::{Entry, Evidence, EvidenceValue, MicroWeight, derive, unit},
    log::LogRow,
    names::{ContextName, FeatureName, OriginName},
    time::Timestamp,
};
use serde_json::{Value, json};

fn said(action: &str, details: &Value) -> Vec<(String, Option<String>, String)> {
    let evidence = derive(base(), &row("chat", action, details));
    evidence.iter().map(shown).collect()
}

fn shown(evidence: &Evidence) -> (String, Option<String>, String) {
    let value = |value: &EvidenceValue| match value {
        EvidenceValue::Outcome(outcome) => format!("#{outcome}"),
        EvidenceValue::Number(steps) => format!("{steps}/2^20"),
    };
    let entry = match &evidence.entry {
        Entry::Event { value: v, weight } => format!("event {} x{}", value(v), weight.events()),
        Entry::Statement { value: Some(v) } => format!("statement {}", value(v)),
        Entry::Statement { value: None } => "withdrawn".into(),
        Entry::Level {
            action,
            slot,
            masses,
        } => {
            let masses: Vec<_> = masses
                .iter()
                .map(|(o, m)| format!("#{o}={}", m.events()))
                .collect();
            format!("level {action}/{slot} {}", masses.join(" "))
        }
    };
    let member = evidence.key.member.as_ref().map(ToString::to_string);
    (evidence.key.dimension.to_string(), member, entry)
}

fn entry(dimension: &str, member: Option<&str>, entry: &str) -> (String, Option<String>, String) {
    (dimension.into(), member.map(Into::into), entry.into())
}

#[test]
fn conditions_maps_and_weights_of_events() {
    assert_eq!(
        said("format_picked", &json!({"format": "csv", "times": 3})),
        [entry("content.format", None, "event #1 x3")]
    );
    assert_eq!(
        said("format_picked", &json!({"format": "chart", "times": 2.0})),
        [
            entry("content.format", None, "event #2 x2"),
            entry("expertise.level", None, "event #1 x0.25"),
        ]
    );
    // The first rule wants two times or more and no `silent`.
    assert_eq!(
        said("format_picked", &json!({"format": "csv", "times": 1})),
        []
    );
    assert_eq!(
        said(
            "format_picked",
            &json!({"format": "csv", "times": 3, "silent": false})
        ),
        []
    );
    let null = json!({"format": "csv", "times": 3, "silent": null});
    assert_eq!(said("format_picked", &null).len(), 1);
}

#[test]
fn a_list_gives_one_piece_per_distinct_item() {
    assert_eq!(
        said("topics_seen", &json!({"topics": ["rust", "sql", "rust"]})),
        [
            entry("interests.topics", Some("rust"), "event #1 x1"),
            entry("interests.topics", Some("sql"), "event #1 x1"),
        ]
    );
    assert_eq!(
        said("topic_hidden", &json!({"topic": "sql"})),
        [entry("interests.topics", Some("sql"), "event #0 x3")]
    );
}

#[test]
fn numbers_are_cut_into_steps_and_buckets() {
    assert_eq!(
        said("text_read", &json!({"grade": 6})),
        [
            entry("reading.grade", None, "event 349525/2^20 x1"),
            entry("expertise.level", None, "event #0 x1"),
        ]
    );
    // Older rows may lie outside a range that was narrowed since.
    assert_eq!(
        said("text_read", &json!({"grade": 99}))[0].2,
        "event 1048576/2^20 x1"
    );
    assert_eq!(
        said("text_read", &json!({"grade": -3}))[0].2,
        "event 0/2^20 x1"
    );
    assert_eq!(
        said("text_read", &json!({"grade": 6.01}))[1].2,
        "event #1 x1"
    );
}

#[test]
fn statements_and_their_map() {
    assert_eq!(
        said("quiet_set", &json!({"quiet": true})),
        [entry("notify.weekends", None, "statement #0")]
    );
}

#[test]
fn a_level_speaks_of_every_member_it_names() {
    assert_eq!(
        said(
            "device_counts",
            &json!({"period": "week", "phone": 4, "laptop": 0})
        ),
        [
            entry("devices.used", Some("laptop"), "level device_counts/week "),
            entry(
                "devices.used",
                Some("phone"),
                "level device_counts/week #1=4"
            ),
        ]
    );
}

#[test]
fn built_in_actions() {
    assert_eq!(
        said(
            "stated",
            &json!({"dimension": "content.format", "value": "table"})
        ),
        [entry("content.format", None, "statement #1")]
    );
    assert_eq!(
        said(
            "stated",
            &json!({"dimension": "interests.topics", "member": "rust", "value": false})
        ),
        [entry("interests.topics", Some("rust"), "statement #0")]
    );
    assert_eq!(
        said("withdrawn", &json!({"dimension": "content.format"})),
        [entry("content.format", None, "withdrawn")]
    );
    assert_eq!(
        said(
            "withdrawn",
            &json!({"dimension": "content.format", "slot": "web"})
        ),
        [entry("content.format", None, "level level/web ")]
    );
    let masses = json!({"text": 2, "chart": 0, "table": 0.5});
    assert_eq!(
        said(
            "level",
            &json!({"dimension": "content.format", "slot": "mobile", "masses": masses})
        ),
        [entry(
            "content.format",
            None,
            "level level/mobile #0=2 #1=0.5"
        )]
    );
}

#[test]
fn masses_beyond_a_limit_that_was_lowered_shrink_in_proportion() {
    let masses = json!({"text": 20, "table": 5});
    assert_eq!(
        said(
            "level",
            &json!({"dimension": "content.format", "slot": "web", "masses": masses})
        ),
        [entry(
            "content.format",
            None,
            "level level/web #0=10 #1=2.5"
        )]
    );
}

#[test]
fn what_no_longer_fits_says_nothing() {
    for (action, details) in [
        ("gone", json!({})),
        ("stated", json!({"dimension": "gone", "value": "x"})),
        (
            "stated",
            json!({"dimension": "content.format", "value": "gone"}),
        ),
        (
            "stated",
            json!({"dimension": "interests.topics", "value": true}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "slot": "gone", "masses": {"text": 1}}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "masses": {"text": 1}}),
        ),
        (
            "level",
            json!({"dimension": "reading.grade", "slot": "default", "masses": {"3": 1}}),
        ),
        ("format_picked", json!({"format": 3, "times": 5})),
        ("format_picked", json!({"format": "csv", "times": "often"})),
    ] {
        assert_eq!(said(action, &details), [], "{action}");
    }
}

#[test]
fn a_row_that_weighs_nothing_says_nothing() {
    let mut row = row("chat", "text_read", &json!({"grade": 6}));
    row.weightless = true;
    assert_eq!(derive(base(), &row), []);
}

#[test]
fn the_source_has_the_context_of_the_row_else_of_the_feature() {
    let mut row = row("chat", "text_read", &json!({"grade": 6}));
    let source = |row: &LogRow| derive(base(), row)[0].source.clone();
    assert_eq!(
        source(&row).context,
        Some(ContextName::new("chat").unwrap())
    );
    row.context = Some(ContextName::new("reports").unwrap());
    row.origin = Some(OriginName::new("legacy").unwrap());
    assert_eq!(source(&row).context.unwrap().as_str(), "reports");
    assert_eq!(source(&row).origin.unwrap().as_str(), "legacy");
    row.feature = FeatureName::new("search").unwrap();
    row.context = None;
    assert_eq!(source(&row).context, None);
}

#[test]
fn repetition_within_a_window_is_one_unit() {
    let schema = base();
    let details = json!({"format": "csv", "times": 3});
    let at = |second: i64, details: &Value| {
        observed(row("chat", "format_picked", details), second * 1_000)
    };
    let hour = 3_600;
    let first = unit(schema, &at(hour, &details)).unwrap();
    let last = unit(
        schema,
        &at(
            2 * hour - 1,
            &json!({"times": 3.0, "format": "csv", "silent": null}),
        ),
    )
    .unwrap();
    assert_eq!(first, last);
    assert_eq!(first.start, Timestamp::from_millis(hour * 1_000));
    assert_ne!(unit(schema, &at(2 * hour, &details)).unwrap().id, first.id);
    assert_ne!(
        unit(schema, &at(hour, &json!({"format": "csv", "times": 4})))
            .unwrap()
            .id,
        first.id
    );

    let evidence = derive(schema, &at(2 * hour - 1, &details));
    assert_eq!(evidence[0].order.observed_at, first.start);
    assert_eq!(&*evidence[0].order.id, first.id);

    assert_eq!(
        unit(schema, &row("chat", "text_read", &json!({"grade": 6}))),
        None
    );
    let mut weightless = at(hour, &details);
    weightless.weightless = true;
    assert_eq!(unit(schema, &weightless), None);
}

#[test]
fn windows_align_before_1970_too() {
    let row = observed(
        row(
            "chat",
            "format_picked",
            &json!({"format": "csv", "times": 3}),
        ),
        -1,
    );
    assert_eq!(
        unit(base(), &row).unwrap().start,
        Timestamp::from_millis(-3_600_000)
    );
}

#[test]
fn weights_are_positive_millionths() {
    assert_eq!(MicroWeight::new(0.000_000_4), None);
    assert_eq!(MicroWeight::new(0.000_000_6), Some(MicroWeight(1)));
    assert_eq!(MicroWeight::new(1_000.1), None);
    assert_eq!(MicroWeight::new(f64::NAN), None);
}
