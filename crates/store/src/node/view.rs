//! Reading a model: from the cache, or from the store where a token asks for more.

use std::sync::Arc;

use selfmodel_core::{calibration::Calibration, model::SelfModel, names::UserId, schema::Schema};

use super::Node;
use crate::{
    cache::Versioned,
    contract::{ModelRecord, Result, TenantId},
    error::StoreError,
    governance::Governance,
    pipeline::Shared,
    token::Token,
};

/// A model with what it is read with.
#[derive(Debug, Clone)]
pub struct View {
    /// The model; an empty one for a user of whom nothing is known.
    pub model: Arc<SelfModel>,
    /// The schema to read it with: the one in force, or the one the model was folded with until it
    /// is refolded.
    pub schema: Arc<Schema>,
    /// The calibration in force.
    pub calibration: Arc<Calibration>,
}

impl Node {
    /// The model of a user. It includes every answered write of this node; with `at_least` also the
    /// write of that token, whichever node took it.
    pub async fn view(
        &self,
        tenant: TenantId,
        user: &UserId,
        at_least: Option<&Token>,
    ) -> Result<View> {
        let shared = &*self.shared;
        let base = match at_least {
            Some(token) if self.needs_the_store(token).await? => {
                let loaded = load(shared, tenant, user).await?;
                let cached = shared.cache.get(tenant, user);
                if cached.is_some_and(|cached| cached.version < loaded.version) {
                    shared.cache.forget(tenant, user);
                }
                loaded
            }
            _ => {
                let loading = load(shared, tenant, user);
                shared.cache.get_or_load(tenant, user, loading).await?
            }
        };
        let known = self.governance(tenant).await?;
        if let Some(view) = view(&base, &known) {
            return Ok(view);
        }
        // Another node has applied a schema and written since this one last looked.
        let refreshed = self.refresh_governance(tenant).await?;
        view(&base, &refreshed).ok_or_else(|| {
            let version = base.model.schema_version();
            let unknown = format!("it names the unknown schema version {version}");
            StoreError::corrupt_of_user("models", "schema_version", user.as_str(), unknown)
        })
    }

    /// Whether the cache may be too old for `token`: it holds all that this node wrote, not what
    /// others did.
    async fn needs_the_store(&self, token: &Token) -> Result<bool> {
        if token.store != self.shared.store.id() {
            return Err(StoreError::ForeignToken);
        }
        if token.node == self.name {
            return Ok(false);
        }
        let reached = self.shared.store.position().await?;
        if reached.timeline == token.position.timeline && !reached.includes(token.position) {
            return Err(StoreError::UnreachedToken);
        }
        Ok(true)
    }
}

/// A stored model, decoded.
pub(crate) fn decode(record: &ModelRecord) -> Result<Versioned> {
    let model = SelfModel::decode(&record.body).map_err(|error| {
        StoreError::corrupt_of_user("models", "body", record.user.as_str(), error)
    })?;
    Ok(Versioned {
        version: record.version,
        model: Arc::new(model),
    })
}

async fn load(shared: &Shared, tenant: TenantId, user: &UserId) -> Result<Versioned> {
    let mut reader = shared.store.reader().await?;
    let found = reader.models(tenant, std::slice::from_ref(user)).await?;
    match found.into_iter().next() {
        Some(record) => decode(&record),
        None => Ok(Versioned {
            version: 0,
            model: Arc::new(SelfModel::empty(0)),
        }),
    }
}

/// None when the model names a schema version that is not known.
fn view(base: &Versioned, governance: &Governance) -> Option<View> {
    let schema = if base.version == 0 {
        governance.schema()
    } else {
        governance.schema_of(base.model.schema_version())?
    };
    Some(View {
        model: base.model.clone(),
        schema: schema.clone(),
        calibration: governance.calibration().clone(),
    })
}
