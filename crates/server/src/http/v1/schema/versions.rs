//! `GET /v1/schema/versions`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, QueryString},
        problem::{Problem, wire},
        response::Json,
    },
    service,
};

/// Every version that was applied, and how far the refold is that the newest one began
#[utoipa::path(
    get, path = "/v1/schema/versions", tag = "schema", operation_id = "schema_versions",
    responses(
        (status = 200, description = "The versions, the newest first", body = wire::SchemaVersions),
        (status = "4XX", description = "`unauthenticated`, `forbidden`, `invalid-parameter`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn versions(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
) -> Result<Json<wire::SchemaVersions>, Problem> {
    caller.require(Scope::Read)?;
    query.reader(&[]).finish()?;
    let versions = service::schema::versions(&app, caller.tenant()).await?;
    Ok(Json::ok(versions))
}
