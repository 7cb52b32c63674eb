//! What governs the log may change through another process on the same store. Writes look for
//! themselves; so that reads see it too, this process looks now and then.

use std::{sync::Arc, time::Duration};

use selfmodel_store::{contract::TenantId, node::Node};
use tokio_util::sync::CancellationToken;

/// How often to look: one small query.
const EVERY: Duration = Duration::from_secs(5);

/// Looks until the process stops.
pub(super) async fn keep_fresh(node: Arc<Node>, stopping: CancellationToken) {
    loop {
        let pause = tokio::time::sleep(EVERY);
        if stopping.run_until_cancelled(pause).await.is_none() {
            return;
        }
        if let Err(error) = node.refresh_governance(TenantId::DEFAULT).await {
            tracing::warn!(%error, "cannot look for another schema");
        }
    }
}
