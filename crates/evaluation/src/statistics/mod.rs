//! Figures and how sure they are.

mod bootstrap;
mod tally;

pub(crate) use self::{
    bootstrap::{Estimate, Sums, estimate},
    tally::{Bin, Tally},
};
