//! `GET /v1/users/{user}/self-model`.

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
    service,
};

/// Everything that is believed of a user, organised by context
///
/// Within what the key's feature may read. Two servers that hold the same observations answer
/// alike.
#[utoipa::path(
    get, path = "/v1/users/{user}/self-model", tag = "beliefs", operation_id = "self_model",
    params(
        ("user" = String, Path, description = "The user, percent-encoded"),
        ("at_least" = Option<String>, Query, description = "The token of a write that the read must see"),
        ("include" = Option<String>, Query, description = "Any of `priors`, `interval`, separated by commas"),
    ),
    responses(
        (status = 200, description = "The self-model", body = wire::SelfModel),
        (status = "4XX", description = "`invalid-parameter`, `unauthenticated`, `forbidden`, `no-schema`, `unreachable-token`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn self_model(
    caller: Caller,
    State(app): State<Arc<App>>,
    path: PathParts,
    query: QueryString,
) -> Result<Json<wire::SelfModel>, Problem> {
    caller.require(Scope::Read)?;
    let user = path.user()?;
    let mut reader = query.reader(&["at_least", "include"]);
    let parameters = ReadParameters {
        at_least: reader.one("at_least").map(wire::Token),
        include: read_parameters::include(&mut reader),
        ..ReadParameters::default()
    };
    reader.finish()?;
    let governance = app.governance(caller.tenant()).await?;
    let place = Place::QueryString;
    let plan = read_parameters::plan(&parameters, &caller, governance.schema(), place)?;
    let model = service::self_model::of(&app, caller.tenant(), &plan, user).await?;
    Ok(Json::ok(model))
}
