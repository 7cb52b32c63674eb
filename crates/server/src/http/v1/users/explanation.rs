//! `GET /v1/users/{user}/beliefs/{dimension}/explanation`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_api_types::ReadParameters;
use selfmodel_store::contract::Scope;

use crate::{
    app::App,
    http::{
        extract::{Caller, PathParts, QueryString},
        problem::{Problem, wire},
        response::Json,
        v1::read_parameters::{self, Place},
    },
    service::{self, explain::Subject},
};

/// Why something is believed
///
/// What each source contributes, the other values, the newest observations, and what would be
/// believed without each feature.
#[utoipa::path(
    get, path = "/v1/users/{user}/beliefs/{dimension}/explanation", tag = "beliefs", operation_id = "explanation",
    params(
        ("user" = String, Path, description = "The user, percent-encoded"),
        ("dimension" = String, Path, description = "The dimension", example = "communication.verbosity"),
        ("member" = Option<String>, Query, description = "The member, for sets"),
        ("context" = Option<String>, Query, description = "As of a read"),
        ("at_least" = Option<String>, Query, description = "The token of a write that the read must see"),
    ),
    responses(
        (status = 200, description = "The explanation", body = wire::Explanation),
        (status = "4XX", description = "`invalid-parameter`, `unauthenticated`, `forbidden`, `not-found`, `no-schema`, `unreachable-token`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn explanation(
    caller: Caller,
    State(app): State<Arc<App>>,
    path: PathParts,
    query: QueryString,
) -> Result<Json<wire::Explanation>, Problem> {
    caller.require(Scope::Read)?;
    let user = path.user()?;
    let dimension = path.dimension()?;
    let mut reader = query.reader(&["member", "context", "at_least"]);
    let parameters = ReadParameters {
        context: reader.one("context"),
        at_least: reader.one("at_least").map(wire::Token),
        ..ReadParameters::default()
    };
    let member = reader.one("member");
    reader.finish()?;
    let governance = app.governance(caller.tenant()).await?;
    let plan = read_parameters::plan(
        &parameters,
        &caller,
        governance.schema(),
        Place::QueryString,
    )?;
    let subject = Subject::new(governance.schema(), &plan, dimension, member.as_deref())?;
    let explained = service::explain::belief(&app, caller.tenant(), &plan, user, subject);
    Ok(Json::ok(explained.await?))
}
