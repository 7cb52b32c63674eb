//! `POST /v1/beliefs/query`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_api_types::{BODY_BYTES, ProblemError, QUERY_USERS, ReadParameters};
use selfmodel_core::names::UserId;
use selfmodel_store::contract::Scope;
use serde_json::Value;

use crate::{
    app::App,
    http::{
        extract::{Caller, JsonBytes, QueryString, json},
        problem::{Problem, ProblemKind, wire},
        response::Json,
        v1::read_parameters::{self, Place},
    },
    service,
};

/// What is believed of up to 500 users
///
/// The same as a read of each of them, in the order of the request.
#[utoipa::path(
    post, path = "/v1/beliefs/query", tag = "beliefs", operation_id = "query_beliefs",
    request_body = wire::BeliefQuery,
    responses(
        (status = 200, description = "One read a user", body = wire::ReadResults),
        (status = "4XX", description = "`malformed-json`, `invalid-request`, `unauthenticated`, `forbidden`, `no-schema`, `unreachable-token`, `too-large`, `unsupported-media-type`, `request-timeout`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn query(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
    JsonBytes(body): JsonBytes<BODY_BYTES>,
) -> Result<Json<wire::ReadResults>, Problem> {
    caller.require(Scope::Read)?;
    query.reader(&[]).finish()?;
    let mut request = match json::value(&body)? {
        Value::Object(fields) => fields,
        other => json::part(other, "")?,
    };
    let asked = request.remove("users").unwrap_or(Value::Array(Vec::new()));
    let users = users(&json::part::<Vec<String>>(asked, "/users")?)?;
    let parameters: ReadParameters = json::part(Value::Object(request), "")?;
    let governance = app.governance(caller.tenant()).await?;
    let plan = read_parameters::plan(&parameters, &caller, governance.schema(), Place::Body(""))?;
    let results = service::read::many(&app, caller.tenant(), &plan, users).await?;
    Ok(Json::ok(wire::ReadResults { results }))
}

fn users(asked: &[String]) -> Result<Vec<UserId>, Problem> {
    if asked.len() > QUERY_USERS {
        let detail = format!(
            "the query names {} users, the limit is {QUERY_USERS}",
            asked.len()
        );
        return Err(Problem::new(ProblemKind::TooLarge, detail));
    }
    let mut users = Vec::with_capacity(asked.len());
    let mut errors = Vec::new();
    for (index, text) in asked.iter().enumerate() {
        match UserId::new(text) {
            Ok(user) => users.push(user),
            Err(error) => errors.push(ProblemError {
                pointer: format!("/users/{index}"),
                detail: format!("the user id {error}"),
            }),
        }
    }
    if asked.is_empty() {
        errors.push(ProblemError {
            pointer: "/users".to_owned(),
            detail: "names no user, expected 1 to 500".to_owned(),
        });
    }
    if errors.is_empty() {
        return Ok(users);
    }
    Err(Problem::with_errors(ProblemKind::InvalidRequest, errors))
}
