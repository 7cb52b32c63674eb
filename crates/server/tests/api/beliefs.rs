//! `GET /v1/users/{user}/beliefs`.

use selfmodel_core::time::Millis;
use serde_json::json;

use crate::support::{Server, shortened};

#[tokio::test]
async fn docs_reads_what_only_chat_observed_and_is_told_why_not_more() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    for n in 0..6 {
        let mut observation = shortened("u1", &n.to_string());
        observation["observed_at"] = json!(format!("2026-03-01T0{n}:00:00Z"));
        chat.observe(&observation).await;
    }
    let docs = server.feature("docs").await;
    let path = "/v1/users/u1/beliefs?include=withheld,interval,priors";
    insta::assert_json_snapshot!(docs.get(path).await.stable());

    let withheld = |query: &'static str| {
        let docs = docs.clone();
        async move {
            let path = format!("/v1/users/u1/beliefs?include=withheld&{query}");
            let read = docs.get(&path).await.body;
            assert_eq!(read["beliefs"], json!([]), "{query}");
            let of_verbosity = json!("communication.verbosity");
            let dimensions = read["withheld_dimensions"].as_array().unwrap().clone();
            let mut dimensions = dimensions.into_iter();
            let found = dimensions.find(|found| found["dimension"] == of_verbosity);
            found.map(|found| found["reason"].clone())
        }
    };
    assert_eq!(
        withheld("min_confidence=0.99").await,
        Some(json!("below_confidence"))
    );
    assert_eq!(withheld("focus=expertise").await, Some(json!("irrelevant")));
    assert_eq!(withheld("dimension=expertise.level").await, None);
    assert_eq!(
        withheld("exclude_feature=chat").await,
        Some(json!("unknown"))
    );
    server.advance(Millis::days(31));
    assert_eq!(withheld("max_age=30d").await, Some(json!("stale")));
}

#[tokio::test]
async fn a_user_of_whom_nothing_is_known_is_no_error() {
    let server = Server::new().await;
    let search = server.feature("search").await;
    let read = search.get("/v1/users/never%20seen%2F%C3%A9/beliefs").await;
    insta::assert_json_snapshot!(read.stable());
}

#[tokio::test]
async fn the_context_is_that_of_the_feature_unless_asked_otherwise() {
    let server = Server::new().await;
    let docs = server.feature("docs").await;
    let context = |read: crate::support::Reply| read.body["context"].clone();
    assert_eq!(context(docs.get("/v1/users/u/beliefs").await), "drafting");
    assert_eq!(
        context(docs.get("/v1/users/u/beliefs?context=chatting").await),
        "chatting"
    );
    assert_eq!(
        context(docs.get("/v1/users/u/beliefs?context=*").await),
        json!(null)
    );
    let nobody = server.key(json!({"scopes": ["read"]})).await;
    assert_eq!(
        context(nobody.get("/v1/users/u/beliefs").await),
        json!(null)
    );
}

#[tokio::test]
async fn a_limit_counts_what_it_cuts() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let read = chat
        .get("/v1/users/u/beliefs?include=priors&limit=1")
        .await
        .body;
    assert_eq!(read["beliefs"].as_array().unwrap().len(), 1);
    assert_eq!(read["withheld"]["over_limit"], 3);
    let read = chat.get("/v1/users/u/beliefs?include=priors").await.body;
    assert_eq!(read["withheld"].get("over_limit"), None);
}

#[tokio::test]
async fn at_least_sees_the_write_and_refuses_what_cannot_be_promised() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let token = chat.observe(&shortened("u1", "a")).await["token"].clone();
    let token = token.as_str().unwrap();
    let read = chat
        .get(&format!("/v1/users/u1/beliefs?at_least={token}"))
        .await;
    assert_eq!(read.body["beliefs"][0]["value"], "concise");

    let other = Server::new().await;
    let elsewhere = other.feature("chat").await;
    let reply = elsewhere
        .get(&format!("/v1/users/u1/beliefs?at_least={token}"))
        .await;
    reply.problem("unreachable-token");
    let reply = chat.get("/v1/users/u1/beliefs?at_least=nonsense").await;
    insta::assert_debug_snapshot!(reply.problem("invalid-parameter"));
}

#[tokio::test]
async fn every_wrong_parameter_is_named() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let syntax = "contxt=a&min_confidence=high&max_age=30&limit=-1&focus=a&focus=b\
                  &include=priors,everything&dimension=%ff";
    let reply = chat.get(&format!("/v1/users/u/beliefs?{syntax}")).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-parameter"));
    let meaning = "context=chating&min_confidence=NaN&min_relevance=2&limit=0&focus=\
                   &dimension=communication.verbosty&exclude_feature=serch&exclude_origin=%20";
    let reply = chat.get(&format!("/v1/users/u/beliefs?{meaning}")).await;
    insta::assert_debug_snapshot!(reply.problem("invalid-parameter"));
}

#[tokio::test]
async fn the_user_in_the_path_is_checked() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let long = "u".repeat(257);
    for path in ["%FF", "%00", "a%0Ab", &long] {
        let reply = chat.get(&format!("/v1/users/{path}/beliefs")).await;
        reply.problem("invalid-parameter");
    }
    let longest = "u".repeat(256);
    assert_eq!(
        chat.get(&format!("/v1/users/{longest}/beliefs"))
            .await
            .status,
        200
    );
    chat.get("/v1/users//beliefs")
        .await
        .problem("invalid-parameter");
}
