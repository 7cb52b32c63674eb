//! Everything that is believed of a user, organised by context.

use selfmodel_api_types as wire;
use selfmodel_core::{
    belief::Lens,
    names::{ContextName, UserId},
    query::{self, Query},
};
use selfmodel_store::contract::TenantId;

use super::{ServiceError, Who, parameters, present, read};
use crate::app::App;

/// The self-model of `user`, within what `who` may read.
pub async fn of(
    app: &App,
    tenant: TenantId,
    who: Who<'_>,
    user: UserId,
    include: &[wire::Include],
    at_least: Option<&wire::Token>,
) -> Result<wire::SelfModel, ServiceError> {
    let at_least = read::token(at_least)?;
    let view = app.node.view(tenant, &user, at_least.as_ref()).await?;
    let now = app.clock.now();
    let reads = parameters::reads(who, &view.schema);
    let query = Query {
        include_priors: include.contains(&wire::Include::Priors),
        ..Query::default()
    };
    let shows_interval = include.contains(&wire::Include::Interval);
    let beliefs = |context: Option<&ContextName>| {
        let lens = Lens {
            schema: &view.schema,
            calibration: &view.calibration,
            context,
            now,
        };
        let answer = query::run(&view.model, lens, &query, &reads);
        present::served(answer.beliefs, shows_interval)
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
