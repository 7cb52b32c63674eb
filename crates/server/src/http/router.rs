//! The whole API on one screen.

use std::sync::Arc;

use axum::{Router, middleware, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    openapi, operations,
    problem::{Problem, ProblemKind},
    request, v1,
};
use crate::app::App;

/// Every operation, with its description.
pub(super) fn operations() -> OpenApiRouter<Arc<App>> {
    use v1::{beliefs, features, keys, observations, schema, users};

    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(observations::create::create))
        .routes(routes!(observations::batch::batch))
        .routes(routes!(users::beliefs::beliefs))
        .routes(routes!(users::observe_and_read::observe_and_read))
        .routes(routes!(users::self_model::self_model))
        .routes(routes!(users::explanation::explanation))
        .routes(routes!(beliefs::query::query))
        .routes(routes!(schema::get::get, schema::apply::apply))
        .routes(routes!(schema::versions::versions))
        .routes(routes!(features::list::list))
        .routes(routes!(keys::create::create, keys::list::list))
        .routes(routes!(keys::revoke::revoke))
        .routes(routes!(operations::livez::livez))
        .routes(routes!(operations::readyz::readyz))
        .routes(routes!(operations::metrics::metrics))
        .routes(routes!(operations::openapi::openapi))
        .routes(routes!(operations::problems::problem))
}

/// The API of `app`.
pub fn router(app: Arc<App>) -> Router {
    let (router, _) = operations().split_for_parts();
    router
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(|_| defect()))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            request::surround,
        ))
        .with_state(app)
}

async fn not_found() -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        "no operation has this path; /openapi.json lists every one",
    )
}

async fn method_not_allowed() -> Problem {
    Problem::new(
        ProblemKind::MethodNotAllowed,
        "the header `Allow` names the methods that this path takes",
    )
}

fn defect() -> axum::response::Response {
    Problem::new(
        ProblemKind::Internal,
        "the request met a defect of the server",
    )
    .into_response()
}
