//! Observations that fit the base schema, and JSON that fits nothing.

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// Observations of every action, most of which the base schema admits.
pub(crate) fn observations() -> impl Strategy<Value = Value> {
    let context = option::of(select(vec!["chat", "reports"]));
    let origin = option::of(select(vec!["legacy", "sync"]));
    (spoken(), context, origin, -5_000_000..300_000_i64).prop_map(
        |(spoken, context, origin, offset)| {
            let (action, details) = spoken;
            let observed_at =
                selfmodel_core::time::Timestamp::from_millis(1_700_000_000_000 + offset)
                    .to_string();
            json!({
                "id": "1", "user": "ada", "action": action, "details": details,
                "context": context, "origin": origin, "observed_at": observed_at,
            })
        },
    )
}

fn spoken() -> impl Strategy<Value = (&'static str, Value)> {
    let format = || select(vec!["csv", "chart", "graph", "table", "text", "other"]);
    let topic = || select(vec!["rust", "sql", "tax law", "é"]);
    let unit = || select(vec![0.0, 0.5, 1.0, 3.0, 10.0]);
    let number = || -2.0..20.0_f64;
    prop_oneof![
        (format(), 1..6_i32, option::of(any::<bool>())).prop_map(|(format, times, silent)| {
            (
                "format_picked",
                json!({"format": format, "times": times, "silent": silent}),
            )
        }),
        vec(topic(), 0..5).prop_map(|topics| ("topics_seen", json!({"topics": topics}))),
        topic().prop_map(|topic| ("topic_hidden", json!({"topic": topic}))),
        number().prop_map(|grade| ("text_read", json!({"grade": grade}))),
        any::<bool>().prop_map(|quiet| ("quiet_set", json!({"quiet": quiet}))),
        (select(vec!["week", "month"]), unit(), unit()).prop_map(|(period, phone, laptop)| {
            (
                "device_counts",
                json!({"period": period, "phone": phone, "laptop": laptop}),
            )
        }),
        format().prop_map(|value| (
            "stated",
            json!({"dimension": "content.format", "value": value})
        )),
        (topic(), any::<bool>()).prop_map(|(member, value)| {
            (
                "stated",
                json!({"dimension": "interests.topics", "member": member, "value": value}),
            )
        }),
        number().prop_map(|value| (
            "stated",
            json!({"dimension": "reading.grade", "value": value})
        )),
        option::of(select(vec!["web", "mobile"])).prop_map(|slot| {
            (
                "withdrawn",
                json!({"dimension": "content.format", "slot": slot}),
            )
        }),
        (select(vec!["web", "mobile"]), unit(), unit()).prop_map(|(slot, text, table)| {
            let masses = json!({"text": text, "table": table});
            (
                "level",
                json!({"dimension": "content.format", "slot": slot, "masses": masses}),
            )
        }),
    ]
}

/// Any JSON at all, with names that mean something among others.
pub(crate) fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        name().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((name(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "id",
        "user",
        "feature",
        "action",
        "details",
        "context",
        "observed_at",
        "release",
        "origin",
        "derived_from",
        "dimension",
        "member",
        "value",
        "slot",
        "masses",
        "format",
        "times",
        "silent",
        "topics",
        "grade",
        "period",
        "phone",
        "laptop",
        "text",
        "table",
        "true",
        "chat",
        "reports",
        "format_picked",
        "topics_seen",
        "device_counts",
        "stated",
        "withdrawn",
        "level",
        "web",
        "content.format",
        "interests.topics",
        "reading.grade",
        "2023-11-14T22:13:20Z",
    ];
    prop_oneof![
        9 => select(NAMES).prop_map(String::from),
        1 => ".{0,6}",
    ]
}
