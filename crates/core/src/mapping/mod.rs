//! Declared mappings from details to values: conditions, constants, `from`, `map`, `buckets`,
//! `scale`. Shared by evidence rules and bridges; there is no expression engine, so every mapping
//! can be checked before it runs.

mod evaluate;
pub mod read;

use std::collections::BTreeMap;

use serde_json::Value;

use self::evaluate::OTHERWISE;
pub(crate) use self::evaluate::whole;

/// A test of one detail.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Name of the detail.
    pub field: String,
    /// What must hold of it.
    pub test: Test,
}

/// What must hold of a detail; an absent detail only passes `Present(false)`.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal to the constant.
    Equal(Value),
    /// Different from the constant.
    NotEqual(Value),
    /// Less than.
    Less(f64),
    /// Less than or equal to.
    AtMost(f64),
    /// Greater than.
    Greater(f64),
    /// Greater than or equal to.
    AtLeast(f64),
    /// One of the constants.
    In(Vec<Value>),
    /// There (`true`) or absent (`false`).
    Present(bool),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueMapping {
    /// The same whatever the details.
    Constant(Value),
    /// Taken from a detail, as it is.
    Field(String),
    /// A detail looked up; an entry `*` with [`MapTarget::AsIs`] keeps what is not listed.
    Map {
        /// Name of the detail.
        field: String,
        /// Targets by the detail's text.
        map: BTreeMap<String, MapTarget>,
    },
    /// A number cut into ranges.
    Buckets {
        /// Name of the detail.
        field: String,
        /// Ascending; the last has no upper end.
        buckets: Vec<Bucket>,
    },
}

/// What an entry of a map gives.
#[derive(Debug, Clone, PartialEq)]
pub enum MapTarget {
    /// This value.
    Value(Value),
    /// What was looked up.
    AsIs,
}

/// One range of a [`ValueMapping::Buckets`].
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket {
    /// Inclusive upper end; none for the last.
    pub to: Option<f64>,
    /// What numbers in the range become.
    pub value: Value,
}

/// Where a weight comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum WeightMapping {
    /// The same whatever the details, in (0, 1000].
    Constant(f64),
    /// A number detail, scaled linearly when a scale is declared.
    Field {
        /// Name of the detail.
        field: String,
        /// Linear scale with clamping.
        scale: Option<Scale>,
    },
}

/// A linear map of one interval onto another; what lies outside is clamped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Source interval, its ends different.
    pub from: (f64, f64),
    /// Target interval; may be descending.
    pub to: (f64, f64),
}
