//! `PUT /v1/schema`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, QueryString, TomlText},
        problem::{Problem, wire},
        response::Json,
    },
    service,
};

/// Applies a schema, or says what applying it would change
///
/// The version must be above the one in force; the same version with the same text changes
/// nothing. A changed rule folds users anew in a job; their old beliefs are served until it comes
/// to them. With `dry_run=true` nothing is changed: a sample of the log is replayed and the
/// beliefs that would change are shown.
#[utoipa::path(
    put, path = "/v1/schema", tag = "schema", operation_id = "apply_schema",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would change")),
    request_body(content = String, content_type = "application/toml", description = "The TOML text of the schema"),
    responses(
        (status = 200, description = "What it changes", body = wire::SchemaResult),
        (status = "4XX", description = "`invalid-schema`, `schema-conflict`, `unauthenticated`, `forbidden`, `invalid-parameter`, `too-large`, `unsupported-media-type`, `request-timeout`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `storage-full`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn apply(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
    TomlText(text): TomlText,
) -> Result<Json<wire::SchemaResult>, Problem> {
    caller.require(Scope::Admin)?;
    let mut reader = query.reader(&["dry_run"]);
    let dry_run = reader.parsed("dry_run", "true or false").unwrap_or(false);
    reader.finish()?;
    let tenant = caller.tenant();
    let result = if dry_run {
        service::schema::preview(&app, tenant, &text).await?
    } else {
        service::schema::apply(&app, tenant, &text).await?
    };
    Ok(Json::ok(result))
}
