//! Admission: whether an observation may enter the log under the schema in force.

use serde_json::{Map, Value};

use super::{Observation, Problem, authority, builtin, consequence, detail};
use crate::{
    canonical::hash,
    log::LogRow,
    names::{ActionName, ContextName, FeatureName, ObservationId, OriginName, ProjectionId},
    names::{Release, UserId},
    problem::{capped, instead, quoted},
    schema::{STATED, Schema, USER_FEATURE, WITHDRAWN},
    time::{Millis, Timestamp},
};

/// How far ahead of the receiver's clock an observation may be dated.
pub const MAX_AHEAD: Millis = Millis::minutes(5);

/// On whose authority an observation is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A feature's key: it speaks for that feature only.
    Feature(FeatureName),
    /// An admin, who names the feature.
    Admin,
}

/// Why an observation is not admitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not fit the schema.
    #[error("the observation does not fit the schema")]
    Invalid(Vec<Problem>),
    /// Its author has no right to write it.
    #[error("the author may not write this observation")]
    Forbidden(Vec<Problem>),
}

impl Refusal {
    /// What is wrong.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) | Self::Forbidden(problems) => problems,
        }
    }
}

/// An observation that may enter the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Admitted {
    /// As sent; the server makes one when absent.
    pub id: Option<ObservationId>,
    /// Whom it is about.
    pub user: UserId,
    /// Whose evidence it is.
    pub feature: FeatureName,
    /// What was observed.
    pub action: ActionName,
    /// Its details, without nulls.
    pub details: Map<String, Value>,
    /// As sent: the feature's default is applied when the row is folded.
    pub context: Option<ContextName>,
    /// As sent, else the time of admission.
    pub observed_at: Timestamp,
    /// The deployed version of the feature.
    pub release: Option<Release>,
    /// The bridge that wrote it.
    pub origin: Option<OriginName>,
    /// The projection it may descend from.
    pub derived_from: Option<ProjectionId>,
    /// Hash of what was sent, before defaults and without what already is part of the row's key
    /// (user, feature, id): equal payloads under one key are one observation sent twice.
    pub payload: [u8; 32],
    /// Hash of (feature, origin, action, details): rows of one collapse unit have it in common.
    pub content: [u8; 32],
}

impl Admitted {
    /// The log row, once the log has said the rest.
    #[must_use]
    pub fn into_row(
        self,
        id: ObservationId,
        recorded_at: Timestamp,
        weightless: bool,
        held: bool,
    ) -> LogRow {
        LogRow {
            user: self.user,
            feature: self.feature,
            id,
            action: self.action,
            details: self.details,
            context: self.context,
            observed_at: self.observed_at,
            recorded_at,
            release: self.release,
            origin: self.origin,
            derived_from: self.derived_from,
            weightless,
            held,
        }
    }
}

/// Admits `observation`, or says everything that is wrong with it. Rights are looked at first where
/// the author alone decides them, and last where they depend on what the observation says.
pub fn admit(
    schema: &Schema,
    observation: Observation,
    author: Author,
    now: Timestamp,
) -> Result<Admitted, Refusal> {
    let mut problems = Vec::new();
    let feature = authority::feature(schema, &observation, author, &mut problems)?;
    check_action(schema, &observation, feature.as_ref(), &mut problems);
    check_context(schema, &observation, &mut problems);
    check_time(&observation, now, &mut problems);
    let admitted = match feature {
        Some(feature) if problems.is_empty() => admitted(observation, feature, now),
        _ => return Err(Refusal::Invalid(capped(problems))),
    };
    authority::check_grants(schema, &admitted, now)?;
    Ok(admitted)
}

fn admitted(observation: Observation, feature: FeatureName, now: Timestamp) -> Admitted {
    let payload = hash(&[
        &observation.action.as_str(),
        &observation.details,
        &observation.context.as_ref().map(ContextName::as_str),
        &observation.observed_at.map(Timestamp::millis),
        &observation.release.as_ref().map(Release::as_str),
        &observation.origin.as_ref().map(OriginName::as_str),
        &observation.derived_from.as_ref().map(ProjectionId::as_str),
    ]);
    let content = hash(&[
        &feature.as_str(),
        &observation.origin.as_ref().map(OriginName::as_str),
        &observation.action.as_str(),
        &observation.details,
    ]);
    Admitted {
        id: observation.id,
        user: observation.user,
        feature,
        action: observation.action,
        details: observation.details,
        context: observation.context,
        observed_at: observation.observed_at.unwrap_or(now),
        release: observation.release,
        origin: observation.origin,
        derived_from: observation.derived_from,
        payload,
        content,
    }
}

fn check_action(
    schema: &Schema,
    observation: &Observation,
    feature: Option<&FeatureName>,
    problems: &mut Vec<Problem>,
) {
    let name = observation.action.as_str();
    let details = &observation.details;
    let is_users = feature.is_some_and(|feature| feature.as_str() == USER_FEATURE);
    if is_users && ![STATED, WITHDRAWN].contains(&name) {
        let detail = "the user's own word is either `stated` or `withdrawn`";
        problems.push(Problem::new("/action", detail));
    } else if builtin::ACTIONS.contains(&name) {
        builtin::check(schema, name, details, problems);
    } else if let Some(action) = schema.actions.get(name) {
        let before = problems.len();
        detail::check(&action.details, details, problems);
        if problems.len() == before {
            consequence::check(schema, action, details, problems);
        }
    } else {
        let declared = schema.actions.keys().map(ActionName::as_str);
        let known = instead(name, declared.chain(builtin::ACTIONS));
        let version = schema.version;
        let detail = format!(
            "{} is no action of schema version {version}{known}",
            quoted(name)
        );
        problems.push(Problem::new("/action", detail));
    }
}

fn check_context(schema: &Schema, observation: &Observation, problems: &mut Vec<Problem>) {
    let Some(context) = &observation.context else {
        return;
    };
    if !schema.contexts.contains_key(context) {
        let known = instead(
            context.as_str(),
            schema.contexts.keys().map(ContextName::as_str),
        );
        let detail = format!(
            "{} is no context of the schema{known}",
            quoted(context.as_str())
        );
        problems.push(Problem::new("/context", detail));
    }
}

fn check_time(observation: &Observation, now: Timestamp, problems: &mut Vec<Problem>) {
    let Some(observed_at) = observation.observed_at else {
        return;
    };
    let latest = now.plus(MAX_AHEAD);
    let detail = if observed_at < Timestamp::EPOCH {
        format!("{observed_at} is before 1970")
    } else if observed_at > latest {
        format!("{observed_at} is more than {MAX_AHEAD} ahead of the server's clock ({now})")
    } else {
        return;
    };
    problems.push(Problem::new("/observed_at", detail));
}
