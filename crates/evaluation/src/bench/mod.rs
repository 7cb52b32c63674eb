//! The benches, one file each. Each takes a data set and gives measurements.

mod buggy_source;
pub(crate) mod cold_start;
mod invariance;
mod number;
mod ordinal;
pub(crate) mod prediction;
mod regime_change;

pub(crate) use self::{
    buggy_source::buggy_source,
    cold_start::{cold_start, one_after_the_other},
    invariance::invariance,
    number::number,
    ordinal::ordinal,
    prediction::prediction,
    regime_change::regime_change,
};
