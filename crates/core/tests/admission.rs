//! Admission: what is refused, with which pointers and words, and on whose authority.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[expect(dead_code, reason = "admission sends observations, not rows")]
mod rows;

use rows::base;
use selfmodel_core::{
    names::FeatureName,
    observation::{Admitted, Author, Problem, Refusal, admit, parse},
    time::Timestamp,
};
use serde_json::{Value, json};

const NOW: i64 = 1_700_000_000_000;

fn as_feature(feature: &str) -> Author {
    Author::Feature(FeatureName::new(feature).unwrap())
}

fn send_as(author: Author, observation: &Value) -> Result<Admitted, Refusal> {
    let observation = parse(observation).map_err(Refusal::Invalid)?;
    admit(base(), observation, author, Timestamp::from_millis(NOW))
}

fn send(observation: &Value) -> Result<Admitted, Refusal> {
    send_as(as_feature("chat"), observation)
}

fn invalid(observation: &Value) -> Vec<(String, String)> {
    match send(observation) {
        Err(Refusal::Invalid(problems)) => pairs(problems),
        other => panic!("{other:?}"),
    }
}

fn forbidden(author: Author, observation: &Value) -> Vec<(String, String)> {
    match send_as(author, observation) {
        Err(Refusal::Forbidden(problems)) => pairs(problems),
        other => panic!("{other:?}"),
    }
}

fn pairs(problems: Vec<Problem>) -> Vec<(String, String)> {
    problems
        .into_iter()
        .map(|problem| (problem.pointer, problem.detail))
        .collect()
}

fn lines(problems: &[(String, String)]) -> String {
    let lines: Vec<_> = problems
        .iter()
        .map(|(pointer, detail)| format!("{pointer}: {detail}"))
        .collect();
    lines.join("\n")
}

fn picked(details: &Value) -> Value {
    json!({"user": "ada", "action": "format_picked", "details": details})
}

#[test]
fn a_good_observation_keeps_what_was_sent_and_no_default() {
    let admitted = send(&json!({
        "id": "7", "user": "ada", "action": "format_picked",
        "details": {"format": "csv", "times": 2, "silent": null},
        "observed_at": "2023-11-14T22:13:20.500+00:00", "release": null, "origin": "legacy"
    }))
    .unwrap();
    assert_eq!(admitted.id.unwrap().as_str(), "7");
    assert_eq!(admitted.feature.as_str(), "chat");
    assert_eq!(admitted.context, None);
    assert_eq!(
        Value::Object(admitted.details),
        json!({"format": "csv", "times": 2})
    );
    assert_eq!(admitted.observed_at, Timestamp::from_millis(NOW + 500));
    assert_eq!(admitted.release, None);
    assert_eq!(admitted.origin.unwrap().as_str(), "legacy");
}

#[test]
fn without_a_time_it_happened_now() {
    let admitted = send(&picked(&json!({"format": "csv", "times": 2}))).unwrap();
    assert_eq!(admitted.observed_at, Timestamp::from_millis(NOW));
}

#[test]
fn every_problem_of_the_shape_is_said_at_once() {
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "", "action": "has spaces", "detials": {}, "observedAt": "today",
        "context": 4, "id": "x".repeat(129), "observed_at": "yesterday", "origin": null,
        "release": "a\nb"
    }))));
}

#[test]
fn every_problem_of_the_content_is_said_at_once() {
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "format_picked", "context": "cat", "observed_at": "2030-01-01T00:00:00Z",
        "details": {"format": "x".repeat(41), "times": 0.5, "silent": "no", "a/b~c": 1}
    }))));
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "topics_seen", "observed_at": "1969-12-31T23:59:59.999Z",
        "details": {"topics": ["rust", 5, null, ["x"]]}
    }))));
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "device_counts",
        "details": {"period": "weak", "phone": 11, "laptop": {"n": 1}}
    }))));
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "topic_seen", "details": {}
    }))));
    insta::assert_snapshot!(lines(&invalid(&picked(&json!({})))));
}

#[test]
fn values_that_rules_cannot_take_to_their_dimension_are_refused() {
    insta::assert_snapshot!(lines(&invalid(&picked(
        &json!({"format": "tabel", "times": 2})
    ))));
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "text_read", "details": {"grade": 18.5}
    }))));
    insta::assert_snapshot!(lines(&invalid(&json!({
        "user": "ada", "action": "topics_seen", "details": {"topics": ["rust", "", "a\u{7}b"]}
    }))));
    // The rule does not apply, so nothing is wrong with its value.
    assert!(send(&picked(&json!({"format": "tabel", "times": 1}))).is_ok());
}

