//! Drafts that start a migration: a schema of the shared model that unifies what several silos hold, and a
//! bridge per mechanism. Every choice is commented, what is unsure is left as a question, and what is
//! sensitive is left out.

mod bridge;
mod scale;
mod schema;
#[cfg(test)]
mod tests;
mod text;
mod unify;

pub use self::{
    bridge::{BridgeDraft, Bridges, bridges},
    schema::schema,
};
