//! Who calls: keys, made of random bytes and kept as hashes.

mod keyring;
mod scope;
mod secret;

pub use self::{
    keyring::{Keyring, NewKey},
    scope::{scope_from_wire, scope_to_wire},
    secret::{KeySecret, hash_of},
};
