//! `POST /v1/users/{user}/observe-and-read`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_api_types::{BODY_BYTES, ProblemError, ReadParameters};
use selfmodel_core::names::UserId;
use selfmodel_store::contract::Scope;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::{
    app::App,
    http::{
        extract::{Caller, JsonBytes, PathParts, QueryString, json},
        problem::{Problem, ProblemKind, wire},
        response::Json,
        v1::{
            observations::measured,
            read_parameters::{self, Place},
        },
    },
    service,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    observation: &'a RawValue,
    #[serde(default)]
    query: ReadParameters,
}

/// Records one observation and reads its user, in one round trip
///
/// The read sees the observation. The query is checked before anything is recorded.
#[utoipa::path(
    post, path = "/v1/users/{user}/observe-and-read", tag = "beliefs", operation_id = "observe_and_read",
    params(("user" = String, Path, description = "The user, percent-encoded")),
    request_body = wire::ObserveAndRead,
    responses(
        (status = 200, description = "The observation is on disk; what is believed now", body = wire::ObservedAndRead),
        (status = "4XX", description = "`malformed-json`, `invalid-request`, `invalid-observation`, `invalid-parameter`, `unauthenticated`, `forbidden`, `id-conflict`, `no-schema`, `unreachable-token`, `too-large`, `unsupported-media-type`, `request-timeout`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `storage-full`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn observe_and_read(
    caller: Caller,
    State(app): State<Arc<App>>,
    path: PathParts,
    query: QueryString,
    JsonBytes(body): JsonBytes<BODY_BYTES>,
) -> Result<Json<wire::ObservedAndRead>, Problem> {
    caller.require(Scope::Observe)?;
    caller.require(Scope::Read)?;
    query.reader(&[]).finish()?;
    let user = path.user()?;
    let request: Request<'_> = json::parse(&body)?;
    let observation = of_user(measured(request.observation)?, &user)?;
    let writer = caller.writer()?;
    let tenant = caller.tenant();
    let governance = app.governance(tenant).await?;
    let place = Place::Body("/query");
    let plan = read_parameters::plan(&request.query, &caller, governance.schema(), place)?;
    let recorded = service::observe::one(&app, tenant, &writer, &observation)
        .await
        .map_err(|error| Problem::from(error).below("/observation"))?;
    let read = service::read::one(&app, caller.tenant(), &plan, user).await?;
    Ok(Json::ok(wire::ObservedAndRead { recorded, read }))
}

/// The observation, about the user of the path.
fn of_user(mut observation: Value, user: &UserId) -> Result<Value, Problem> {
    let Value::Object(fields) = &mut observation else {
        return Ok(observation);
    };
    match fields.get("user") {
        None | Some(Value::Null) => {
            fields.insert("user".to_owned(), user.as_str().into());
        }
        Some(named) if named.as_str() == Some(user.as_str()) => {}
        Some(_) => {
            let error = ProblemError {
                pointer: "/observation/user".to_owned(),
                detail: "is not the user of the path; leave it out".to_owned(),
            };
            return Err(Problem::with_errors(
                ProblemKind::InvalidObservation,
                [error],
            ));
        }
    }
    Ok(observation)
}
