//! One user: what is believed, and why.

pub(in crate::http) mod beliefs;
pub(in crate::http) mod explanation;
pub(in crate::http) mod observe_and_read;
pub(in crate::http) mod self_model;
