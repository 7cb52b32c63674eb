//! Lists of a query that may be written as a single text, as they are in a query string.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// `"a"` or `["a", "b"]`.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(text) => vec![text],
        OneOrMany::Many(texts) => texts,
    })
}

/// `"a,b"` or `["a", "b"]`, each parsed.
pub(crate) fn parsed<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let texts = texts(deserializer)?;
    let parts = texts.iter().flat_map(|text| text.split(','));
    parts
        .map(|part| part.trim().parse().map_err(serde::de::Error::custom))
        .collect()
}
