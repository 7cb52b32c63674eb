//! The story of one user in a product with four features, played live against a real server
//! through its public API: chat learns brevity and docs answers shorter; search reveals fintech
//! compliance and chat changes its vocabulary.

mod bar;
mod cast;
mod event;
mod farewell;
mod opinion;
mod reading;
mod screen;
mod story;
mod voice;

use std::io;

pub use self::{cast::Cast, farewell::farewell, screen::Screen, story::play};

/// The schema of the product.
pub const SCHEMA: &str = include_str!("../../../../examples/product/schema.toml");

/// Why the story broke off.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The server did not do what it was asked.
    #[error("playing the story")]
    Call(#[from] selfmodel_client::Error),
    /// The schema of the product does not admit what the story tells.
    #[error("the product's own schema refused an observation of the story")]
    Rejected,
    /// Nobody watches any more.
    #[error("the output is closed")]
    OutputClosed(#[source] io::Error),
}
