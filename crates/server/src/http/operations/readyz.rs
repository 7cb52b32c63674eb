//! `GET /readyz`: the server can do its work now.

use std::sync::Arc;

use axum::extract::State;

use crate::{
    app::App,
    http::problem::{Problem, ProblemKind, wire},
};

/// Whether requests can be served
///
/// Asks the store, and answers 503 from the signal to stop on, so that a balancer sends no more.
#[utoipa::path(
    get, path = "/readyz", tag = "operations", operation_id = "readyz", security(()),
    responses(
        (status = 200, description = "They can", body = String, content_type = "text/plain"),
        (status = 503, description = "They cannot: `unavailable`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn readyz(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    if app.stopping.is_cancelled() {
        return Err(Problem::new(
            ProblemKind::Unavailable,
            "the server is stopping",
        ));
    }
    app.node.store().position().await?;
    Ok("ready\n")
}
