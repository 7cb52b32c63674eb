//! `GET /v1/keys`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_store::contract::Scope;

use super::to_wire;
use crate::{
    app::App,
    http::{
        extract::{Caller, QueryString},
        problem::{Problem, wire},
        response::Json,
    },
};

/// Every key, revoked and expired ones too
///
/// Secrets are never shown again: only a hash of each is kept.
#[utoipa::path(
    get, path = "/v1/keys", tag = "keys", operation_id = "list_keys",
    responses(
        (status = 200, description = "The keys, the oldest first", body = wire::Keys),
        (status = "4XX", description = "`unauthenticated`, `forbidden`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`unavailable`, `timeout`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
) -> Result<Json<wire::Keys>, Problem> {
    caller.require(Scope::Admin)?;
    query.reader(&[]).finish()?;
    let keys = app.keyring.list(caller.tenant()).await?;
    Ok(Json::ok(wire::Keys {
        keys: keys.into_iter().map(to_wire).collect(),
    }))
}
