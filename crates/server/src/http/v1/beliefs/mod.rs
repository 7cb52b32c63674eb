//! Beliefs of many users.

pub(in crate::http) mod query;
