//! Everything that is believed of a user.

use std::collections::BTreeMap;

use selfmodel_core::{
    names::{ContextName, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::Belief;

/// All beliefs of a user, organised by context. It is a function of the model and the instant:
/// two servers that hold the same observations answer alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SelfModel {
    /// Whose it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user: UserId,
    /// The instant of the read: evidence is decayed to it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Timestamp,
    /// Version of the schema by which the beliefs were formed.
    pub schema_version: u32,
    /// The neutral read, in which all sources count alike.
    pub neutral: Vec<Belief>,
    /// For each declared context the beliefs that matter there, by relevance × confidence,
    /// descending.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Vec<Belief>>))]
    pub contexts: BTreeMap<ContextName, Vec<Belief>>,
}

impl SelfModel {
    /// The beliefs that matter in a context, by relevance × confidence, descending. For a context
    /// that the schema does not declare: the neutral ones.
    #[must_use]
    pub fn relevant_beliefs(&self, context: impl AsRef<str>) -> &[Belief] {
        let of_context = self.contexts.get(context.as_ref());
        of_context.unwrap_or(&self.neutral)
    }
}
