//! What operators and tools ask.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::Server;

#[tokio::test]
async fn liveness_and_readiness_need_no_key() {
    let server = Server::without_schema().await;
    let nobody = server.nobody();
    assert_eq!(nobody.get("/livez").await.body, "ok\n");
    assert_eq!(nobody.get("/readyz").await.body, "ready\n");
    server.app.stopping.cancel();
    nobody.get("/readyz").await.problem("unavailable");
    assert_eq!(nobody.get("/livez").await.status, 200);
    server.app.close().await;
    nobody.get("/readyz").await.problem("unavailable");
}

#[tokio::test]
async fn a_request_keeps_an_id_that_can_be_logged() {
    let server = Server::without_schema().await;
    let id = |sent: &str| {
        let request = Request::get("/livez").header("x-request-id", sent);
        let request = request.body(Body::empty()).unwrap();
        let nobody = server.nobody();
        async move { nobody.raw(request).await.headers["x-request-id"].clone() }
    };
    assert_eq!(id("trace-1.a_B").await, "trace-1.a_B");
    assert_ne!(id("a b").await, "a b");
    let long = "x".repeat(65);
    assert_eq!(id(&long).await.len(), 16);
}

#[tokio::test]
async fn metrics_are_text_for_prometheus() {
    let server = Server::without_schema().await;
    let reply = server.nobody().get("/metrics").await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.headers[header::CONTENT_TYPE],
        "text/plain; version=0.0.4; charset=utf-8"
    );
}
