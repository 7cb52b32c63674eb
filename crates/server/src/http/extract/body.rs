//! Bodies: of the right media type, within the limit, arrived in time.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use selfmodel_api_types::{BODY_BYTES, TOML};
use serde::de::DeserializeOwned;

use super::{json, media_type};
use crate::{
    app::App,
    config::duration,
    http::problem::{Problem, ProblemKind},
};

/// A JSON body as bytes, at most `LIMIT` of them; not yet parsed.
#[derive(Debug)]
pub struct JsonBytes<const LIMIT: usize>(pub Bytes);

/// A JSON body that is a `T`.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// A TOML body.
#[derive(Debug)]
pub struct TomlText(pub String);

impl<const LIMIT: usize> FromRequest<Arc<App>> for JsonBytes<LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        media_type::require(request.headers(), "application/json")?;
        Ok(Self(read(request.into_body(), LIMIT, app).await?))
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let JsonBytes::<BODY_BYTES>(bytes) = JsonBytes::from_request(request, app).await?;
        json::parse(&bytes).map(Self)
    }
}

impl FromRequest<Arc<App>> for TomlText {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        media_type::require(request.headers(), TOML)?;
        let bytes = read(request.into_body(), BODY_BYTES, app).await?;
        let text = String::from_utf8(bytes.into()).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Problem::new(
                ProblemKind::InvalidSchema,
                format!("the schema is not UTF-8: byte {at} starts no character"),
            )
        })?;
        Ok(Self(text))
    }
}

async fn read(body: Body, limit: usize, app: &App) -> Result<Bytes, Problem> {
    let collected = Limited::new(body, limit).collect();
    // A body that trickles in must not hold its connection for the whole time of a request.
    let patience = duration(app.settings.request_timeout) / 2;
    match tokio::time::timeout(patience, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::new(
            ProblemKind::TooLarge,
            format!("the body is larger than {limit} bytes"),
        )),
        Ok(Err(_)) => Err(Problem::new(
            ProblemKind::RequestTimeout,
            "the connection broke before the body was whole",
        )),
        Err(_) => Err(Problem::new(
            ProblemKind::RequestTimeout,
            "the body did not arrive in time",
        )),
    }
}
