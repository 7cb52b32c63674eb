//! `GET /livez`: the process answers. It never asks the store, so that a database that is away
//! does not get healthy servers restarted.

/// Whether the process answers
#[utoipa::path(
    get, path = "/livez", tag = "operations", operation_id = "livez", security(()),
    responses((status = 200, description = "It does", body = String, content_type = "text/plain")),
)]
pub(in crate::http) async fn livez() -> &'static str {
    "ok\n"
}
