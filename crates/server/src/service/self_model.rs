//! Everything that is believed of a user, organised by context.

use selfmodel_api_types as wire;
use selfmodel_core::{
    belief::Lens,
    names::{ContextName, UserId},
    query::{self, Query},
};
use selfmodel_store::contract::TenantId;

use super::{ReadPlan, ServiceError, present};
use crate::app::App;

/// The self-model of `user`, within what the plan may read; its context and filters do not apply.
pub async fn of(
    app: &App,
    tenant: TenantId,
    plan: &ReadPlan,
    user: UserId,
) -> Result<wire::SelfModel, ServiceError> {
    let view = app.node.view(tenant, &user, plan.at_least.as_ref()).await?;
    let now = app.clock.now();
    let query = Query {
        include_priors: plan.query.include_priors,
        ..Query::default()
    };
    let beliefs = |context: Option<&ContextName>| {
        let lens = Lens {
            schema: &view.schema,
            calibration: &view.calibration,
            context,
            now,
        };
        let answer = query::run(&view.model, lens, &query, &plan.reads);
        present::served(answer.beliefs, plan.shows_interval)
    };
    let contexts = view.schema.contexts.keys();
    Ok(wire::SelfModel {
        as_of: now,
        schema_version: view.schema.version,
        neutral: beliefs(None),
        contexts: contexts
            .map(|context| (context.clone(), beliefs(Some(context))))
            .collect(),
        user,
    })
}
