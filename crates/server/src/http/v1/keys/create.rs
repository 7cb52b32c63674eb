//! `POST /v1/keys`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use selfmodel_api_types::ProblemError;
use selfmodel_core::{names::FeatureName, schema::USER_FEATURE, time::Timestamp};
use selfmodel_store::contract::Scope;

use super::to_wire;
use crate::{
    app::App,
    auth::{NewKey, scope_from_wire},
    http::{
        extract::{Caller, JsonBody, QueryString},
        problem::{Problem, ProblemKind, wire},
        response::Json,
    },
};

/// Makes a key
///
/// Its secret is in the answer and never shown again. A key speaks for one feature, which need not
/// be declared in the schema yet.
#[utoipa::path(
    post, path = "/v1/keys", tag = "keys", operation_id = "create_key",
    request_body = wire::CreateKey,
    responses(
        (status = 201, description = "The key", body = wire::CreatedKey),
        (status = "4XX", description = "`malformed-json`, `invalid-request`, `unauthenticated`, `forbidden`, `too-large`, `unsupported-media-type`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`unavailable`, `storage-full`, `timeout`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
    JsonBody(request): JsonBody<wire::CreateKey>,
) -> Result<Json<wire::CreatedKey>, Problem> {
    caller.require(Scope::Admin)?;
    query.reader(&[]).finish()?;
    let new = checked(request, app.clock.now())?;
    let (secret, record) = app.keyring.create(caller.tenant(), new).await?;
    let created = wire::CreatedKey {
        key: secret.expose().to_owned(),
        record: to_wire(record),
    };
    Ok(Json(StatusCode::CREATED, created))
}

fn checked(request: wire::CreateKey, now: Timestamp) -> Result<NewKey, Problem> {
    let mut errors = Vec::new();
    let is_named = request.feature.is_some();
    let feature = request
        .feature
        .and_then(|name| feature(&name).map_err(|error| errors.push(error)).ok());
    let scopes = scopes(request.scopes).unwrap_or_else(|error| {
        errors.push(error);
        Vec::new()
    });
    if !is_named && scopes.contains(&Scope::Observe) {
        let detail = "a key with the scope `observe` speaks for a feature; name it";
        errors.push(wrong("/feature", detail));
    }
    if request.expires_at.is_some_and(|end| end <= now) {
        let detail = format!("lies in the past; now is {now}");
        errors.push(wrong("/expires_at", detail));
    }
    if !errors.is_empty() {
        return Err(Problem::with_errors(ProblemKind::InvalidRequest, errors));
    }
    Ok(NewKey {
        feature,
        scopes,
        expires_at: request.expires_at,
    })
}

fn feature(name: &str) -> Result<FeatureName, ProblemError> {
    match FeatureName::new(name) {
        Ok(feature) if feature.as_str() == USER_FEATURE => {
            let detail = "`user` is the user's own word, no feature has it";
            Err(wrong("/feature", detail))
        }
        Ok(feature) => Ok(feature),
        Err(error) => Err(wrong("/feature", format!("the name {error}"))),
    }
}

fn scopes(asked: Option<Vec<wire::Scope>>) -> Result<Vec<Scope>, ProblemError> {
    match asked {
        Some(scopes) if scopes.is_empty() => {
            let detail = "a key without scopes may do nothing; name one or leave the field out";
            Err(wrong("/scopes", detail))
        }
        Some(scopes) => Ok(scopes.into_iter().map(scope_from_wire).collect()),
        None => Ok(vec![Scope::Observe, Scope::Read]),
    }
}

fn wrong(pointer: &str, detail: impl Into<String>) -> ProblemError {
    ProblemError {
        pointer: pointer.to_owned(),
        detail: detail.into(),
    }
}
