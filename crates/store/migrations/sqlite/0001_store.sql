-- The log, the models and the catalogues. Times are milliseconds since 1970, hashes are SHA-256.

CREATE TABLE store_meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store_id TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
INSERT INTO store_meta (one, store_id, position) VALUES (1, lower(hex(randomblob(8))), 0);

CREATE TABLE tenants (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    governance INTEGER NOT NULL
) STRICT;
INSERT INTO tenants (id, name, governance) VALUES (1, 'default', 0);

CREATE TABLE observations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    feature TEXT NOT NULL,
    id TEXT NOT NULL,
    action TEXT NOT NULL,
    context TEXT,
    details TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    release TEXT,
    origin TEXT,
    derived_from TEXT,
    payload BLOB NOT NULL,
    content BLOB NOT NULL,
    weightless INTEGER NOT NULL,
    quarantine_id INTEGER
) STRICT;
CREATE UNIQUE INDEX observations_key ON observations (tenant_id, user_id, feature, id);
CREATE INDEX observations_content ON observations (tenant_id, user_id, content, observed_at);
CREATE INDEX observations_held ON observations (tenant_id, quarantine_id, user_id)
    WHERE quarantine_id IS NOT NULL;

CREATE TABLE models (
    tenant_id INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    body BLOB NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
) STRICT;

CREATE TABLE schemas (
    tenant_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    fold_version INTEGER NOT NULL,
    text TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, version)
) STRICT;

CREATE TABLE retractions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL,
    predicate TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    active INTEGER NOT NULL
) STRICT;

CREATE TABLE quarantines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL,
    feature TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;

CREATE TABLE calibrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    applied_at INTEGER
) STRICT;

-- Named api_keys in SQL: KEYS is a word of the language in some databases.
CREATE TABLE api_keys (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL,
    feature TEXT,
    scopes TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject INTEGER,
    status TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    cursor_user TEXT,
    detail TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
