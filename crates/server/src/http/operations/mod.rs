//! Operations for operators and tools; none of them needs a key or tells anything of a user.

pub(super) mod livez;
pub(super) mod metrics;
pub(super) mod openapi;
pub(super) mod problems;
pub(super) mod readyz;
