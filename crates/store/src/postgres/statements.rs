//! The statements that differ from SQLite's: many rows go in as arrays.

use crate::sql::{row_columns, statements};

statements! {
    STORE_ID = "SELECT store_id FROM store_meta";
    POSITION = "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint, \
         (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint";
    DURABLE = "SELECT set_config('synchronous_commit', 'on', false) \
         WHERE current_setting('synchronous_commit') = 'off'";
    LOGGED = "SELECT o.user_id, o.feature, o.id, o.payload \
         FROM unnest($2::text[], $3::text[], $4::text[]) AS k (user_id, feature, id) \
         JOIN observations o ON o.tenant_id = $1 AND o.user_id = k.user_id \
         AND o.feature = k.feature AND o.id = k.id";
    UNIT_CANDIDATES = concat!(
        "SELECT p.ordinal - 1 AS ordinal, ", row_columns!(), " \
         FROM unnest($2::text[], $3::bytea[], $4::bigint[], $5::bigint[]) WITH ORDINALITY \
         AS p (user_id, content, since, until, ordinal) \
         CROSS JOIN LATERAL (SELECT * FROM observations c WHERE c.tenant_id = $1 \
         AND c.user_id = p.user_id AND c.content = p.content \
         AND c.observed_at >= p.since AND c.observed_at < p.until \
         ORDER BY c.observed_at LIMIT $6) o ORDER BY p.ordinal, o.observed_at, o.seq"
    );
    APPEND = "INSERT INTO observations (tenant_id, user_id, feature, id, action, details, \
         context, observed_at, recorded_at, release, origin, derived_from, payload, content, \
         weightless, quarantine_id) \
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], \
         $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], \
         $13::bytea[], $14::bytea[], $15::boolean[], $16::bigint[])";
    ESTIMATES = "SELECT greatest(0, \
         (SELECT reltuples::bigint FROM pg_class WHERE oid = 'observations'::regclass)), \
         greatest(0, (SELECT reltuples::bigint FROM pg_class WHERE oid = 'models'::regclass))";
    MODELS = "SELECT user_id, version, schema_version, body FROM models \
         WHERE tenant_id = $1 AND user_id = ANY($2)";
    INSERT_MODELS = "INSERT INTO models (tenant_id, user_id, version, schema_version, body, \
         updated_at) SELECT $1, s.user_id, 1, s.schema_version, s.body, $2 \
         FROM unnest($3::text[], $4::bigint[], $5::bytea[]) AS s (user_id, schema_version, body) \
         ON CONFLICT DO NOTHING";
    UPDATE_MODELS = "UPDATE models m SET version = m.version + 1, \
         schema_version = s.schema_version, body = s.body, updated_at = $2 \
         FROM unnest($3::text[], $4::bigint[], $5::bytea[], $6::bigint[]) \
         AS s (user_id, schema_version, body, replaces) \
         WHERE m.tenant_id = $1 AND m.user_id = s.user_id AND m.version = s.replaces";
}

/// Every statement that is prepared on PostgreSQL.
#[cfg(feature = "conformance")]
#[must_use]
pub fn all() -> Vec<&'static str> {
    let shared = crate::sql::SHARED.iter().copied().flatten();
    shared.chain(ALL).copied().collect()
}
