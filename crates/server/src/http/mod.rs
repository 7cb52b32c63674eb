//! The HTTP API: routes, what surrounds a request, and one file per operation. Handlers are thin:
//! they turn requests into calls of [`service`](crate::service) and results into answers.

pub mod extract;
mod openapi;
mod operations;
pub mod problem;
mod request;
mod response;
mod router;
mod v1;

pub use self::{openapi::document, router::router};
