//! `DELETE /v1/keys/{id}`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, PathParts, QueryString},
        problem::{Problem, ProblemKind, wire},
    },
};

/// Revokes a key
///
/// From now on this server refuses it; other servers on the same store within 5 seconds. Revoking
/// it again changes nothing.
#[utoipa::path(
    delete, path = "/v1/keys/{id}", tag = "keys", operation_id = "revoke_key",
    params(("id" = String, Path, description = "Id of the key")),
    responses(
        (status = 204, description = "It is revoked"),
        (status = "4XX", description = "`unauthenticated`, `forbidden`, `not-found`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`unavailable`, `timeout`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn revoke(
    caller: Caller,
    State(app): State<Arc<App>>,
    path: PathParts,
    query: QueryString,
) -> Result<StatusCode, Problem> {
    caller.require(Scope::Admin)?;
    query.reader(&[]).finish()?;
    let id = path.text("id");
    if app.keyring.revoke(caller.tenant(), id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::new(
        ProblemKind::NotFound,
        format!("there is no key {id:?}"),
    ))
}
