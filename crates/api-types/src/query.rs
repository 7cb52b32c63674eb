//! What a reader asks for.

use std::{fmt, str::FromStr};

use selfmodel_core::time::Millis;
use serde::{Deserialize, Serialize};

use crate::{Token, one_or_many};

/// The parameters of a read: of the query string of a GET, or in the body of a query. All are
/// optional; without any, the answer holds every known belief for the context of the key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReadParameters {
    /// Where the beliefs are wanted: a declared context, or `*` for a neutral read in which all
    /// sources count alike. Default: the context of the key's feature, else neutral.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// A dotted prefix of dimensions, or a tag. What lies outside is withheld as irrelevant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// The dimensions of interest (`a.b`, `a.*`); what is not selected is not counted as withheld.
    /// In JSON a list or a single text.
    #[serde(
        deserialize_with = "one_or_many::texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub dimension: Vec<String>,
    /// Least confidence, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_confidence: Option<f64>,
    /// Greatest age of the newest supporting observation, such as `30d` or `12h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "30d"))]
    pub max_age: Option<Millis>,
    /// Least relevance to the context, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_relevance: Option<f64>,
    /// Most beliefs, at least 1; the others are counted as `over_limit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Features whose evidence is left out. In JSON a list or a single text.
    #[serde(
        deserialize_with = "one_or_many::texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub exclude_feature: Vec<String>,
    /// Bridges whose evidence is left out. In JSON a list or a single text.
    #[serde(
        deserialize_with = "one_or_many::texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub exclude_origin: Vec<String>,
    /// The token of a write that the read must see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Token>,
    /// What the answer holds beside known beliefs. In JSON a list or a text with commas.
    #[serde(
        deserialize_with = "one_or_many::parsed",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub include: Vec<Include>,
}

/// What an answer may hold beside known beliefs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// Beliefs that rest on (almost) no evidence of this user.
    Priors,
    /// The dimensions that were withheld, each with its reason.
    Withheld,
    /// The 80 % interval of numbers.
    Interval,
}

impl Include {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Priors => "priors",
            Self::Withheld => "withheld",
            Self::Interval => "interval",
        }
    }
}

impl fmt::Display for Include {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Include {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Priors, Self::Withheld, Self::Interval]
            .into_iter()
            .find(|include| include.as_str() == text)
            .ok_or_else(|| format!("{text:?} is not one of priors, withheld, interval"))
    }
}

/// One read for many users.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BeliefQuery {
    /// Whose beliefs, 1 to 500 users.
    pub users: Vec<String>,
    /// What is asked of each.
    #[serde(flatten)]
    pub parameters: ReadParameters,
}

/// By hand: generated, it would be one of two that each forbid the fields of the other.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for BeliefQuery {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{ArrayBuilder, RefOr, schema::Schema};

        let mut schema = ReadParameters::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            let users = ArrayBuilder::new()
                .items(String::schema())
                .description(Some("Whose beliefs, 1 to 500 users."));
            object.properties.insert("users".into(), users.into());
            object.required.push("users".into());
            object.description = Some("One read for many users.".into());
        }
        schema
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for BeliefQuery {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_may_be_written_as_one_text() {
        let text = r#"{"dimension":"a.b","include":"priors,withheld"}"#;
        let parameters: ReadParameters = serde_json::from_str(text).unwrap();
        assert_eq!(parameters.dimension, ["a.b"]);
        let include = [Include::Priors, Include::Withheld];
        assert_eq!(parameters.include, include);
        let query = BeliefQuery {
            users: vec!["u".to_owned()],
            parameters,
        };
        assert_eq!(
            serde_json::to_string(&query).unwrap(),
            r#"{"users":["u"],"dimension":["a.b"],"include":["priors","withheld"]}"#
        );
    }

    #[test]
    fn unknown_parameters_and_words_are_refused() {
        for text in [
            r#"{"min_confidense":0.7}"#,
            r#"{"include":["everything"]}"#,
            r#"{"max_age":"30 days"}"#,
        ] {
            let parsed = serde_json::from_str::<ReadParameters>(text);
            assert!(parsed.is_err(), "{text}");
        }
    }
}
