//! `GET /v1/schema`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use selfmodel_api_types::TOML;
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

/// The schema in force
///
/// With `Accept: application/toml` its text alone, as it was applied.
#[utoipa::path(
    get, path = "/v1/schema", tag = "schema", operation_id = "get_schema",
    responses(
        (status = 200, description = "The schema", content(
            (wire::SchemaDocument = "application/json"),
            (String = "application/toml"),
        )),
        (status = "4XX", description = "`unauthenticated`, `forbidden`, `no-schema`, `invalid-parameter`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn get(
    caller: Caller,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: QueryString,
) -> Result<Response, Problem> {
    caller.require(Scope::Read)?;
    query.reader(&[]).finish()?;
    let document = service::schema::in_force(&app, caller.tenant()).await?;
    let accepted = headers.get(header::ACCEPT);
    if accepted.is_some_and(|accepted| accepted.as_bytes().starts_with(TOML.as_bytes())) {
        return Ok(([(header::CONTENT_TYPE, TOML)], document.text).into_response());
    }
    Ok(Json::ok(document).into_response())
}
