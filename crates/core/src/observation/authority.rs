//! Who may write what: the feature that an author speaks for, and the dimensions it may reach.

use data_encoding::HEXLOWER;

use super::{Admitted, Author, Observation, Problem, Refusal, builtin};
use crate::{
    evidence::derive,
    names::{FeatureName, ObservationId},
    problem::{instead, quoted},
    schema::{Feature, Schema, USER_FEATURE, matches_any},
    time::Timestamp,
};

/// The feature under which the observation is written; none with a problem where the admin named
/// none or an unknown one.
pub(super) fn feature(
    schema: &Schema,
    observation: &Observation,
    author: Author,
    problems: &mut Vec<Problem>,
) -> Result<Option<FeatureName>, Refusal> {
    let named = observation.feature.as_ref();
    match author {
        Author::Admin => match named_by_admin(schema, named) {
            Ok(feature) => Ok(Some(feature)),
            Err(detail) => {
                problems.push(Problem::new("/feature", detail));
                Ok(None)
            }
        },
        Author::Feature(own) => match refusal(schema, &own, named) {
            None => Ok(Some(own)),
            Some(problem) => Err(Refusal::Forbidden(vec![problem])),
        },
    }
}

/// Why the key of feature `own` may not write, none when it may.
fn refusal(schema: &Schema, own: &FeatureName, named: Option<&FeatureName>) -> Option<Problem> {
    let speaker = quoted(own.as_str());
    if let Some(other) = named.filter(|named| *named != own) {
        let other = quoted(other.as_str());
        let detail = format!(
            "the key speaks for feature {speaker}; leave the field out, or use a key of {other}"
        );
        return Some(Problem::new("/feature", detail));
    }
    if own.as_str() == USER_FEATURE {
        let detail = "the user's own word is not written with a feature's key";
        return Some(Problem::new("", detail));
    }
    let version = schema.version;
    let detail = || {
        format!(
            "feature {speaker}, for which the key speaks, is not declared in schema version {version}"
        )
    };
    (!schema.features.contains_key(own)).then(|| Problem::new("", detail()))
}

fn named_by_admin(schema: &Schema, named: Option<&FeatureName>) -> Result<FeatureName, String> {
    let Some(named) = named else {
        return Err("is required of an admin key, which speaks for no feature of its own".into());
    };
    if schema.features.contains_key(named) || named.as_str() == USER_FEATURE {
        return Ok(named.clone());
    }
    let features = schema.features.keys().map(FeatureName::as_str);
    let known = instead(named.as_str(), features);
    Err(format!(
        "{} is no feature of the schema{known}",
        quoted(named.as_str())
    ))
}

/// Refuses evidence for dimensions that the feature may not write. The user may speak of all.
pub(super) fn check_grants(
    schema: &Schema,
    admitted: &Admitted,
    now: Timestamp,
) -> Result<(), Refusal> {
    let Some(feature) = schema.features.get(&admitted.feature) else {
        return Ok(());
    };
    let row = admitted
        .clone()
        .into_row(placeholder(admitted), now, false, false);
    let mut refused: Vec<_> = derive(schema, &row)
        .into_iter()
        .map(|evidence| evidence.key.dimension)
        .filter(|dimension| !matches_any(&feature.writes, dimension))
        .collect();
    refused.sort_unstable();
    refused.dedup();
    if refused.is_empty() {
        return Ok(());
    }
    let is_builtin = builtin::ACTIONS.contains(&admitted.action.as_str());
    let pointer = if is_builtin {
        "/details/dimension"
    } else {
        "/action"
    };
    let problems = refused.iter().map(|dimension| {
        let detail = format!(
            "this is evidence for {}, which feature {} may not write; {}",
            quoted(dimension.as_str()),
            quoted(admitted.feature.as_str()),
            grant(feature)
        );
        Problem::new(pointer, detail)
    });
    Err(Refusal::Forbidden(problems.collect()))
}

/// Any id will do to see what evidence there would be.
fn placeholder(admitted: &Admitted) -> ObservationId {
    // 64 digits are within the alphabet and the limit of ids.
    ObservationId::new(&HEXLOWER.encode(&admitted.payload))
        .unwrap_or_else(|_| unreachable!("a valid id"))
}

fn grant(feature: &Feature) -> String {
    let patterns: Vec<_> = feature.writes.iter().map(ToString::to_string).collect();
    match patterns.len() {
        0 => "it may write none (`writes` in the schema)".into(),
        _ => format!(
            "it may write {} (`writes` in the schema)",
            patterns.join(", ")
        ),
    }
}
