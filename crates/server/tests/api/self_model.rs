//! `GET /v1/users/{user}/self-model`.

use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn everything_is_organised_by_context() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "a")).await;
    let search = server.feature("search").await;
    search
        .observe(&json!({"id": "s", "user": "u1", "action": "article_read",
                         "details": {"topic": "fintech", "minutes": 12},
                         "observed_at": "2026-03-01T10:00:00Z"}))
        .await;
    let model = chat.get("/v1/users/u1/self-model?include=interval").await;
    insta::assert_json_snapshot!(model.stable());

    // docs may not read interests, so that they are not in its self-model.
    let docs = server.feature("docs").await;
    let model = docs
        .get("/v1/users/u1/self-model?include=priors")
        .await
        .body;
    let neutral = model["neutral"].as_array().unwrap().iter();
    let mut dimensions: Vec<_> = neutral
        .map(|belief| belief["dimension"].as_str().unwrap())
        .collect();
    dimensions.sort_unstable();
    assert_eq!(
        dimensions,
        [
            "communication.tone",
            "communication.verbosity",
            "expertise.level"
        ]
    );
}

#[tokio::test]
async fn two_servers_with_the_same_observations_answer_alike() {
    let (one, other) = (Server::new().await, Server::new().await);
    let (of_one, of_other) = (one.feature("chat").await, other.feature("chat").await);
    for id in ["a", "b", "c"] {
        of_one.observe(&shortened("u1", id)).await;
    }
    for id in ["c", "a", "b", "a"] {
        of_other.observe(&shortened("u1", id)).await;
    }
    for path in [
        "/v1/users/u1/self-model",
        "/v1/users/u1/beliefs/communication.verbosity/explanation",
    ] {
        let (mut left, mut right) = (of_one.get(path).await.body, of_other.get(path).await.body);
        // The log lists them as they came.
        for body in [&mut left, &mut right] {
            if let Some(list) = body["observations"].as_array_mut() {
                list.sort_by_key(|observation| observation["id"].to_string());
            }
        }
        assert_eq!(left, right);
    }
}
