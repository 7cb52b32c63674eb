//! What a schema would change: a sample of the log is folded under the old and the new one, and
//! the beliefs are compared.

use std::{collections::BTreeMap, sync::Arc};

use selfmodel_api_types as wire;
use selfmodel_core::{
    belief::{Belief, Lens},
    calibration::Calibration,
    evidence::BeliefKey,
    fold,
    log::LogRow,
    names::UserId,
    query::{self, Query},
    schema::{DimensionPattern, Schema},
    time::Timestamp,
};
use selfmodel_store::{contract::TenantId, governance::Governance};

use super::{ServiceError, present};
use crate::app::App;

/// Most users of the sample.
const USERS: usize = 500;
/// The sample ends with the user at whom it has this many observations.
const ROWS: usize = 100_000;
/// Most beliefs that are shown.
const EXAMPLES: usize = 20;

/// Compares the beliefs of a sample of users under the schema in force and under `new`.
pub(super) async fn of(
    app: &App,
    tenant: TenantId,
    governance: &Arc<Governance>,
    new: &Schema,
) -> Result<wire::SchemaPreview, ServiceError> {
    let comparison = Arc::new(Comparison {
        old: Arc::clone(governance.schema()),
        new: new.clone(),
        calibration: Arc::clone(governance.calibration()),
        now: app.clock.now(),
    });
    let mut preview = wire::SchemaPreview {
        sampled_users: 0,
        users: 0,
        beliefs: 0,
        examples: Vec::new(),
    };
    let mut reader = app.node.store().reader().await?;
    // Every model names a lower version than the greatest.
    let users = reader.stale_users(tenant, u32::MAX, None, USERS).await?;
    let mut rows_seen = 0;
    for user in users {
        let mut rows = reader.rows(tenant, &user).await?;
        rows.retain(|row| governance.is_live(row));
        rows_seen += rows.len();
        let comparison = Arc::clone(&comparison);
        let changes = tokio::task::spawn_blocking(move || comparison.changes(&user, &rows)).await;
        let changes = changes.map_err(|_| ServiceError::Defect("a comparison panicked"))?;
        preview.sampled_users += 1;
        preview.users += u64::from(!changes.is_empty());
        preview.beliefs += u64::try_from(changes.len()).unwrap_or(u64::MAX);
        let room = EXAMPLES - preview.examples.len();
        preview.examples.extend(changes.into_iter().take(room));
        if rows_seen >= ROWS {
            break;
        }
    }
    Ok(preview)
}

struct Comparison {
    old: Arc<Schema>,
    new: Schema,
    calibration: Arc<Calibration>,
    now: Timestamp,
}

impl Comparison {
    fn changes(&self, user: &UserId, rows: &[LogRow]) -> Vec<wire::BeliefChange> {
        let mut before = self.beliefs(&self.old, rows);
        let after = self.beliefs(&self.new, rows);
        let mut changes = Vec::new();
        let mut note = |key: BeliefKey, before, after| {
            if before != after {
                changes.push(wire::BeliefChange {
                    user: user.clone(),
                    dimension: key.dimension,
                    member: key.member,
                    before,
                    after,
                });
            }
        };
        for (key, after) in after {
            let before = before.remove(&key);
            note(key, before, Some(after));
        }
        for (key, before) in before {
            note(key, Some(before), None);
        }
        changes
    }

    /// What is known under `schema`, in a neutral read.
    fn beliefs(
        &self,
        schema: &Schema,
        rows: &[LogRow],
    ) -> BTreeMap<BeliefKey, wire::BeliefSummary> {
        let model = fold::refold(schema, schema.version, rows);
        let lens = Lens {
            schema,
            calibration: &self.calibration,
            context: None,
            now: self.now,
        };
        let answer = query::run(&model, lens, &Query::default(), &[DimensionPattern::All]);
        let beliefs = answer.beliefs.into_iter().map(|served| served.belief);
        beliefs
            .map(|belief| (belief.key.clone(), summary(belief)))
            .collect()
    }
}

fn summary(belief: Belief) -> wire::BeliefSummary {
    wire::BeliefSummary {
        value: present::value(belief.value),
        confidence: present::rounded(belief.confidence),
        status: present::status(belief.status),
    }
}
