//! Addresses of the operations: ids of users may hold any character, so every part of a path is
//! encoded on its own.

use reqwest::Url;
use selfmodel_api_types::ReadParameters;
use selfmodel_core::names::UserId;

use crate::error::Error;

/// Where the API is reached.
pub(crate) struct Base(Url);

impl Base {
    pub(crate) fn parse(address: &str) -> Result<Self, Error> {
        let refuse = |reason| Error::Address { reason };
        let mut url = Url::parse(address).map_err(|source| refuse(source.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(refuse("it does not begin with http:// or https://".into()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("it holds a user name or password".into()));
        }
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    pub(crate) const fn url(&self) -> &Url {
        &self.0
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address of an operation, its path given part by part.
    pub(crate) fn operation(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        url
    }

    /// The address of an operation under `/v1/users/{user}`.
    pub(crate) fn of_user(&self, user: &str, rest: &[&str]) -> Result<Url, Error> {
        UserId::new(user).map_err(|reason| Error::User {
            reason: reason.to_string(),
        })?;
        if matches!(user, "." | "..") {
            return Err(Error::User {
                reason: "is a dot segment, which no path of a URL can hold".into(),
            });
        }
        let path = [&["v1", "users", user], rest].concat();
        Ok(self.operation(&path))
    }
}

/// Adds the parameters of a read to the query string.
pub(crate) fn add_parameters(url: &mut Url, parameters: &ReadParameters) {
    let ReadParameters {
        context,
        focus,
        dimension,
        min_confidence,
        max_age,
        min_relevance,
        limit,
        exclude_feature,
        exclude_origin,
        at_least,
        include,
    } = parameters;
    let single = [
        ("context", context.clone()),
        ("focus", focus.clone()),
        ("min_confidence", min_confidence.map(|it| it.to_string())),
        ("max_age", max_age.map(|it| it.to_string())),
        ("min_relevance", min_relevance.map(|it| it.to_string())),
        ("limit", limit.map(|it| it.to_string())),
        ("at_least", at_least.as_ref().map(ToString::to_string)),
    ];
    for (name, value) in single {
        add(url, name, value.as_deref());
    }
    add_each(url, "dimension", dimension);
    add_each(url, "exclude_feature", exclude_feature);
    add_each(url, "exclude_origin", exclude_origin);
    let included: Vec<&str> = include.iter().map(|it| it.as_str()).collect();
    if !included.is_empty() {
        add(url, "include", Some(&included.join(",")));
    }
}

/// Adds a parameter that has a value.
pub(crate) fn add(url: &mut Url, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        url.query_pairs_mut().append_pair(name, value);
    }
}

fn add_each(url: &mut Url, name: &str, values: &[String]) {
    for value in values {
        add(url, name, Some(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_path_is_encoded() {
        let base = Base::parse("https://host:8443/personalization/?x=1").unwrap();
        let url = base.of_user("a/b c?é%#", &["beliefs"]).unwrap();
        assert_eq!(
            url.as_str(),
            "https://host:8443/personalization/v1/users/a%2Fb%20c%3F%C3%A9%25%23/beliefs"
        );
    }

    #[test]
    fn what_no_path_can_hold_is_refused_before_it_is_sent() {
        let base = Base::parse("http://host").unwrap();
        for user in ["", ".", "..", "a\nb"] {
            assert!(base.of_user(user, &[]).is_err(), "{user:?}");
        }
        assert!(base.of_user("...", &[]).is_ok());
    }

    #[test]
    fn addresses_without_a_server_are_refused() {
        for address in [
            "",
            "host",
            "ftp://host",
            "data:x",
            "http://",
            "http://u:p@h",
        ] {
            assert!(Base::parse(address).is_err(), "{address:?}");
        }
    }
}
