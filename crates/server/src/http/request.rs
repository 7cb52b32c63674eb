//! What surrounds every request: its id, its time limit, its line in the log, its metrics, and the
//! body of its problem if it has one.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use data_encoding::HEXLOWER;
use tracing::Instrument;

use super::problem::{Problem, ProblemKind};
use crate::{app::App, config::duration, metrics};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Routes that are asked every few seconds and would fill the log.
const PROBES: [&str; 3] = ["/livez", "/readyz", "/metrics"];

/// The outermost layer of the API.
pub(super) async fn surround(
    State(app): State<Arc<App>>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = id_of(request.headers()).unwrap_or_else(|| fresh_id(&app));
    // The path itself may name a user; the template of the route does not.
    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = method_word(request.method());
    let span = tracing::info_span!("request", id = %id, method, route);
    let answer = tokio::time::timeout(duration(app.settings.request_timeout), next.run(request));
    let answer = answer.instrument(span.clone()).await;
    let mut response = answer.unwrap_or_else(|_| timed_out());
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.render(&id, response.headers());
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let took = began.elapsed();
    let status = response.status().as_u16();
    metrics::answered(method, route, status, took);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if PROBES.contains(&route) {
            tracing::debug!(status, micros, "answered");
        } else {
            tracing::info!(status, micros, "answered");
        }
    });
    response
}

fn timed_out() -> Response {
    use axum::response::IntoResponse;
    let detail = "the server gave up waiting; a write may have been recorded all the same";
    Problem::new(ProblemKind::Timeout, detail).into_response()
}

/// The id that the caller gave, if it is one that can be logged as it is.
fn id_of(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    fits.then(|| id.to_owned())
}

fn fresh_id(app: &App) -> String {
    let bytes = app.random.bytes();
    HEXLOWER.encode(bytes.first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// The method as one of a few words: callers may send any text as a method.
fn method_word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
