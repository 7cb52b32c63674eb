//! The contract, on the PostgreSQL that `SELFMODEL_TEST_POSTGRES` names.

selfmodel_store::store_conformance!(selfmodel_store::conformance::fresh_postgres);
