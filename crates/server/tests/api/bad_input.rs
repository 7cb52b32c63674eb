//! Everything wrong with an observation gets a clear answer, and nothing is half-written.

use serde_json::{Value, json};

use crate::support::{Server, shortened};

#[tokio::test]
async fn text_that_is_no_json_is_malformed() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let nested = format!(r#"{{"user":"u","action":"a","details":{{"x":{deep}}}}}"#);
    let details = [
        r#"{"user": "u1", "action": "#,
        "",
        "nonsense",
        r#"{"user": "u1"} {}"#,
        r#"{"user": NaN}"#,
        r#"{"user": -Infinity}"#,
        r#"{"details": {"ratio": 1e999}}"#,
        r#"{"user": "a", "user": "b"}"#,
        r#"{"user": "\ud800"}"#,
        &nested,
    ];
    let mut answers = Vec::new();
    for text in details {
        let reply = chat.post_text("/v1/observations", text.to_owned()).await;
        reply.problem("malformed-json");
        answers.push(reply.body["detail"].clone());
    }
    let invalid_utf8 = b"{\"user\": \"\xff\"}".to_vec();
    let reply = chat.post_text("/v1/observations", invalid_utf8).await;
    reply.problem("malformed-json");
    answers.push(reply.body["detail"].clone());
    insta::assert_json_snapshot!(answers);
}

#[tokio::test]
async fn every_problem_of_an_observation_is_named() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let long = "x".repeat(257);
    let mut deep = json!(1);
    for _ in 0..12 {
        deep = json!([deep]);
    }
    let cases = [
        json!(7),
        json!({}),
        json!({"user": "", "action": "", "details": [], "id": ""}),
        json!({"user": long, "action": "answer_expanded", "details": {}, "id": long}),
        json!({"user": "u", "action": 5, "details": "none", "id": 7, "when": "now"}),
        json!({"user": "u", "action": "answer_shorted", "details": {}}),
        json!({"user": "u", "action": "answer_shortened", "details": {"ration": 0.5}}),
        json!({"user": "u", "action": "answer_shortened", "details": {"ratio": "half"}}),
        json!({"user": "u", "action": "answer_shortened", "details": {"ratio": 1e300}}),
        json!({"user": "u", "action": "answer_expanded", "details": {"times": 1.5}}),
        json!({"user": "u", "action": "answer_expanded", "details": {}, "context": "chatin"}),
        json!({"user": "u", "action": "answer_expanded", "details": {}, "observed_at": "1969-12-31T23:59:59Z"}),
        json!({"user": "u", "action": "answer_expanded", "details": {}, "observed_at": "2026-03-01T12:05:00.001Z"}),
        json!({"user": "u", "action": "answer_expanded", "details": {}, "observed_at": "yesterday"}),
        json!({"user": "u", "action": "stated", "details": {"dimension": "communication.verbosit", "value": "concise"}}),
        json!({"user": "u", "action": "stated", "details": {"dimension": "communication.verbosity", "value": "terse"}}),
        json!({"user": "u", "action": "answer_expanded", "details": {"deep": deep}}),
        json!({"user": "u\u{7}", "action": "answer_expanded", "details": {}}),
    ];
    let mut answers = Vec::new();
    for case in cases {
        let reply = chat.post("/v1/observations", &case).await;
        answers.push(reply.problem("invalid-observation"));
    }
    insta::assert_debug_snapshot!(answers);
    let read = chat.get("/v1/users/u/beliefs").await;
    assert_eq!(read.body["beliefs"], json!([]));
}

#[tokio::test]
async fn the_edges_of_time_are_admitted() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    for time in [
        "1970-01-01T00:00:00Z",
        "2026-03-01T12:05:00Z",
        "2026-03-01T13:00:00+01:00",
    ] {
        let observation =
            json!({"user": "u", "action": "answer_expanded", "details": {}, "observed_at": time});
        chat.observe(&observation).await;
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let padded = |bytes: usize| -> Value {
        let mut observation = shortened("u", "a");
        observation["release"] = json!("x".repeat(bytes));
        observation
    };
    chat.post("/v1/observations", &padded(33_000))
        .await
        .problem("too-large");
    let batch = json!({"observations": vec![padded(20_000); 60]});
    chat.post("/v1/observations/batch", &batch)
        .await
        .problem("too-large");
    let query = json!({"users": vec!["x".repeat(200); 6000]});
    chat.post("/v1/beliefs/query", &query)
        .await
        .problem("too-large");
}
