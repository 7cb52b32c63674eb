//! `/v1/schema` and its versions.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use crate::support::{ADMIN_KEY, SCHEMA, Server, shortened};

fn changed() -> String {
    SCHEMA
        .replace("version = 1", "version = 2")
        .replace("value = \"concise\"", "value = \"balanced\"")
}

#[tokio::test]
async fn without_a_schema_that_is_what_is_answered() {
    let server = Server::without_schema().await;
    let admin = server.admin();
    let reply = admin.get("/v1/schema").await;
    insta::assert_json_snapshot!(reply.stable());
    admin.get("/v1/users/u/beliefs").await.problem("no-schema");
    admin.get("/v1/features").await.problem("no-schema");
    admin
        .post("/v1/observations", &shortened("u", "a"))
        .await
        .problem("no-schema");
    assert_eq!(
        admin.get("/v1/schema/versions").await.body,
        json!({"versions": []})
    );
}

#[tokio::test]
async fn a_schema_is_applied_read_and_kept() {
    let server = Server::without_schema().await;
    let admin = server.admin();
    let applied = admin.put_schema("/v1/schema", SCHEMA).await;
    insta::assert_json_snapshot!(applied.stable());
    let again = admin.put_schema("/v1/schema", SCHEMA).await;
    assert_eq!(again.body["status"], "unchanged");
    let document = admin.get("/v1/schema").await.body;
    assert_eq!(document["text"], SCHEMA);
    let text = Request::get("/v1/schema")
        .header(header::AUTHORIZATION, format!("Bearer {ADMIN_KEY}"))
        .header(header::ACCEPT, "application/toml");
    let text = admin.raw(text.body(Body::empty()).unwrap()).await;
    assert_eq!(text.headers[header::CONTENT_TYPE], "application/toml");
    assert_eq!(text.body, SCHEMA);
}

#[tokio::test]
async fn versions_only_grow_and_never_change() {
    let server = Server::new().await;
    let admin = server.admin();
    let other = SCHEMA.replace("How long an answer", "How long a reply");
    for path in ["/v1/schema", "/v1/schema?dry_run=true"] {
        let reply = admin.put_schema(path, &other).await;
        reply.problem("schema-conflict");
    }
    let third = other.replace("version = 1", "version = 3");
    assert_eq!(
        admin.put_schema("/v1/schema", &third).await.body["status"],
        "applied"
    );
    let lower = other.replace("version = 1", "version = 2");
    let reply = admin.put_schema("/v1/schema", &lower).await;
    insta::assert_json_snapshot!(reply.stable());
    // A version that was applied before is a no-op, though a later one is in force.
    assert_eq!(
        admin.put_schema("/v1/schema", SCHEMA).await.body["status"],
        "unchanged"
    );
    insta::assert_json_snapshot!(admin.get("/v1/schema/versions").await.stable());
}

#[tokio::test]
async fn a_schema_with_mistakes_is_refused_with_all_of_them() {
    let server = Server::new().await;
    let wrong = SCHEMA
        .replace("version = 1", "version = 2")
        .replace("kind = \"ordinal\"", "kind = \"ordinary\"")
        .replace(
            "dimension = \"reading.minutes\"",
            "dimension = \"reading.minute\"",
        );
    for path in ["/v1/schema", "/v1/schema?dry_run=true"] {
        let reply = server.admin().put_schema(path, &wrong).await;
        insta::assert_debug_snapshot!("mistakes", reply.problem("invalid-schema"));
    }
    assert_eq!(server.admin().get("/v1/schema").await.body["version"], 1);
}

#[tokio::test]
async fn a_dry_run_shows_which_beliefs_would_change_and_changes_nothing() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "a")).await;
    chat.observe(&json!({"user": "u2", "action": "answer_expanded", "details": {}}))
        .await;
    let reply = server
        .admin()
        .put_schema("/v1/schema?dry_run=true", &changed())
        .await;
    insta::assert_json_snapshot!(reply.stable());
    assert_eq!(server.admin().get("/v1/schema").await.body["version"], 1);
    let read = chat.get("/v1/users/u1/beliefs").await;
    assert_eq!(read.body["beliefs"][0]["value"], "concise");
}

#[tokio::test]
async fn a_changed_rule_folds_users_anew_in_a_job() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    for n in 0..5 {
        chat.observe(&shortened(&format!("u{n}"), "a")).await;
    }
    let applied = server
        .admin()
        .put_schema("/v1/schema", &changed())
        .await
        .body;
    assert_eq!(
        (&applied["status"], &applied["job"]["kind"]),
        (&json!("applied"), &json!("refold"))
    );
    let finished = async {
        loop {
            let refold = server.admin().get("/v1/schema/versions").await.body["refold"].clone();
            if refold["status"] == "done" {
                return refold;
            }
            tokio::task::yield_now().await;
        }
    };
    let refold = tokio::time::timeout(std::time::Duration::from_secs(30), finished)
        .await
        .unwrap();
    assert_eq!(refold["progress"], json!({"done": 5, "total": 5}));
    let read = chat.get("/v1/users/u3/beliefs").await.body;
    assert_eq!(
        (&read["schema_version"], &read["beliefs"][0]["value"]),
        (&json!(2), &json!("balanced"))
    );
}

#[tokio::test]
async fn only_admins_apply_and_only_toml_is_applied() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.put_schema("/v1/schema", &changed())
        .await
        .problem("forbidden");
    let admin = server.admin();
    let method = axum::http::Method::PUT;
    let reply = admin
        .send(method.clone(), "/v1/schema", Some("text/plain"), changed())
        .await;
    reply.problem("unsupported-media-type");
    let media_type = Some("application/toml");
    let reply = admin
        .send(method, "/v1/schema", media_type, &b"version = \xff"[..])
        .await;
    reply.problem("invalid-schema");
    let reply = admin
        .put_schema("/v1/schema?dry_run=maybe", &changed())
        .await;
    reply.problem("invalid-parameter");
}
