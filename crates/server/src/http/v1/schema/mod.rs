//! The schema: what can be observed and believed.

pub(in crate::http) mod apply;
pub(in crate::http) mod get;
pub(in crate::http) mod versions;
