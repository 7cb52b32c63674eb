//! Numbers between the domain and the signed 64 bits of both databases.

use crate::{contract::Result, error::StoreError};

/// A stored number as an unsigned one of the domain.
pub(crate) fn unsigned<T: TryFrom<i64>>(
    table: &'static str,
    column: &'static str,
    row: impl std::fmt::Display,
    stored: i64,
) -> Result<T> {
    T::try_from(stored)
        .map_err(|_| StoreError::corrupt(table, column, row, format!("{stored} is out of range")))
}

/// A number of the domain as stored. Counters of the domain never come near the limit, which
/// stands for anything beyond it.
pub(crate) fn integer(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
