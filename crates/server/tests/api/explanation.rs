//! `GET /v1/users/{user}/beliefs/{dimension}/explanation`.

use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn a_belief_is_traced_to_those_who_observed_it() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "a")).await;
    chat.observe(
        &json!({"id": "b", "user": "u1", "action": "stated", "context": "drafting",
                         "details": {"dimension": "communication.verbosity", "value": "detailed"},
                         "observed_at": "2026-03-01T11:30:00Z"}),
    )
    .await;
    let docs = server.feature("docs").await;
    docs.observe(
        &json!({"id": "c", "user": "u1", "action": "answer_expanded", "details": {},
                         "observed_at": "2026-03-01T11:45:00Z"}),
    )
    .await;
    let path = "/v1/users/u1/beliefs/communication.verbosity/explanation";
    insta::assert_json_snapshot!(docs.get(path).await.stable());
}

#[tokio::test]
async fn what_cannot_be_explained_is_said() {
    let server = Server::new().await;
    let docs = server.feature("docs").await;
    let explain = |rest: &'static str| {
        let docs = docs.clone();
        async move { docs.get(&format!("/v1/users/u1/beliefs/{rest}")).await }
    };
    let reply = explain("communication.verbosty/explanation").await;
    insta::assert_json_snapshot!(reply.stable());
    let reply = explain("reading.minutes/explanation").await;
    insta::assert_json_snapshot!(reply.stable());
    let search = server.feature("search").await;
    let reply = search
        .get("/v1/users/u1/beliefs/interests.topics/explanation")
        .await;
    insta::assert_debug_snapshot!(reply.problem("invalid-parameter"));
    let reply = explain("expertise.level/explanation?member=x").await;
    insta::assert_debug_snapshot!(reply.problem("invalid-parameter"));
    let path = "/v1/users/u1/beliefs/interests.topics/explanation?member=rust";
    assert_eq!(search.get(path).await.body["belief"]["status"], "prior");
}
