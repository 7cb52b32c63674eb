//! The registered writers and readers.

use selfmodel_api_types as wire;
use selfmodel_core::schema::{DimensionPattern, Schema};

/// Every feature that `schema` declares, by name.
#[must_use]
pub fn list(schema: &Schema) -> wire::Features {
    let features = schema.features.iter().map(|(name, feature)| wire::Feature {
        name: name.clone(),
        context: feature.context.clone(),
        writes: patterns(&feature.writes),
        reads: patterns(&feature.reads),
    });
    wire::Features {
        features: features.collect(),
    }
}

fn patterns(patterns: &[DimensionPattern]) -> Vec<String> {
    patterns.iter().map(ToString::to_string).collect()
}
