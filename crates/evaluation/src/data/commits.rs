//! Commits: `user, source, t, period, weekend, verbosity, conventional, area, size, subject_len,
//! areas`, as the extractor of `examples/commits` writes them. The schema is the example's own.

use std::{collections::BTreeMap, path::Path};

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, ContextName, DimensionName, FeatureName, ObservationId, UserId},
    schema::{self, Context, DimensionPattern, Feature, Schema},
    time::Timestamp,
};
use serde_json::{Map, Value};

use super::{
    Dataset, Half, Person, observed,
    record::{Record, Table},
};
use crate::Error;

const SCHEMA: &str = include_str!("../../../../examples/commits/schema.toml");
const COLUMNS: [&str; 11] = [
    "user",
    "source",
    "t",
    "period",
    "weekend",
    "verbosity",
    "conventional",
    "area",
    "size",
    "subject_len",
    "areas",
];

/// Reads a file of commits.
pub(crate) fn read(path: &Path) -> Result<Dataset, Error> {
    let mut schema = parse_schema("the commits", SCHEMA)?;
    let mut logs: BTreeMap<UserId, Vec<LogRow>> = BTreeMap::new();
    let mut features = BTreeMap::new();
    Table::open(path, &COLUMNS)?.each(|record| {
        let row = log_row(record)?;
        features.insert(row.feature.clone(), record.line());
        logs.entry(row.user.clone()).or_default().push(row);
        Ok(())
    })?;
    for feature in features.into_keys() {
        register(&mut schema, feature)?;
    }
    let people = logs.into_iter().map(|(user, mut rows)| {
        // Stable: commits of one instant keep the order of the file.
        rows.sort_by_key(|row| row.observed_at);
        let half = Half::of(user.as_str()).ok_or_else(|| Error::TooSmall {
            path: path.into(),
            reason: format!("user {user} does not end in a digit, which halves the population"),
        })?;
        Ok(Person::new(&schema, half, rows))
    });
    let people = people.collect::<Result<_, Error>>()?;
    Ok(Dataset { schema, people })
}

/// Parses the text of a schema that ships with the program.
pub(super) fn parse_schema(data: &'static str, text: &str) -> Result<Schema, Error> {
    let parsed = schema::parse(data, text).map_err(|rejected| Error::Schema {
        data,
        reason: rejected.render(false),
    })?;
    Ok(parsed.schema)
}

/// The detail that holds what is observed of `dimension`.
pub(crate) fn detail_of(dimension: &DimensionName) -> Option<&'static str> {
    Some(match dimension.as_str() {
        "rhythm.period" => "period",
        "rhythm.weekend" => "weekend",
        "writing.verbosity" => "verbosity",
        "writing.conventional" => "conventional",
        "change.area" => "area",
        "change.size" => "size",
        _ => return None,
    })
}

/// A repository is a feature and a context of the same name.
pub(crate) fn register(schema: &mut Schema, feature: FeatureName) -> Result<(), Error> {
    let context = ContextName::new(feature.as_str()).map_err(|invalid| Error::Schema {
        data: "the commits",
        reason: format!("{feature} {invalid}"),
    })?;
    let described = schema.contexts.entry(context.clone());
    described.or_insert_with(|| Context {
        description: String::new(),
        relevant: Vec::new(),
    });
    let registered = schema.features.entry(feature);
    registered.or_insert_with(|| Feature {
        context: Some(context),
        writes: vec![DimensionPattern::All],
        reads: vec![DimensionPattern::All],
    });
    Ok(())
}

fn log_row(record: &Record<'_>) -> Result<LogRow, Error> {
    let named = |column: &str, invalid: selfmodel_core::names::InvalidName| {
        record.wrong(format!("{column} {invalid}"))
    };
    let seconds: i64 = record.parse("t", "a time in seconds since 1970")?;
    let at = seconds.checked_mul(1_000).map(Timestamp::from_millis);
    let at = at.ok_or_else(|| record.wrong(format!("t is {seconds}, out of range")))?;
    let user = UserId::new(record.text("user")).map_err(|invalid| named("user", invalid))?;
    let feature =
        FeatureName::new(record.text("source")).map_err(|invalid| named("source", invalid))?;
    let id = ObservationId::new(&format!("line-{}", record.line()))
        .map_err(|invalid| named("line", invalid))?;
    let action = ActionName::new("committed").map_err(|invalid| named("action", invalid))?;
    Ok(observed(user, feature, (id, action), details(record)?, at))
}

fn details(record: &Record<'_>) -> Result<Map<String, Value>, Error> {
    let mut details = Map::new();
    for column in ["period", "verbosity", "area", "size", "areas"] {
        let text = record.text(column);
        if !text.is_empty() {
            details.insert(column.into(), text.into());
        }
    }
    for column in ["weekend", "conventional"] {
        let flag = match record.text(column) {
            "0" => false,
            "1" => true,
            other => return Err(record.wrong(format!("{column} is {other:?}, not 0 or 1"))),
        };
        details.insert(column.into(), flag.into());
    }
    let length: u32 = record.parse("subject_len", "a count of characters")?;
    details.insert("subject_length".into(), length.into());
    Ok(details)
}
