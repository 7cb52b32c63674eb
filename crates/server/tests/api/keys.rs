//! `/v1/keys`.

use axum::{
    body::Body,
    http::{Request, header},
};
use selfmodel_core::time::Millis;
use serde_json::json;

use crate::support::{ADMIN_KEY, Server};

#[tokio::test]
async fn a_key_is_shown_once_and_listed_without_its_secret() {
    let server = Server::new().await;
    let admin = server.admin();
    let created = admin.post("/v1/keys", &json!({"feature": "chat"})).await;
    assert_eq!(created.status, 201);
    let secret = created.body["key"].as_str().unwrap();
    assert!(secret.starts_with("sm_") && secret.len() == 46, "{secret}");
    insta::assert_json_snapshot!(created.stable());
    let listed = admin.get("/v1/keys").await;
    assert!(!listed.body.to_string().contains(secret));
    insta::assert_json_snapshot!(listed.stable());
}

#[tokio::test]
async fn a_revoked_key_ends_at_once() {
    let server = Server::new().await;
    let admin = server.admin();
    let created = admin
        .post("/v1/keys", &json!({"feature": "chat"}))
        .await
        .body;
    let chat = server.caller(created["key"].as_str().unwrap());
    assert_eq!(chat.get("/v1/features").await.status, 200);
    let path = format!("/v1/keys/{}", created["id"].as_str().unwrap());
    chat.delete(&path).await.problem("forbidden");
    assert_eq!(admin.delete(&path).await.status, 204);
    chat.get("/v1/features").await.problem("unauthenticated");
    assert_eq!(admin.delete(&path).await.status, 204);
    admin
        .delete("/v1/keys/key_unknown")
        .await
        .problem("not-found");
}

#[tokio::test]
async fn a_key_ends_when_it_was_said_to() {
    let server = Server::new().await;
    let request = json!({"feature": "chat", "expires_at": "2026-03-01T12:00:10Z"});
    let chat = server.key(request).await;
    assert_eq!(chat.get("/v1/features").await.status, 200);
    server.advance(Millis::seconds(9));
    assert_eq!(chat.get("/v1/features").await.status, 200);
    server.advance(Millis::seconds(1));
    chat.get("/v1/features").await.problem("unauthenticated");
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused() {
    let server = Server::new().await;
    let admin = server.admin();
    let mut problems = Vec::new();
    for request in [
        json!({"feature": "user"}),
        json!({"feature": "not a name"}),
        json!({"feature": "chat", "scopes": []}),
        json!({"feature": "chat", "scopes": ["write"]}),
        json!({"feature": "chat", "expires_at": "2026-03-01T12:00:00Z"}),
        json!({"feature": "chat", "expires_at": "tomorrow"}),
        json!({"feature": "chat", "scope": "read"}),
        json!({}),
        json!({"feature": "", "scopes": [], "expires_at": "1999-01-01T00:00:00Z"}),
    ] {
        problems.push(
            admin
                .post("/v1/keys", &request)
                .await
                .problem("invalid-request"),
        );
    }
    insta::assert_debug_snapshot!(problems);
}

#[tokio::test]
async fn only_a_valid_key_is_let_in() {
    let server = Server::new().await;
    let with = |value: &str| {
        let request = Request::get("/v1/keys").header(header::AUTHORIZATION, value);
        let nobody = server.nobody();
        let request = request.body(Body::empty()).unwrap();
        async move { nobody.raw(request).await }
    };
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Basic abc",
        "Bearer sm_wrong",
        ADMIN_KEY,
    ] {
        let reply = with(value).await;
        reply.problem("unauthenticated");
        assert_eq!(reply.headers[header::WWW_AUTHENTICATE], "Bearer");
    }
    assert_eq!(with(&format!("bearer {ADMIN_KEY}")).await.status, 200);
    server
        .nobody()
        .get("/v1/keys")
        .await
        .problem("unauthenticated");
}

#[tokio::test]
async fn the_first_key_is_made_once() {
    let server = Server::without_schema().await;
    assert!(server.app.found(None).await.unwrap().is_none());
    let other = server.app.found(Some("another".into())).await.unwrap();
    assert!(other.is_none());
    server
        .caller("another")
        .get("/v1/keys")
        .await
        .problem("unauthenticated");
}
