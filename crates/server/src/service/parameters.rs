//! What a reader asks for, checked against the schema and the right of who asks.

use std::collections::BTreeSet;

use selfmodel_api_types::{self as wire, Include, ReadParameters};
use selfmodel_core::{
    names::{ContextName, DimensionName, FeatureName, InvalidName, OriginName},
    problem::{instead, quoted},
    query::Query,
    schema::{DimensionPattern, Schema, USER_FEATURE},
};
use selfmodel_store::token::Token;

/// Who reads: it decides the default context and what may be read.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    /// A feature, within its grant.
    Feature(&'a FeatureName),
    /// A key without a feature: neutral, and everything.
    Nobody,
}

/// A parameter that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterError {
    /// Its name.
    pub name: &'static str,
    /// What is wrong and how to mend it.
    pub detail: String,
}

/// A read that can be carried out.
#[derive(Debug, Clone)]
pub struct ReadPlan {
    /// What is asked.
    pub query: Query,
    /// For which context; none for a neutral read.
    pub context: Option<ContextName>,
    /// What may be read.
    pub reads: Vec<DimensionPattern>,
    /// The write that the read must see.
    pub at_least: Option<Token>,
    /// Features whose evidence is left out.
    pub exclude_features: Vec<FeatureName>,
    /// Bridges whose evidence is left out.
    pub exclude_origins: Vec<OriginName>,
    /// Whether withheld dimensions are named.
    pub names_withheld: bool,
    /// Whether numbers come with their interval.
    pub shows_interval: bool,
}

impl ReadPlan {
    /// Checks `parameters`; every problem is found at once.
    pub fn new(
        parameters: &ReadParameters,
        who: Who<'_>,
        schema: &Schema,
    ) -> Result<Self, Vec<ParameterError>> {
        let mut check = Check {
            schema,
            errors: Vec::new(),
        };
        let includes = |include| parameters.include.contains(&include);
        let plan = Self {
            context: check.context(parameters.context.as_deref(), who),
            query: Query {
                focus: check.focus(parameters.focus.as_deref()),
                dimensions: check.dimensions(&parameters.dimension),
                min_confidence: check.fraction("min_confidence", parameters.min_confidence),
                max_age: parameters.max_age,
                min_relevance: check.fraction("min_relevance", parameters.min_relevance),
                limit: check.limit(parameters.limit),
                include_priors: includes(Include::Priors),
            },
            reads: reads(who, schema),
            at_least: check.token(parameters.at_least.as_ref()),
            exclude_features: check.features(&parameters.exclude_feature),
            exclude_origins: check.origins(&parameters.exclude_origin),
            names_withheld: includes(Include::Withheld),
            shows_interval: includes(Include::Interval),
        };
        if check.errors.is_empty() {
            return Ok(plan);
        }
        Err(check.errors)
    }
}

/// What `who` may read; nothing for a feature that the schema does not declare.
fn reads(who: Who<'_>, schema: &Schema) -> Vec<DimensionPattern> {
    match who {
        Who::Nobody => vec![DimensionPattern::All],
        Who::Feature(feature) => {
            let declared = schema.features.get(feature);
            declared.map_or_else(Vec::new, |feature| feature.reads.clone())
        }
    }
}

struct Check<'a> {
    schema: &'a Schema,
    errors: Vec<ParameterError>,
}

impl Check<'_> {
    fn error(&mut self, name: &'static str, detail: String) {
        self.errors.push(ParameterError { name, detail });
    }

    fn name<T>(
        &mut self,
        parameter: &'static str,
        text: &str,
        parse: fn(&str) -> Result<T, InvalidName>,
    ) -> Option<T> {
        match parse(text) {
            Ok(name) => Some(name),
            Err(error) => {
                self.error(parameter, format!("names {}, which {error}", quoted(text)));
                None
            }
        }
    }

    fn context(&mut self, asked: Option<&str>, who: Who<'_>) -> Option<ContextName> {
        let Some(asked) = asked else {
            let Who::Feature(feature) = who else {
                return None;
            };
            return self.schema.features.get(feature)?.context.clone();
        };
        if asked == "*" {
            return None;
        }
        let context = self.name("context", asked, ContextName::new)?;
        if !self.schema.contexts.contains_key(&context) {
            let known = self.schema.contexts.keys().map(ContextName::as_str);
            let known = instead(asked, known.chain(["*"]));
            let detail = format!("names {}, no context of the schema{known}", quoted(asked));
            self.error("context", detail);
        }
        Some(context)
    }

    fn token(&mut self, sent: Option<&wire::Token>) -> Option<Token> {
        match Token::parse(sent?.as_str()) {
            Ok(token) => Some(token),
            Err(error) => {
                self.error("at_least", error.to_string());
                None
            }
        }
    }

    fn focus(&mut self, asked: Option<&str>) -> Option<String> {
        let asked = asked?;
        let asked = asked.strip_suffix(".*").unwrap_or(asked);
        if asked.is_empty() || asked.len() > DimensionName::LIMIT {
            let detail =
                "must be a dotted prefix of dimensions or a tag, of 1 to 128 bytes".to_owned();
            self.error("focus", detail);
        }
        Some(asked.to_owned())
    }

    fn dimensions(&mut self, asked: &[String]) -> BTreeSet<DimensionName> {
        let mut selected = BTreeSet::new();
        for text in asked {
            let Some(pattern) = self.name("dimension", text, DimensionPattern::parse) else {
                continue;
            };
            let declared = self.schema.dimensions.keys();
            let mut matching = declared.filter(|name| pattern.matches(name)).peekable();
            if matching.peek().is_none() {
                let known = self.schema.dimensions.keys().map(DimensionName::as_str);
                let known = instead(text, known);
                let detail = format!("names {}, no dimension of the schema{known}", quoted(text));
                self.error("dimension", detail);
            } else {
                selected.extend(matching.cloned());
            }
        }
        selected
    }

    fn fraction(&mut self, parameter: &'static str, asked: Option<f64>) -> Option<f64> {
        let asked = asked?;
        if !(0.0..=1.0).contains(&asked) {
            self.error(
                parameter,
                format!("is {asked}, expected a number from 0 to 1"),
            );
        }
        Some(asked)
    }

    fn limit(&mut self, asked: Option<u32>) -> Option<usize> {
        let asked = asked?;
        if asked == 0 {
            self.error("limit", "is 0, expected at least 1".to_owned());
        }
        usize::try_from(asked).ok()
    }

    fn features(&mut self, asked: &[String]) -> Vec<FeatureName> {
        let mut excluded = Vec::new();
        for text in asked {
            let Some(feature) = self.name("exclude_feature", text, FeatureName::new) else {
                continue;
            };
            if feature.as_str() != USER_FEATURE && !self.schema.features.contains_key(&feature) {
                let known = self.schema.features.keys().map(FeatureName::as_str);
                let known = instead(text, known);
                let detail = format!("names {}, no feature of the schema{known}", quoted(text));
                self.error("exclude_feature", detail);
            }
            excluded.push(feature);
        }
        excluded
    }

    fn origins(&mut self, asked: &[String]) -> Vec<OriginName> {
        let origins = asked.iter();
        origins
            .filter_map(|text| self.name("exclude_origin", text, OriginName::new))
            .collect()
    }
}
