//! `GET /v1/features`.

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

/// Who writes and reads what
#[utoipa::path(
    get, path = "/v1/features", tag = "features", operation_id = "list_features",
    responses(
        (status = 200, description = "The features that the schema declares, by name", body = wire::Features),
        (status = "4XX", description = "`unauthenticated`, `forbidden`, `no-schema`, `invalid-parameter`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
) -> Result<Json<wire::Features>, Problem> {
    caller.require(Scope::Read)?;
    query.reader(&[]).finish()?;
    let governance = app.governance(caller.tenant()).await?;
    Ok(Json::ok(service::features::list(governance.schema())))
}
