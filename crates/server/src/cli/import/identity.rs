//! The identity of a row that names none: its hash, and how many rows before it are the same.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Counts how often each row occurred.
#[derive(Debug, Default)]
pub(super) struct Identities {
    seen: HashMap<[u8; 16], u64>,
}

impl Identities {
    /// The identity of the next row, whose fields are `fields`.
    pub(super) fn next<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) -> String {
        let mut hasher = Sha256::new();
        for field in fields {
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            hasher.update(field.len().to_be_bytes());
            hasher.update(field);
        }
        let hash: [u8; 32] = hasher.finalize().into();
        let short = *hash.first_chunk::<16>().unwrap_or(&[0; 16]);
        let ordinal = self.seen.entry(short).or_insert(0);
        let id = format!("{}-{ordinal}", HEXLOWER.encode(&short));
        *ordinal += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rows_have_the_same_identities_in_any_order() {
        let rows = [["a", "b"], ["ab", ""], ["a", "b"]];
        let mut forward = Identities::default();
        let mut backward = Identities::default();
        let mut one: Vec<_> = rows.iter().map(|row| forward.next(*row)).collect();
        let mut other: Vec<_> = rows.iter().rev().map(|row| backward.next(*row)).collect();
        assert_ne!(one[0], one[2]);
        assert_ne!(one[0], one[1]);
        one.sort();
        other.sort();
        assert_eq!(one, other);
    }
}
