//! Bridge configurations, as far as the inventory needs them: which mechanism a bridge ties to the
//! shared model, and at which stage.

mod stage;

pub use stage::Stage;
