//! Every kind of problem is documented; those that no resource has are shown here.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use futures_util::stream;
use selfmodel_core::time::Millis;
use selfmodel_server::{config::HttpSettings, http::problem::ProblemKind};
use selfmodel_store::contract::{Guard, Store};
use selfmodel_store::sqlite::{SqliteOptions, SqliteStore};
use serde_json::json;

use crate::support::{ADMIN_KEY, SCHEMA, Server, shortened};

#[tokio::test]
async fn every_kind_is_documented_where_its_type_points() {
    let server = Server::without_schema().await;
    let mut documentation = String::new();
    for kind in ProblemKind::ALL {
        let path = format!("/problems/{}", kind.description().slug);
        let reply = server.nobody().get(&path).await;
        assert_eq!(reply.status, 200);
        documentation.push_str(reply.body.as_str().unwrap());
        documentation.push('\n');
    }
    insta::assert_snapshot!(documentation);
    server
        .nobody()
        .get("/problems/none")
        .await
        .problem("not-found");
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist() {
    let server = Server::without_schema().await;
    let admin = server.admin();
    for path in [
        "/",
        "/v1",
        "/v1/observation",
        "/v1/observations/",
        "/v2/schema",
    ] {
        admin.get(path).await.problem("not-found");
    }
    let reply = admin.send(Method::PATCH, "/v1/keys", None, "").await;
    reply.problem("method-not-allowed");
    let mut allowed: Vec<_> = reply.headers[header::ALLOW]
        .to_str()
        .unwrap()
        .split(',')
        .collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
}

#[tokio::test]
async fn bodies_of_another_type_are_refused() {
    let server = Server::new().await;
    let chat = server.feature("chat").await;
    let observation = shortened("u", "a").to_string();
    for media_type in [
        None,
        Some("text/plain"),
        Some("application/toml"),
        Some("json"),
    ] {
        let body = observation.clone();
        let reply = chat
            .send(Method::POST, "/v1/observations", media_type, body)
            .await;
        reply.problem("unsupported-media-type");
    }
    for media_type in [
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/x+json",
    ] {
        let body = observation.clone();
        let reply = chat
            .send(Method::POST, "/v1/observations", Some(media_type), body)
            .await;
        assert_eq!(reply.status, 200, "{media_type}");
    }
    let compressed = Request::post("/v1/observations")
        .header(header::AUTHORIZATION, format!("Bearer {ADMIN_KEY}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip");
    let reply = chat.raw(compressed.body(Body::from("x")).unwrap()).await;
    reply.problem("unsupported-media-type");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let settings = HttpSettings {
        request_timeout: Millis::parse("300ms").unwrap(),
        ..HttpSettings::default()
    };
    let server = Server::with(settings, |_| ()).await;
    let never = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let request = Request::post("/v1/keys")
        .header(header::AUTHORIZATION, format!("Bearer {ADMIN_KEY}"))
        .header(header::CONTENT_TYPE, "application/json");
    let reply = server.nobody().raw(request.body(never).unwrap()).await;
    reply.problem("request-timeout");
}

#[tokio::test]
async fn a_locked_database_is_said_and_nothing_is_lost() {
    let server = Server::with(HttpSettings::default(), |options| {
        options.busy_timeout = Duration::from_millis(50);
    })
    .await;
    let admin = server.admin();
    admin.put_schema("/v1/schema", SCHEMA).await;
    let other = SqliteOptions::new(server.folder.path().join("store.db"));
    let other = SqliteStore::open(&other).await.unwrap();
    let lock = other.begin(Guard::Exclusive).await.unwrap();
    let mut observation = shortened("u1", "a");
    observation["feature"] = json!("chat");
    let reply = admin.post("/v1/observations", &observation).await;
    reply.problem("unavailable");
    assert_eq!(reply.headers[header::RETRY_AFTER], "1");
    assert_eq!(admin.get("/v1/users/u1/beliefs").await.status, 200);
    drop(lock);
    other.close().await;
    let status = admin.observe(&observation).await["status"].clone();
    assert_eq!(status, "recorded");
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_answered() {
    let settings = HttpSettings {
        request_timeout: Millis::seconds(1),
        ..HttpSettings::default()
    };
    let server = Server::with(settings, |_| ()).await;
    server.admin().put_schema("/v1/schema", SCHEMA).await;
    let other = SqliteOptions::new(server.folder.path().join("store.db"));
    let other = SqliteStore::open(&other).await.unwrap();
    let lock = other.begin(Guard::Exclusive).await.unwrap();
    let mut observation = shortened("u1", "a");
    observation["feature"] = json!("chat");
    let reply = server.admin().post("/v1/observations", &observation).await;
    reply.problem("timeout");
    drop(lock);
    other.close().await;
    // The pipeline had taken it; sent again it is there or goes in, and counts once.
    server.admin().observe(&observation).await;
    assert_eq!(
        server.admin().observe(&observation).await["status"],
        "duplicate"
    );
}

#[tokio::test]
async fn a_full_store_is_said_and_reads_go_on() {
    let server = Server::with(HttpSettings::default(), |options| {
        options.max_pages = Some(60);
    })
    .await;
    let admin = server.admin();
    admin.put_schema("/v1/schema", SCHEMA).await;
    let mut n = 0;
    let full = loop {
        let mut observation = shortened("u1", &format!("{n}"));
        observation["feature"] = json!("chat");
        observation["release"] = json!("r".repeat(128));
        let reply = admin.post("/v1/observations", &observation).await;
        if reply.status != 200 {
            break reply;
        }
        n += 1;
        assert!(n < 10_000, "the store never fills");
    };
    full.problem("storage-full");
    assert!(n > 0);
    assert_eq!(admin.get("/v1/users/u1/beliefs").await.status, 200);
}
