//! Reading beliefs: the model of a user through a lens, filtered and ranked.

use std::{borrow::Cow, sync::Arc};

use selfmodel_api_types as wire;
use selfmodel_core::{belief::Lens, model::SelfModel, names::UserId, query, time::Timestamp};
use selfmodel_store::{contract::TenantId, node::View};

use super::{ReadPlan, ServiceError, present};
use crate::{app::App, metrics};

/// The beliefs of several users, in their order.
pub async fn many(
    app: &App,
    tenant: TenantId,
    plan: &ReadPlan,
    users: Vec<UserId>,
) -> Result<Vec<wire::Read>, ServiceError> {
    let mut reads = Vec::with_capacity(users.len());
    for user in users {
        reads.push(one(app, tenant, plan, user).await?);
    }
    Ok(reads)
}

/// The beliefs of one user.
pub async fn one(
    app: &App,
    tenant: TenantId,
    plan: &ReadPlan,
    user: UserId,
) -> Result<wire::Read, ServiceError> {
    // Before the model: the token must not promise more than the model holds.
    let token = wire::Token(app.node.token().to_string());
    let view = app.node.view(tenant, &user, plan.at_least.as_ref()).await?;
    let now = app.clock.now();
    let model = chosen(&view.model, plan);
    let answer = query::run(&model, lens(&view, plan, now), &plan.query, &plan.reads);
    let withheld = present::withheld_counts(&answer.withheld, plan.query.limit.is_some());
    count(answer.beliefs.len(), &withheld);
    Ok(wire::Read {
        user,
        context: plan.context.clone(),
        as_of: now,
        token,
        schema_version: view.schema.version,
        beliefs: present::served(answer.beliefs, plan.shows_interval),
        withheld,
        withheld_dimensions: plan
            .names_withheld
            .then(|| present::withheld_dimensions(answer.withheld)),
    })
}

/// What `view` is looked at through.
pub(super) fn lens<'a>(view: &'a View, plan: &'a ReadPlan, now: Timestamp) -> Lens<'a> {
    Lens {
        schema: &view.schema,
        calibration: &view.calibration,
        context: plan.context.as_ref(),
        now,
    }
}

/// The model without what the reader excludes.
pub(super) fn chosen<'a>(model: &'a Arc<SelfModel>, plan: &ReadPlan) -> Cow<'a, SelfModel> {
    if plan.exclude_features.is_empty() && plan.exclude_origins.is_empty() {
        return Cow::Borrowed(model);
    }
    Cow::Owned(model.without_sources(|source| {
        let origin = source.origin.as_ref();
        plan.exclude_features.contains(&source.feature)
            || origin.is_some_and(|origin| plan.exclude_origins.contains(origin))
    }))
}

fn count(served: usize, withheld: &wire::Withheld) {
    metrics::served(served);
    for (reason, count) in [
        ("below_confidence", withheld.below_confidence),
        ("stale", withheld.stale),
        ("irrelevant", withheld.irrelevant),
        ("unknown", withheld.unknown),
        ("not_permitted", withheld.not_permitted),
        ("over_limit", withheld.over_limit.unwrap_or(0)),
    ] {
        metrics::withheld(reason, count);
    }
}
