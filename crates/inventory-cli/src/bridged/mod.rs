//! Bridge configurations, as far as the inventory needs them: which mechanism a bridge ties to the
//! shared model, and at which stage.

mod mark;
mod read;
mod stage;
#[cfg(test)]
mod tests;

pub use self::{
    mark::mark,
    read::{Bridge, read},
    stage::Stage,
};
