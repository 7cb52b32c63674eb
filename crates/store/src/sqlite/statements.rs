//! The statements that differ from PostgreSQL's. Many rows go in as one JSON array, so that every
//! statement is a constant; binary values travel in it as hexadecimal.

use crate::sql::{row_columns, statements};

statements! {
    STORE_ID = "SELECT store_id FROM store_meta";
    POSITION = "SELECT position FROM store_meta";
    ADVANCE_POSITION = "UPDATE store_meta SET position = position + 1 RETURNING position";
    LOGGED = "SELECT o.user_id, o.feature, o.id, o.payload \
         FROM json_each($2) k CROSS JOIN observations o ON o.tenant_id = $1 \
         AND o.user_id = k.value ->> 0 AND o.feature = k.value ->> 1 AND o.id = k.value ->> 2";
    UNIT_CANDIDATES = concat!(
        "SELECT p.key AS ordinal, ", row_columns!(), " \
         FROM json_each($2) p CROSS JOIN observations o ON o.seq IN (\
         SELECT c.seq FROM observations c WHERE c.tenant_id = $1 \
         AND c.user_id = p.value ->> 0 AND c.content = unhex(p.value ->> 1) \
         AND c.observed_at >= p.value ->> 2 AND c.observed_at < p.value ->> 3 \
         ORDER BY c.observed_at LIMIT $3) ORDER BY p.key, o.observed_at, o.seq"
    );
    APPEND = "INSERT INTO observations (tenant_id, user_id, feature, id, action, details, \
         context, observed_at, recorded_at, release, origin, derived_from, payload, content, \
         weightless, quarantine_id) \
         SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         unhex(value ->> 11), unhex(value ->> 12), value ->> 13, value ->> 14 \
         FROM json_each($2)";
    OBSERVATIONS = "SELECT coalesce(max(seq), 0) FROM observations";
    MODELS = "SELECT user_id, version, schema_version, body FROM models \
         WHERE tenant_id = $1 AND user_id IN (SELECT value FROM json_each($2))";
    MODEL_COUNT = "SELECT coalesce(max(rowid), 0) FROM models";
    INSERT_MODEL = "INSERT INTO models (tenant_id, user_id, version, schema_version, body, \
         updated_at) VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT DO NOTHING";
    UPDATE_MODEL = "UPDATE models SET version = version + 1, schema_version = $3, body = $4, \
         updated_at = $5 WHERE tenant_id = $1 AND user_id = $2 AND version = $6";
}

/// Every statement that is prepared on SQLite.
#[cfg(feature = "conformance")]
#[must_use]
pub fn all() -> Vec<&'static str> {
    let shared = crate::sql::SHARED.iter().copied().flatten();
    shared.chain(ALL).copied().collect()
}
