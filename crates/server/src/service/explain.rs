//! Why something is believed.

use selfmodel_api_types as wire;
use selfmodel_core::{
    evidence::{BeliefKey, derive},
    explanation::{self, Alternative, Contribution, Stated},
    log::LogRow,
    names::{DimensionName, Member, UserId},
    problem::{instead, quoted},
    schema::{Kind, Schema, matches_any},
};
use selfmodel_store::{contract::TenantId, node::View};

use super::{ParameterError, ReadPlan, ServiceError, present, read};
use crate::app::App;

/// How many observations an explanation shows.
const SHOWN: usize = 10;
/// Among how many of the user's newest they are looked for.
const SEARCHED: usize = 500;

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Subject(BeliefKey);

impl Subject {
    /// Checks that there is such a belief, and that it may be read.
    pub fn new(
        schema: &Schema,
        plan: &ReadPlan,
        dimension: DimensionName,
        member: Option<&str>,
    ) -> Result<Self, ServiceError> {
        let named = quoted(dimension.as_str());
        let Some(declared) = schema.dimensions.get(&dimension) else {
            let known = schema.dimensions.keys().map(DimensionName::as_str);
            let known = instead(dimension.as_str(), known);
            let detail = format!("the schema declares no dimension {named}{known}");
            return Err(ServiceError::NotFound(detail));
        };
        if !matches_any(&plan.reads, &dimension) {
            let detail = format!("the feature of the key may not read {named}");
            return Err(ServiceError::NotPermitted(detail));
        }
        let is_set = matches!(declared.kind, Kind::Set(_));
        let member = match (is_set, member) {
            (true, Some(member)) => Some(Member::new(member).map_err(|e| wrong(e.to_string()))?),
            (true, None) => {
                return Err(wrong(format!(
                    "is needed: {named} is a set, name one of its members"
                )));
            }
            (false, Some(_)) => {
                return Err(wrong(format!("does not apply: {named} is no set")));
            }
            (false, None) => None,
        };
        Ok(Self(BeliefKey { dimension, member }))
    }
}

/// Explains what is believed of `subject`.
pub async fn belief(
    app: &App,
    tenant: TenantId,
    plan: &ReadPlan,
    user: UserId,
    Subject(key): Subject,
) -> Result<wire::Explanation, ServiceError> {
    let view = app.node.view(tenant, &user, plan.at_least.as_ref()).await?;
    let now = app.clock.now();
    let lens = read::lens(&view, plan, now);
    let Some(explained) = explanation::explain(&view.model, lens, &key) else {
        return Err(not_folded_yet(&key));
    };
    let observations = observations(app, tenant, &view, &user, &key).await?;
    let context = plan.context.as_ref();
    let declared = context.and_then(|context| view.schema.contexts.get(context));
    let relevance = declared.map_or(1.0, |context| context.relevance(&key.dimension));
    let present = |belief| present::belief(belief, relevance, true);
    let without = explained.without.into_iter().map(|without| wire::Without {
        feature: without.feature,
        belief: present(without.belief),
    });
    Ok(wire::Explanation {
        user,
        context: plan.context.clone(),
        as_of: now,
        schema_version: view.schema.version,
        belief: present(explained.belief),
        contributions: contributions(explained.contributions, &explained.alternatives),
        statement: explained.statement.map(stated),
        alternatives: alternatives(explained.alternatives),
        observations,
        without: without.collect(),
        dimension: key.dimension,
        member: key.member,
    })
}

/// Declared now, but not in the schema that the model was folded with.
fn not_folded_yet(key: &BeliefKey) -> ServiceError {
    let dimension = quoted(key.dimension.as_str());
    let detail = format!("the user is not folded with {dimension} yet; the refold is under way");
    ServiceError::NotFound(detail)
}

/// The newest live observations that reach `key`.
async fn observations(
    app: &App,
    tenant: TenantId,
    view: &View,
    user: &UserId,
    key: &BeliefKey,
) -> Result<Vec<wire::LoggedObservation>, ServiceError> {
    let rows = app.node.recent_rows(tenant, user, SEARCHED).await?;
    let reaches = |row: &LogRow| {
        let evidence = derive(&view.schema, row);
        evidence.iter().any(|evidence| evidence.key == *key)
    };
    let live = rows.into_iter().filter(|(_, is_live)| *is_live);
    let reaching = live.map(|(row, _)| row).filter(reaches);
    Ok(reaching.take(SHOWN).map(present::logged).collect())
}

/// What each source contributes, the strongest first.
fn contributions(
    contributions: Vec<Contribution>,
    alternatives: &[Alternative],
) -> Vec<wire::Contribution> {
    let contributions = contributions.into_iter();
    let mut contributions: Vec<_> = contributions
        .map(|contribution| wire::Contribution {
            values: alternatives
                .iter()
                .zip(&contribution.by_outcome)
                .map(|(alternative, evidence)| wire::ContributionValue {
                    value: present::value(alternative.value.clone()),
                    evidence: present::rounded(*evidence),
                })
                .collect(),
            feature: contribution.source.feature,
            context: contribution.source.context,
            origin: contribution.source.origin,
            own: contribution.own,
            trust: present::rounded(contribution.trust),
            evidence: present::rounded(contribution.evidence),
            updated_at: contribution.updated_at,
        })
        .collect();
    contributions.sort_by(|one, other| other.evidence.total_cmp(&one.evidence));
    contributions
}

fn stated(stated: Stated) -> wire::Stated {
    wire::Stated {
        feature: stated.source.feature,
        context: stated.source.context,
        observed_at: stated.observed_at,
        evidence: present::rounded(stated.evidence),
    }
}

/// Every value with its confidence, the most confident first.
fn alternatives(alternatives: Vec<Alternative>) -> Vec<wire::Alternative> {
    let mut alternatives: Vec<_> = alternatives
        .into_iter()
        .map(|alternative| wire::Alternative {
            value: present::value(alternative.value),
            confidence: present::rounded(alternative.confidence),
            share: present::rounded(alternative.share),
        })
        .collect();
    alternatives.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    alternatives
}

fn wrong(detail: String) -> ServiceError {
    ServiceError::Parameter(ParameterError {
        name: "member",
        detail,
    })
}
