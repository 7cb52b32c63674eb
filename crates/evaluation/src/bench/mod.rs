//! The benches, one file each. Each takes a data set and gives measurements.

mod buggy_source;
pub(crate) mod cold_start;
mod invariance;
mod number;
pub(crate) mod prediction;
mod regime_change;

pub(crate) use self::{
    buggy_source::buggy_source, cold_start::cold_start, invariance::invariance, number::number,
    prediction::prediction, regime_change::regime_change,
};
