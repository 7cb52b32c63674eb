//! `POST /v1/users/{user}/observe-and-read`.

use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn the_read_sees_the_observation() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let mut observation = shortened("u1", "a");
    observation.as_object_mut().unwrap().remove("user");
    let body =
        json!({"observation": observation, "query": {"dimension": ["communication.verbosity"]}});
    let reply = chat.post("/v1/users/u1/observe-and-read", &body).await;
    insta::assert_json_snapshot!(reply.stable());
}

#[tokio::test]
async fn nothing_is_recorded_when_either_half_is_wrong() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let path = "/v1/users/u1/observe-and-read";
    let body = json!({"observation": shortened("u1", "a"), "query": {"min_confidence": 2}});
    let reply = chat.post(path, &body).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-request"));
    let body = json!({"observation": shortened("u2", "a")});
    let reply = chat.post(path, &body).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-observation"));
    let mut wrong = shortened("u1", "a");
    wrong["action"] = json!("answer_shorten");
    let reply = chat.post(path, &json!({"observation": wrong})).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-observation"));
    let read = chat.get("/v1/users/u1/beliefs").await;
    assert_eq!(read.body["beliefs"], json!([]));
}

#[tokio::test]
async fn both_scopes_are_needed() {
    let server = Server::new().await;
    let body = json!({"observation": shortened("u1", "a")});
    for scope in ["observe", "read"] {
        let key = server
            .key(json!({"feature": "chat", "scopes": [scope]}))
            .await;
        let reply = key.post("/v1/users/u1/observe-and-read", &body).await;
        reply.problem("forbidden");
    }
}
