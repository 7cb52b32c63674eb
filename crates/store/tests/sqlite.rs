//! The contract, on SQLite.

selfmodel_store::store_conformance!(selfmodel_store::conformance::fresh_sqlite);
