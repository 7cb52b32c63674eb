//! `POST /v1/observations/batch`.

use std::sync::Arc;

use axum::extract::State;
use selfmodel_api_types::{BATCH_ITEMS, BODY_BYTES};
use selfmodel_store::contract::Scope;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::measured;
use crate::{
    app::App,
    http::{
        extract::{Caller, JsonBytes, QueryString, json},
        problem::{Problem, ProblemKind, wire},
        response::Json,
    },
    service::{self, observe::Judged},
};

/// The items stay text at first: each is measured and judged on its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch<'a> {
    #[serde(borrow)]
    observations: Vec<&'a RawValue>,
}

/// Records up to 1,000 observations, each judged on its own
///
/// Good items are on disk whatever becomes of the others; results come in the order of the
/// request.
#[utoipa::path(
    post, path = "/v1/observations/batch", tag = "observations", operation_id = "observe_batch",
    request_body = wire::ObservationBatch,
    responses(
        (status = 200, description = "What became of each", body = wire::BatchOutcome),
        (status = "4XX", description = "`malformed-json`, `invalid-request`, `unauthenticated`, `forbidden`, `no-schema`, `too-large`, `unsupported-media-type`, `request-timeout`", body = wire::Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "`timeout`, `unavailable`, `storage-full`, `internal`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn batch(
    caller: Caller,
    State(app): State<Arc<App>>,
    query: QueryString,
    JsonBytes(body): JsonBytes<BODY_BYTES>,
) -> Result<Json<wire::BatchOutcome>, Problem> {
    caller.require(Scope::Observe)?;
    query.reader(&[]).finish()?;
    let batch: Batch<'_> = json::parse(&body)?;
    let count = batch.observations.len();
    if count > BATCH_ITEMS {
        let detail = format!("the batch has {count} observations, the limit is {BATCH_ITEMS}");
        return Err(Problem::new(ProblemKind::TooLarge, detail));
    }
    let items = batch.observations.into_iter().map(measured).collect();
    let writer = caller.writer()?;
    let (judged, token) = service::observe::many(&app, caller.tenant(), &writer, items).await?;
    Ok(Json::ok(outcome(judged, token)))
}

fn outcome(judged: Vec<Judged<Problem>>, token: wire::Token) -> wire::BatchOutcome {
    let results: Vec<wire::Outcome> = judged.into_iter().map(result).collect();
    let count = |status| {
        let alike = results.iter().filter(|result| result.status == status);
        u32::try_from(alike.count()).unwrap_or(u32::MAX)
    };
    wire::BatchOutcome {
        recorded: count(wire::OutcomeStatus::Recorded),
        duplicates: count(wire::OutcomeStatus::Duplicate),
        quarantined: count(wire::OutcomeStatus::Quarantined),
        rejected: count(wire::OutcomeStatus::Rejected),
        results,
        token,
    }
}

fn result(judged: Judged<Problem>) -> wire::Outcome {
    match judged {
        Judged::Accepted(accepted) => wire::Outcome {
            id: Some(accepted.id.as_str().to_owned()),
            status: accepted.status.into(),
            collapsed: accepted.collapsed,
            problem: None,
        },
        Judged::Unread(problem) => wire::Outcome {
            id: None,
            status: wire::OutcomeStatus::Rejected,
            collapsed: false,
            problem: Some(problem.to_wire(None)),
        },
        Judged::Refused { id, error } => wire::Outcome {
            id,
            status: wire::OutcomeStatus::Rejected,
            collapsed: false,
            problem: Some(Problem::from(error).to_wire(None)),
        },
    }
}
