//! `POST /v1/beliefs/query`.

use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn many_users_are_read_in_the_order_asked() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u2", "a")).await;
    let query = json!({"users": ["u2", "nobody", "u2"], "min_confidence": 0.4,
                       "dimension": "communication.verbosity", "include": "withheld"});
    let reply = chat.post("/v1/beliefs/query", &query).await;
    insta::assert_json_snapshot!(reply.stable());
    let same = chat.get(
        "/v1/users/u2/beliefs?min_confidence=0.4&include=withheld\
                         &dimension=communication.verbosity",
    );
    assert_eq!(reply.stable()["results"][0], same.await.stable());
}

#[tokio::test]
async fn users_and_parameters_are_checked() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let many: Vec<_> = (0..501).map(|n| n.to_string()).collect();
    chat.post("/v1/beliefs/query", &json!({"users": many}))
        .await
        .problem("too-large");
    assert_eq!(
        chat.post("/v1/beliefs/query", &json!({"users": many[..500]}))
            .await
            .status,
        200
    );
    let mut problems = Vec::new();
    for query in [
        json!({"users": []}),
        json!({"users": ["", "a\u{0}", "fine"]}),
        json!({"users": ["u"], "min_confidense": 0.7}),
        json!({"users": ["u"], "min_confidence": "0.7"}),
        json!({"users": ["u"], "max_age": "30 days"}),
        json!({"users": ["u"], "min_confidence": 7, "context": "nowhere"}),
        json!({"min_confidence": 0.7}),
    ] {
        let reply = chat.post("/v1/beliefs/query", &query).await;
        problems.push(reply.problem("invalid-request"));
    }
    insta::assert_debug_snapshot!(problems);
}
