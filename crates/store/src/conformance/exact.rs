//! The law that everything else serves: a stored model is the fold of the live rows, bit for bit,
//! and the cache holds what the store does.

use std::sync::Arc;

use selfmodel_core::{fold::refold, model::SelfModel, names::UserId};

use super::samples::TENANT;
use crate::{
    BoxError,
    contract::{ModelRecord, Store},
    node::Node,
};

/// Asserts the law for `user`, and answers the bytes of the model; none for a user without one.
pub async fn exact(
    store: &Arc<dyn Store>,
    node: &Node,
    user: &UserId,
) -> Result<Option<Vec<u8>>, BoxError> {
    let mut reader = store.reader().await?;
    let governance = node.refresh_governance(TENANT).await?;
    let mut rows = reader.rows(TENANT, user).await?;
    let stored = reader
        .models(TENANT, std::slice::from_ref(user))
        .await?
        .pop();
    assert!(
        rows.is_empty() || stored.is_some(),
        "{user} has rows and no model"
    );
    rows.retain(|row| governance.is_live(row));
    let expected = refold(governance.schema(), governance.fold_version(), &rows);
    if let Some(ModelRecord { body, .. }) = &stored {
        let decoded = SelfModel::decode(body)?;
        assert_eq!(
            decoded, expected,
            "the stored model of {user} is no fold of its live rows"
        );
        assert_eq!(*body, expected.encode(), "the stored bytes of {user}");
        let cached = node.view(TENANT, user, None).await?;
        assert_eq!(*cached.model, decoded, "the cached model of {user}");
    }
    Ok(stored.map(|record| record.body))
}
