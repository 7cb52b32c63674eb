//! The registered writers and readers.

use selfmodel_core::names::{ContextName, FeatureName};
use serde::{Deserialize, Serialize};

/// Every feature that the schema declares, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Features {
    /// The features.
    pub features: Vec<Feature>,
}

/// A registered writer and reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feature {
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: FeatureName,
    /// Context of its observations and reads that name none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub context: Option<ContextName>,
    /// Dimensions that its evidence may reach, as patterns.
    pub writes: Vec<String>,
    /// Dimensions that it may read, as patterns.
    pub reads: Vec<String>,
}
