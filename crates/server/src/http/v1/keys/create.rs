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
    let mut wrong = |pointer: &str, detail: String| {
        errors.push(ProblemError {
            pointer: pointer.to_owned(),
            detail,
        });
    };
    let is_named = request.feature.is_some();
    let feature = request
        .feature
        .and_then(|name| match FeatureName::new(&name) {
            Ok(feature) if feature.as_str() == USER_FEATURE => {
                wrong(
                    "/feature",
                    "`user` is the user's own word, no feature has it".to_owned(),
                );
                None
            }
            Ok(feature) => Some(feature),
            Err(error) => {
                wrong("/feature", format!("the name {error}"));
                None
            }
        });
    let scopes = match request.scopes {
        Some(scopes) if scopes.is_empty() => {
            wrong(
                "/scopes",
                "a key without scopes may do nothing; name one or leave the field out".to_owned(),
            );
            Vec::new()
        }
        Some(scopes) => scopes.into_iter().map(scope_from_wire).collect(),
        None => vec![Scope::Observe, Scope::Read],
    };
    if !is_named && scopes.contains(&Scope::Observe) {
        wrong(
            "/feature",
            "a key with the scope `observe` speaks for a feature; name it".to_owned(),
        );
    }
    if request.expires_at.is_some_and(|end| end <= now) {
        wrong("/expires_at", format!("lies in the past; now is {now}"));
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
