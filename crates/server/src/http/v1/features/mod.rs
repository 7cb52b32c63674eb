//! Features: who writes and reads, as the schema declares.

pub(in crate::http) mod list;