#[test]
fn masses_beyond_the_limit_are_refused() {
    let schema = include_str!("schemas/valid/everything.toml")
        .replace("members = [\"phone\"", "max_mass = 6\nmembers = [\"phone\"");
    let schema = selfmodel_core::schema::parse("lower.toml", &schema)
        .unwrap()
        .schema;
    let observation = parse(&json!({
        "user": "ada", "action": "device_counts", "details": {"period": "week", "phone": 7, "laptop": 2}
    })).unwrap();
    let refusal = admit(
        &schema,
        observation,
        as_feature("chat"),
        Timestamp::from_millis(NOW),
    )
    .unwrap_err();
    insta::assert_snapshot!(refusal.problems()[0].detail);
    assert_eq!(refusal.problems().len(), 1);
}

fn built_in(action: &str, details: &Value) -> Value {
    json!({"user": "ada", "action": action, "details": details})
}

#[test]
fn built_in_actions_are_checked_against_the_dimension_they_name() {
    for (action, details) in [
        (
            "stated",
            json!({"dimension": "content.format", "value": "table"}),
        ),
        (
            "stated",
            json!({"dimension": "interests.topics", "member": "rust", "value": true}),
        ),
        ("stated", json!({"dimension": "reading.grade", "value": 18})),
        ("withdrawn", json!({"dimension": "content.format"})),
        (
            "withdrawn",
            json!({"dimension": "content.format", "slot": "web"}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "slot": "web", "masses": {"text": 12.5, "table": 0}}),
        ),
        (
            "level",
            json!({"dimension": "interests.topics", "member": "rust", "masses": {"true": 3}}),
        ),
        (
            "level",
            json!({"dimension": "expertise.level", "masses": {"novice": null}}),
        ),
    ] {
        send(&built_in(action, &details)).unwrap();
    }
    let mut said = Vec::new();
    for (action, details) in [
        ("stated", json!({})),
        (
            "stated",
            json!({"dimension": "content.fromat", "value": "table"}),
        ),
        (
            "stated",
            json!({"dimension": "content.format", "value": "tables", "weight": 2}),
        ),
        (
            "stated",
            json!({"dimension": "content.format", "member": "x"}),
        ),
        (
            "stated",
            json!({"dimension": "interests.topics", "value": "yes"}),
        ),
        (
            "stated",
            json!({"dimension": "devices.used", "member": "fone", "value": true}),
        ),
        (
            "stated",
            json!({"dimension": "notify.weekends", "value": "true"}),
        ),
        (
            "stated",
            json!({"dimension": "reading.grade", "value": 18.01}),
        ),
        (
            "withdrawn",
            json!({"dimension": "content.format", "slot": "wap", "value": "table"}),
        ),
        (
            "level",
            json!({"dimension": "reading.grade", "masses": {"3": 1}}),
        ),
        ("level", json!({"dimension": "content.format", "slot": 3})),
        (
            "level",
            json!({"dimension": "content.format", "masses": {"text": -1, "tabel": 1, "table": "1"}}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "masses": {"text": 10, "table": 3}}),
        ),
        (
            "level",
            json!({"dimension": "content.format", "masses": [1]}),
        ),
    ] {
        let problems = invalid(&built_in(action, &details));
        said.push(format!(
            "{action} {details}\n  {}",
            lines(&problems).replace('\n', "\n  ")
        ));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_omitted_slot_is_the_single_one_where_it_is_declared() {
    let level = json!({"dimension": "content.format", "masses": {"text": 1}});
    insta::assert_snapshot!(lines(&invalid(&built_in("level", &level))));
}

#[test]
fn authority() {
    let observation = picked(&json!({"format": "csv", "times": 2}));
    let mut named = observation.clone();
    named["feature"] = json!("search");
    let mut said = Vec::new();
    said.extend(forbidden(as_feature("chat"), &named));
    said.extend(forbidden(as_feature("search"), &observation));
    said.extend(forbidden(as_feature("gone"), &observation));
    said.extend(forbidden(as_feature("user"), &observation));
    let stated = built_in(
        "stated",
        &json!({"dimension": "content.format", "value": "table"}),
    );
    said.extend(forbidden(as_feature("search"), &stated));
    insta::assert_snapshot!(lines(&said));

    // An admin names the feature, whose grants hold for the admin as well.
    assert_eq!(forbidden(Author::Admin, &named).len(), 1);
    named["feature"] = json!("chat");
    assert_eq!(
        send_as(Author::Admin, &named).unwrap().feature.as_str(),
        "chat"
    );
    let unnamed = send_as(Author::Admin, &observation).unwrap_err();
    named["feature"] = json!("caht");
    let unknown = send_as(Author::Admin, &named).unwrap_err();
    insta::assert_snapshot!(format!(
        "{}\n{}",
        unnamed.problems()[0].detail,
        unknown.problems()[0].detail
    ));
}

#[test]
fn only_an_admin_writes_the_users_own_word_and_only_as_such() {
    let mut stated = built_in(
        "stated",
        &json!({"dimension": "content.format", "value": "table"}),
    );
    stated["feature"] = json!("user");
    assert_eq!(
        send_as(Author::Admin, &stated).unwrap().feature.as_str(),
        "user"
    );
    assert!(matches!(send(&stated), Err(Refusal::Forbidden(_))));
    let mut picked = picked(&json!({"format": "csv", "times": 2}));
    picked["feature"] = json!("user");
    assert!(matches!(
        send_as(Author::Admin, &picked),
        Err(Refusal::Invalid(_))
    ));
}

#[test]
fn times_up_to_five_minutes_ahead_are_taken() {
    let at = |millis: i64| {
        let mut observation = picked(&json!({"format": "csv", "times": 2}));
        observation["observed_at"] = json!(Timestamp::from_millis(millis).to_string());
        send(&observation)
    };
    assert!(at(NOW + 300_000).is_ok());
    assert!(at(NOW + 300_001).is_err());
    assert!(at(0).is_ok());
    assert!(at(-1).is_err());
}

#[test]
fn payloads_are_compared_without_what_keys_the_row() {
    let hash = |edit: &dyn Fn(&mut Value)| {
        let mut observation = picked(&json!({"format": "csv", "times": 2}));
        edit(&mut observation);
        send(&observation).unwrap().payload
    };
    let plain = hash(&|_| ());
    assert_eq!(plain, hash(&|sent| sent["id"] = json!("other")));
    assert_eq!(plain, hash(&|sent| sent["feature"] = json!("chat")));
    assert_eq!(
        plain,
        hash(&|sent| sent["details"] = json!({"times": 2.0, "silent": null, "format": "csv"}))
    );
    for (field, value) in [
        ("context", json!("chat")),
        ("observed_at", json!("2023-11-14T22:13:20Z")),
        ("release", json!("2")),
        ("origin", json!("legacy")),
        ("derived_from", json!("p")),
    ] {
        assert_ne!(plain, hash(&|sent| sent[field] = value.clone()), "{field}");
    }
    assert_ne!(
        hash(&|sent| sent["release"] = json!("2")),
        hash(&|sent| sent["origin"] = json!("2"))
    );
}

#[test]
fn content_is_what_a_unit_has_in_common() {
    let hash = |edit: &dyn Fn(&mut Value)| {
        let mut observation = picked(&json!({"format": "csv", "times": 2}));
        edit(&mut observation);
        send(&observation).unwrap().content
    };
    let plain = hash(&|_| ());
    assert_eq!(
        plain,
        hash(&|sent| sent["observed_at"] = json!("2023-11-14T22:13:20Z"))
    );
    assert_eq!(plain, hash(&|sent| sent["release"] = json!("2")));
    assert_ne!(plain, hash(&|sent| sent["origin"] = json!("legacy")));
    assert_ne!(plain, hash(&|sent| sent["details"]["times"] = json!(3)));
}

#[test]
fn what_is_no_object_too_large_or_too_deep_is_refused_whole() {
    insta::assert_snapshot!(lines(&invalid(&json!([1]))));
    insta::assert_snapshot!(lines(&invalid(&picked(
        &json!({"format": "x".repeat(33_000)})
    ))));
    let mut deep = json!(1);
    for _ in 0..50 {
        deep = json!([deep]);
    }
    insta::assert_snapshot!(lines(&invalid(&picked(&json!({"format": deep})))));
}
