//! `GET /v1/users/{user}/beliefs`: the adaptation interface.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, PathParts, QueryString},
        problem::{Problem, wire},
        response::Json,
        v1::read_parameters::{self, Place},
    },
    service,
};

/// What is believed of a user
///
/// The beliefs that are relevant to a context, confident and fresh enough, by relevance ×
/// confidence, descending. Filters never drop silently: `withheld` counts what is left out, by
/// reason. A user of whom nothing is known is answered with nothing believed.
#[utoipa::path(
    get, path = "/v1/users/{user}/beliefs", tag = "beliefs", operation_id = "beliefs",
    params(
        ("user" = String, Path, description = "The user, percent-encoded"),
        ("context" = Option<String>, Query, description = "Where the beliefs are wanted, or `*` for a neutral read. Default: the context of the key's feature", example = "document_generation"),
        ("focus" = Option<String>, Query, description = "A dotted prefix of dimensions, or a tag", example = "communication"),
        ("dimension" = Option<Vec<String>>, Query, description = "Only these dimensions (`a.b`, `a.*`); repeatable", explode = true),
        ("min_confidence" = Option<f64>, Query, description = "Least confidence, 0 to 1", example = 0.7),
        ("max_age" = Option<String>, Query, description = "Greatest age of the newest supporting observation", example = "30d"),
        ("min_relevance" = Option<f64>, Query, description = "Least relevance, 0 to 1"),
        ("limit" = Option<u32>, Query, description = "Most beliefs"),
        ("exclude_feature" = Option<Vec<String>>, Query, description = "Features whose evidence is left out; repeatable", explode = true),
        ("exclude_origin" = Option<Vec<String>>, Query, description = "Bridges whose evidence is left out; repeatable", explode = true),
        ("at_least" = Option<String>, Query, description = "The token of a write that the read must see"),
        ("include" = Option<String>, Query, description = "Any of `priors`, `withheld`, `interval`, separated by commas", example = "priors,withheld"),
    ),
    responses(
        (status = 200, description = "The beliefs", body = wire::Read),
        (status = "4XX", description = "`invalid-parameter`, `unauthenticated`, `forbidden`, `no-schema`, `unreachable-token`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn beliefs(
    caller: Caller,
    State(app): State<Arc<App>>,
    path: PathParts,
    query: QueryString,
) -> Result<Json<wire::Read>, Problem> {
    caller.require(Scope::Read)?;
    let user = path.user()?;
    let parameters = read_parameters::from_query_string(query)?;
    let governance = app.governance(caller.tenant()).await?;
    let plan = read_parameters::plan(
        &parameters,
        &caller,
        governance.schema(),
        Place::QueryString,
    )?;
    let read = service::read::one(&app, caller.tenant(), &plan, user).await?;
    Ok(Json::ok(read))
}
