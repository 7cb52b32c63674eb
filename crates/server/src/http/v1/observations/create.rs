//! `POST /v1/observations`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_api_types::OBSERVATION_BYTES;
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, JsonBytes, QueryString, json},
        problem::{Problem, wire},
        response::Json,
    },
    service,
};

/// Records one observation
///
/// A 2xx means that it is on disk. Send the same observation again under the same `id` as often as
/// you like: it counts once.
#[utoipa::path(
    post, path = "/v1/observations", tag = "observations", operation_id = "observe",
    request_body = wire::Observation,
    responses(
        (status = 200, description = "It is on disk", body = wire::Recorded),
        (status = "4XX", description = "`malformed-json`, `invalid-observation`, `unauthenticated`, `forbidden`, `id-conflict`, `no-schema`, `too-large`, `unsupported-media-type`, `request-timeout`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `storage-full`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
    JsonBytes(body): JsonBytes<OBSERVATION_BYTES>,
) -> Result<Json<wire::Recorded>, Problem> {
    caller.require(Scope::Observe)?;
    query.reader(&[]).finish()?;
    let value = json::value(&body)?;
    let writer = caller.writer()?;
    let recorded = service::observe::one(&app, caller.tenant(), &writer, &value).await?;
    Ok(Json::ok(recorded))
}
