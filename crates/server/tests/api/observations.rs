//! `POST /v1/observations`.

use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn an_observation_is_recorded_once_however_often_it_is_sent() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let first = chat.post("/v1/observations", &shortened("u1", "a")).await;
    insta::assert_json_snapshot!(first.stable(), @r#"
    {
      "id": "a",
      "status": "recorded",
      "token": "[token]"
    }
    "#);
    let again = chat.observe(&shortened("u1", "a")).await;
    assert_eq!(again["status"], "duplicate");
    // The same id of another user, and of another feature, is another observation.
    assert_eq!(
        chat.observe(&shortened("u2", "a")).await["status"],
        "recorded"
    );
    let docs = server.feature("docs").await;
    assert_eq!(
        docs.observe(&shortened("u1", "a")).await["status"],
        "recorded"
    );
}

#[tokio::test]
async fn what_repeats_within_the_window_is_logged_and_collapses() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "a")).await;
    let second = chat.observe(&shortened("u1", "b")).await;
    assert_eq!(
        (&second["status"], &second["collapsed"]),
        (&json!("recorded"), &json!(true))
    );
    let read = chat
        .get("/v1/users/u1/beliefs?dimension=communication.verbosity")
        .await;
    let evidence = read.body["beliefs"][0]["evidence"].as_f64().unwrap();
    assert!((0.99..=1.0).contains(&evidence), "{evidence}");
}

#[tokio::test]
async fn an_id_is_made_where_none_is_given() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let observation = json!({"user": "u1", "action": "answer_expanded", "details": {}});
    let first = chat.observe(&observation).await;
    let second = chat.observe(&observation).await;
    assert_eq!(first["id"].as_str().unwrap().len(), 32);
    assert_ne!(first["id"], second["id"]);
}

#[tokio::test]
async fn null_counts_as_absent_and_defaults_do_not_change_the_payload() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let bare = json!({"id": "a", "user": "u1", "action": "answer_expanded", "details": {}});
    chat.observe(&bare).await;
    let mut nulls = bare.clone();
    nulls["context"] = json!(null);
    nulls["details"]["times"] = json!(null);
    nulls["feature"] = json!("chat");
    assert_eq!(chat.observe(&nulls).await["status"], "duplicate");
}

#[tokio::test]
async fn an_id_used_with_another_payload_is_a_conflict_and_the_first_stands() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    chat.observe(&shortened("u1", "a")).await;
    let mut other = shortened("u1", "a");
    other["details"]["ratio"] = json!(0.7);
    let reply = chat.post("/v1/observations", &other).await;
    insta::assert_json_snapshot!(reply.stable());
    assert_eq!(reply.problem("id-conflict").len(), 1);
    assert_eq!(
        chat.observe(&shortened("u1", "a")).await["status"],
        "duplicate"
    );
}

#[tokio::test]
async fn a_feature_writes_as_itself_and_within_its_grant() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let mut foreign = shortened("u1", "a");
    foreign["feature"] = json!("docs");
    let reply = chat.post("/v1/observations", &foreign).await;
    insta::assert_debug_snapshot!(reply.problem("forbidden"));
    let outside = json!({"user": "u1", "action": "article_read",
                         "details": {"topic": "rust", "minutes": 5}});
    let reply = chat.post("/v1/observations", &outside).await;
    insta::assert_debug_snapshot!(reply.problem("forbidden"));
    let reader = server
        .key(json!({"feature": "chat", "scopes": ["read"]}))
        .await;
    let reply = reader.post("/v1/observations", &shortened("u1", "b")).await;
    insta::assert_json_snapshot!(reply.stable());
    let undeclared = server.feature("email").await;
    let reply = undeclared
        .post("/v1/observations", &shortened("u1", "c"))
        .await;
    reply.problem("forbidden");
}

#[tokio::test]
async fn an_admin_names_the_feature() {
    let server = Server::new().await;
    let admin = server.admin();
    let mut observation = shortened("u1", "a");
    let reply = admin.post("/v1/observations", &observation).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-observation"));
    observation["feature"] = json!("chat");
    assert_eq!(admin.observe(&observation).await["status"], "recorded");
    let chat = server.feature("chat").await;
    assert_eq!(
        chat.observe(&shortened("u1", "a")).await["status"],
        "duplicate"
    );
}

#[tokio::test]
async fn a_set_takes_no_more_members_than_declared() {
    let server = Server::new().await;
    let search = server.feature("search").await;
    let read = |topic: &str| json!({"user": "u1", "action": "article_read", "details": {"topic": topic, "minutes": 5}});
    for topic in ["a", "b", "c", "a"] {
        search.observe(&read(topic)).await;
    }
    let reply = search.post("/v1/observations", &read("d")).await;
    insta::assert_json_snapshot!(reply.stable());
}
