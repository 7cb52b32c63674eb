//! The address of a store, as it is written in a configuration.

use std::sync::Arc;

use crate::{
    contract::{Result, Store},
    error::StoreError,
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};

/// Opens the store at `sqlite:PATH` or `postgres://…` with the defaults of its backend, and brings
/// it to the present version.
pub async fn open(address: &str) -> Result<Arc<dyn Store>> {
    let is_postgres = ["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    match address.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(Arc::new(
            SqliteStore::open(&SqliteOptions::new(path)).await?,
        )),
        None if is_postgres => {
            let options = PostgresOptions::parse(address)?;
            Ok(Arc::new(PostgresStore::open(&options).await?))
        }
        _ => Err(StoreError::Address {
            address: without_password(address),
            source: None,
        }),
    }
}

/// `scheme://user:password@host/…` without the password, and without parameters, which may hold
/// one too.
pub(crate) fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) => {
            let (scheme, rest) = url.split_at(scheme + 3);
            let (user, host) = rest.split_at(at - scheme.len());
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}{user}{host}")
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            ("postgres://a:b@c/d", "postgres://a@c/d"),
            ("postgres://a:b:@@c/d?password=x", "postgres://a@c/d"),
            ("postgres://c/d", "postgres://c/d"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
