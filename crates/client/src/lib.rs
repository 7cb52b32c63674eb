//! Typed client of the Selfmodel HTTP API: features write observations and read beliefs back.
//!
//! ```no_run
//! # async fn feature() -> Result<(), selfmodel_client::Error> {
//! use selfmodel_client::{Client, Observation};
//!
//! let client = Client::new("http://127.0.0.1:8080", "the key of feature chat")?;
//! let (user, context) = ("ada", "document_generation");
//!
//! let shortened = Observation::new(user, "answer_shortened").detail("ratio", 0.4);
//! client.observe(shortened).await?;
//!
//! let self_model = client.self_model(user).await?;
//! let beliefs = self_model.relevant_beliefs(context);
//! # let _ = beliefs;
//!
//! let read = client.beliefs(user).context(context).min_confidence(0.7).await?;
//! if let Some(belief) = read.belief("communication.verbosity") {
//!     println!("{} at {:.0} %", belief.value, belief.confidence * 100.0);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every call has a time-out and is repeated, with jitter, where a repetition is harmless: all
//! reads, and all writes of observations, for the client gives each an id before it is sent. An
//! [`Error`] says what was refused and what to do. Nothing here panics, and neither a key nor a
//! user appears in an error or a `Debug` text of the client.

mod beliefs;
mod client;
mod error;
mod explanation;
mod keys;
mod observe;
mod retry;
mod schema;
mod self_model;
mod tls;
mod transport;
mod url;

pub use selfmodel_api_types::*;
pub use selfmodel_core::time::{Millis, Timestamp};

pub use self::{
    beliefs::{ManyUsers, ObserveFirst, OneUser, ReadRequest},
    client::{Client, ClientBuilder},
    error::{Error, Refusal},
    explanation::ExplanationRequest,
    retry::Retries,
    self_model::SelfModelRequest,
};
