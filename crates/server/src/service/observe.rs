//! Recording observations: read, admitted, made durable, answered.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use selfmodel_api_types as wire;
use selfmodel_core::{
    names::{FeatureName, ObservationId},
    observation::{self, Author, Observation},
    schema::Schema,
};
use selfmodel_store::{Outcome, Submission, contract::TenantId, node::Recorded};
use serde_json::Value;

use super::ServiceError;
use crate::{app::App, clock::Random, metrics};

/// On whose part observations are written.
#[derive(Debug, Clone)]
pub struct Writer {
    /// The feature of the key.
    pub feature: Option<FeatureName>,
    /// Whether it may write for every feature.
    pub is_admin: bool,
}

impl Writer {
    /// The authority for one observation. An admin key that has a feature speaks for it unless the
    /// observation names another.
    fn author(&self, observation: &Observation) -> Author {
        match &self.feature {
            Some(own) if !self.is_admin || observation.feature.is_none() => {
                Author::Feature(own.clone())
            }
            _ => Author::Admin,
        }
    }
}

/// What became of one observation of several; `E` is why an item could not even be read.
#[derive(Debug)]
pub enum Judged<E> {
    /// It is on disk.
    Accepted(Accepted),
    /// It could not be read.
    Unread(E),
    /// It is not recorded.
    Refused {
        /// Its id, if it has one.
        id: Option<String>,
        /// Why.
        error: ServiceError,
    },
}

/// An observation that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its id.
    pub id: ObservationId,
    /// What became of it.
    pub status: wire::RecordedStatus,
    /// Whether it counts together with another.
    pub collapsed: bool,
}

/// Records one observation.
pub async fn one(
    app: &App,
    tenant: TenantId,
    writer: &Writer,
    value: &Value,
) -> Result<wire::Recorded, ServiceError> {
    let governance = app.governance(tenant).await?;
    let submission = admitted(app, governance.schema(), writer, value);
    let submission = submission.inspect_err(|_| metrics::observed("rejected", 1))?;
    let id = submission.id.clone();
    let Recorded { outcomes, token } = app.node.record(tenant, vec![submission]).await?;
    let accepted = match outcomes.into_iter().next() {
        Some(outcome) => judged(id, outcome)?,
        None => return Err(ServiceError::Defect("the store judged no observation")),
    };
    metrics::observed(word(accepted.status), 1);
    Ok(wire::Recorded {
        id: accepted.id,
        status: accepted.status,
        collapsed: accepted.collapsed,
        token: wire::Token(token.to_string()),
    })
}

/// Records several observations, each judged on its own, in their order.
pub async fn many<E>(
    app: &App,
    tenant: TenantId,
    writer: &Writer,
    items: Vec<Result<Value, E>>,
) -> Result<(Vec<Judged<E>>, wire::Token), ServiceError> {
    let governance = app.governance(tenant).await?;
    let mut submissions = Vec::with_capacity(items.len());
    // For each item the id of its submission, or why it has none.
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let admitted = item
            .map_err(Judged::Unread)
            .and_then(|value| {
                let admitted = admitted(app, governance.schema(), writer, &value);
                let id = id_of(&value);
                admitted.map_err(|error| Judged::Refused { id, error })
            })
            .map(|submission| {
                let id = submission.id.clone();
                submissions.push(submission);
                id
            });
        places.push(admitted);
    }
    let Recorded { outcomes, token } = app.node.record(tenant, submissions).await?;
    let judged = judge(places, outcomes);
    count(&judged);
    Ok((judged, wire::Token(token.to_string())))
}

/// Gives each submission its outcome; both are in the same order.
fn judge<E>(
    places: Vec<Result<ObservationId, Judged<E>>>,
    outcomes: Vec<Outcome>,
) -> Vec<Judged<E>> {
    let mut outcomes = outcomes.into_iter();
    let mut judge = |id: ObservationId| {
        let text = id.as_str().to_owned();
        let missing = ServiceError::Defect("the store judged too few observations");
        let outcome = outcomes.next().ok_or(missing);
        match outcome.and_then(|outcome| judged(id, outcome)) {
            Ok(accepted) => Judged::Accepted(accepted),
            Err(error) => Judged::Refused {
                id: Some(text),
                error,
            },
        }
    };
    let places = places.into_iter();
    places
        .map(|place| place.map_or_else(|refused| refused, &mut judge))
        .collect()
}

fn admitted(
    app: &App,
    schema: &Arc<Schema>,
    writer: &Writer,
    value: &Value,
) -> Result<Submission, ServiceError> {
    let observation = observation::parse(value).map_err(ServiceError::InvalidObservation)?;
    let author = writer.author(&observation);
    let admitted = observation::admit(schema, observation, author, app.clock.now())?;
    let id = match &admitted.id {
        Some(id) => id.clone(),
        None => fresh_id(&*app.random)?,
    };
    Ok(Submission {
        // What descends from our own projection is no news of the user.
        weightless: admitted.derived_from.is_some(),
        admitted,
        id,
    })
}

fn judged(id: ObservationId, outcome: Outcome) -> Result<Accepted, ServiceError> {
    let (status, collapsed) = match outcome {
        Outcome::Recorded { collapsed } => (wire::RecordedStatus::Recorded, collapsed),
        Outcome::Duplicate => (wire::RecordedStatus::Duplicate, false),
        Outcome::Quarantined => (wire::RecordedStatus::Quarantined, false),
        Outcome::Conflict => return Err(ServiceError::IdConflict),
        Outcome::Refused(problems) => return Err(ServiceError::InvalidObservation(problems)),
        Outcome::Refolded => return Err(ServiceError::Defect("a submission was refolded")),
    };
    Ok(Accepted {
        id,
        status,
        collapsed,
    })
}

fn fresh_id(random: &dyn Random) -> Result<ObservationId, ServiceError> {
    let bytes = random.bytes();
    let half = bytes.first_chunk::<16>().unwrap_or(&[0; 16]);
    ObservationId::new(&HEXLOWER.encode(half))
        .map_err(|_| ServiceError::Defect("a fresh id is no valid id"))
}

/// The id of an observation that was refused, if it is one.
fn id_of(value: &Value) -> Option<String> {
    let id = value.get("id")?.as_str()?;
    ObservationId::new(id).ok().map(String::from)
}

fn count<E>(judged: &[Judged<E>]) {
    for outcome in ["recorded", "duplicate", "quarantined", "rejected"] {
        let alike = judged.iter().filter(|judged| match judged {
            Judged::Accepted(accepted) => word(accepted.status) == outcome,
            Judged::Unread(_) | Judged::Refused { .. } => outcome == "rejected",
        });
        metrics::observed(outcome, u32::try_from(alike.count()).unwrap_or(u32::MAX));
    }
}

const fn word(status: wire::RecordedStatus) -> &'static str {
    match status {
        wire::RecordedStatus::Recorded => "recorded",
        wire::RecordedStatus::Duplicate => "duplicate",
        wire::RecordedStatus::Quarantined => "quarantined",
    }
}
