//! `POST /v1/observations/batch`.

use serde_json::{Value, json};

use crate::support::{Server, shortened};

#[tokio::test]
async fn every_item_is_judged_on_its_own_in_order() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "there already")).await;
    let mut conflict = shortened("u1", "there already");
    conflict["details"]["ratio"] = json!(0.1);
    let mut later = shortened("u2", "later");
    later["observed_at"] = json!("2026-03-01T12:05:00.001Z");
    let mut wide = shortened("u2", "wide");
    wide["details"]["padding"] = json!("x".repeat(40_000));
    let outside = json!({"id": "outside", "user": "u2", "action": "article_read",
                         "details": {"topic": "t", "minutes": 1}});
    let batch = json!({"observations": [
        shortened("u2", "good"), shortened("u1", "there already"), conflict,
        {"user": "u2"}, later, wide, outside, shortened("u3", "good as well"), 7,
    ]});
    let reply = chat.post("/v1/observations/batch", &batch).await;
    insta::assert_json_snapshot!(reply.stable());
    let read = chat.get("/v1/users/u3/beliefs").await;
    assert_eq!(read.body["beliefs"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_observation_twice_in_a_batch_is_one() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let batch = json!({"observations": [shortened("u1", "a"), shortened("u1", "a")]});
    let reply = chat.post("/v1/observations/batch", &batch).await;
    assert_eq!(
        (&reply.body["recorded"], &reply.body["duplicates"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_thousand_items_go_in_and_one_more_does_not() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let items = |count: usize| -> Value {
        let items = (0..count).map(|n| {
            json!({"id": n.to_string(), "user": "u", "action": "answer_expanded", "details": {}})
        });
        json!({"observations": items.collect::<Vec<_>>()})
    };
    let reply = chat.post("/v1/observations/batch", &items(1001)).await;
    reply.problem("too-large");
    let reply = chat.post("/v1/observations/batch", &items(1000)).await;
    assert_eq!(reply.body["recorded"], 1000, "{}", reply.body["results"][0]);
    let empty = chat.post("/v1/observations/batch", &items(0)).await;
    assert_eq!(empty.status, 200);
    assert_eq!(empty.body["results"], json!([]));
}

#[tokio::test]
async fn an_item_that_only_a_strict_reader_refuses_spoils_no_other() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let good = shortened("u1", "a").to_string();
    let twice = r#"{"user":"u1","user":"u2","action":"answer_expanded","details":{}}"#;
    let huge = r#"{"user":"u1","action":"answer_expanded","details":{"times":1e999}}"#;
    let body = format!(r#"{{"observations":[{good},{twice},{huge}]}}"#);
    let reply = chat.post_text("/v1/observations/batch", body).await;
    insta::assert_json_snapshot!(reply.stable());
}

#[tokio::test]
async fn the_envelope_is_checked_too() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    for body in [
        json!({"observation": []}),
        json!({"observations": {}}),
        json!([]),
    ] {
        let reply = chat.post("/v1/observations/batch", &body).await;
        reply.problem("invalid-request");
    }
}
