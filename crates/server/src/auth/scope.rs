//! Scopes on the wire and in the store.

use selfmodel_api_types as wire;
use selfmodel_store::contract;

/// As it goes over the wire.
#[must_use]
pub const fn scope_to_wire(scope: contract::Scope) -> wire::Scope {
    match scope {
        contract::Scope::Observe => wire::Scope::Observe,
        contract::Scope::Read => wire::Scope::Read,
        contract::Scope::Correct => wire::Scope::Correct,
        contract::Scope::ManageUsers => wire::Scope::ManageUsers,
        contract::Scope::Admin => wire::Scope::Admin,
    }
}

/// As the store keeps it.
#[must_use]
pub const fn scope_from_wire(scope: wire::Scope) -> contract::Scope {
    match scope {
        wire::Scope::Observe => contract::Scope::Observe,
        wire::Scope::Read => contract::Scope::Read,
        wire::Scope::Correct => contract::Scope::Correct,
        wire::Scope::ManageUsers => contract::Scope::ManageUsers,
        wire::Scope::Admin => contract::Scope::Admin,
    }
}
