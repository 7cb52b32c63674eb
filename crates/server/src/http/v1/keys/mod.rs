//! Keys: made, listed and revoked by admins.

pub(in crate::http) mod create;
pub(in crate::http) mod list;
pub(in crate::http) mod revoke;

use selfmodel_api_types as wire;
use selfmodel_store::contract;

use crate::auth::scope_to_wire;

/// What is known of a key, as it goes over the wire.
fn to_wire(key: contract::KeyRecord) -> wire::Key {
    wire::Key {
        id: key.id,
        feature: key.feature,
        scopes: key.scopes.into_iter().map(scope_to_wire).collect(),
        created_at: key.created_at,
        expires_at: key.expires_at,
        revoked_at: key.revoked_at,
    }
}
