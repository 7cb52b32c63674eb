-- The log, the models and the catalogues. Times are milliseconds since 1970, hashes are SHA-256.
-- Text is ordered by its bytes, as in SQLite. Every unique key of a user table contains user_id, so
-- that a distributed PostgreSQL can shard by user; seq is therefore not declared unique.

CREATE TABLE store_meta (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    store_id TEXT COLLATE "C" NOT NULL
);
INSERT INTO store_meta (one, store_id)
VALUES (1, left(replace(gen_random_uuid()::text, '-', ''), 16));

CREATE TABLE tenants (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    governance BIGINT NOT NULL
);
INSERT INTO tenants (id, name, governance) VALUES (1, 'default', 0);

CREATE TABLE observations (
    seq BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    tenant_id BIGINT NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    feature TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    context TEXT COLLATE "C",
    details TEXT COLLATE "C" NOT NULL,
    observed_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    release TEXT COLLATE "C",
    origin TEXT COLLATE "C",
    derived_from TEXT COLLATE "C",
    payload BYTEA NOT NULL,
    content BYTEA NOT NULL,
    weightless BOOLEAN NOT NULL,
    quarantine_id BIGINT
);
CREATE UNIQUE INDEX observations_key ON observations (tenant_id, user_id, feature, id);
CREATE INDEX observations_content ON observations (tenant_id, user_id, content, observed_at);
CREATE INDEX observations_held ON observations (tenant_id, quarantine_id, user_id)
    WHERE quarantine_id IS NOT NULL;

CREATE TABLE models (
    tenant_id BIGINT NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    schema_version BIGINT NOT NULL,
    body BYTEA NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

CREATE TABLE schemas (
    tenant_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    fold_version BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, version)
);

CREATE TABLE retractions (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    tenant_id BIGINT NOT NULL,
    predicate TEXT COLLATE "C" NOT NULL,
    accepted_at BIGINT NOT NULL,
    active BOOLEAN NOT NULL
);

CREATE TABLE quarantines (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    tenant_id BIGINT NOT NULL,
    feature TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    lifted_at BIGINT
);

CREATE TABLE calibrations (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    tenant_id BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    applied_at BIGINT
);

-- Named api_keys in SQL: KEYS is a word of the language in some databases.
CREATE TABLE api_keys (
    seq BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    tenant_id BIGINT NOT NULL,
    feature TEXT COLLATE "C",
    scopes TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE jobs (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    tenant_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject BIGINT,
    status TEXT COLLATE "C" NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    cursor_user TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
