//! `GET /v1/features`.

use crate::support::Server;

#[tokio::test]
async fn every_declared_feature_is_listed_with_its_grant() {
    let server = Server::new().await;
    let docs = server.feature("docs").await;
    insta::assert_json_snapshot!(docs.get("/v1/features").await.stable());
    docs.get("/v1/features?all=1")
        .await
        .problem("invalid-parameter");
    server
        .nobody()
        .get("/v1/features")
        .await
        .problem("unauthenticated");
}
