//! Whether a body is of the media type that an operation takes.

use axum::http::{HeaderMap, header};

use crate::http::problem::{Problem, ProblemKind};

/// Refuses bodies that are not `wanted` (or `…+json` where JSON is wanted), or are compressed.
pub(super) fn require(headers: &HeaderMap, wanted: &'static str) -> Result<(), Problem> {
    let refuse = |detail: String| Err(Problem::new(ProblemKind::UnsupportedMediaType, detail));
    if let Some(encoding) = headers.get(header::CONTENT_ENCODING)
        && !encoding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        return refuse("the body is compressed (`Content-Encoding`); send it as it is".to_owned());
    }
    let Some(sent) = headers.get(header::CONTENT_TYPE) else {
        return refuse(format!("`Content-Type` is missing, expected `{wanted}`"));
    };
    let sent = sent.to_str().unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    let fits = essence.eq_ignore_ascii_case(wanted)
        || (wanted == "application/json" && essence.to_ascii_lowercase().ends_with("+json"));
    if fits {
        return Ok(());
    }
    refuse(format!(
        "`Content-Type` is {essence:?}, expected `{wanted}`"
    ))
}
