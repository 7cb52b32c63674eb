//! Sample values for the cases, and shorthands that keep them readable.

use std::sync::Arc;

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, ContextName, FeatureName, InvalidName, ObservationId, UserId},
    observation::{self, Author},
    schema::{self, Schema},
    time::Timestamp,
};
use serde_json::{Map, Value, json};

use crate::{
    BoxError, Submission,
    clock::Clock,
    contract::{Guard, NewRow, Result, Store, TenantId},
    node::{Node, NodeOptions},
};

/// The tenant of most cases.
pub const TENANT: TenantId = TenantId::DEFAULT;

/// An instant, in milliseconds after a fixed one in 2023.
#[must_use]
pub fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + millis)
}

/// A user.
pub fn user(id: &str) -> std::result::Result<UserId, InvalidName> {
    UserId::new(id)
}

/// A row with the given key, everything optional left out.
pub fn row(user: &str, feature: &str, id: &str) -> std::result::Result<NewRow, InvalidName> {
    Ok(NewRow {
        row: LogRow {
            user: UserId::new(user)?,
            feature: FeatureName::new(feature)?,
            id: ObservationId::new(id)?,
            action: ActionName::new("answer_shortened")?,
            details: Map::new(),
            context: None,
            observed_at: at(0),
            recorded_at: at(1),
            release: None,
            origin: None,
            derived_from: None,
            weightless: false,
            held: false,
        },
        payload: [1; 32],
        content: [2; 32],
        quarantine: None,
    })
}

/// Logs `rows` in one unit of work.
pub async fn append(store: &Arc<dyn Store>, rows: &[NewRow]) -> Result<()> {
    let mut work = store.begin(Guard::Shared).await?;
    work.append(TENANT, rows).await?;
    work.commit().await?;
    Ok(())
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SetClock(std::sync::atomic::AtomicI64);

impl SetClock {
    /// Sets the time.
    pub fn set(&self, now: Timestamp) {
        self.0
            .store(now.millis(), std::sync::atomic::Ordering::SeqCst);
    }
}

impl Default for SetClock {
    fn default() -> Self {
        Self(std::sync::atomic::AtomicI64::new(at(0).millis()))
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

/// A small schema with an event action, one that collapses, a statement, a set and a number.
/// `half_life` is that of its first dimension.
#[must_use]
pub fn schema_text(version: u32, half_life: &str, description: &str) -> String {
    format!(
        r#"version = {version}

[dimensions."communication.verbosity"]
description = "{description}"
kind = "ordinal"
values = ["concise", "balanced", "detailed"]
half_life = "{half_life}"

[dimensions."interests.topics"]
description = "Topics"
kind = "set"
members = "open"
max_members = 3

[dimensions."reading.grade"]
description = "Grade"
kind = "number"
range = [0, 18]
tolerance = 1.0

[contexts.chat]
description = "Chatting"

[contexts.drafting]
description = "Drafting"

[features.chat]
context = "chat"
writes = ["*"]
reads = ["*"]

[features.docs]
context = "drafting"
writes = ["*"]
reads = ["*"]

[actions.answer_shortened]
details = {{ ratio = {{ type = "number", min = 0, max = 1 }} }}
[[actions.answer_shortened.evidence]]
dimension = "communication.verbosity"
value = "concise"
weight = {{ from = "ratio", scale = {{ from = [0, 1], to = [2, 1] }} }}

[actions.answer_expanded]
dedupe = "10m"
details = {{ length = {{ type = "enum", values = ["short", "long"] }} }}
[[actions.answer_expanded.evidence]]
dimension = "communication.verbosity"
value = {{ from = "length", map = {{ short = "balanced", long = "detailed" }} }}

[actions.style_chosen]
mode = "statement"
details = {{ style = {{ type = "enum", values = ["short", "long"] }} }}
[[actions.style_chosen.evidence]]
dimension = "communication.verbosity"
value = {{ from = "style", map = {{ short = "concise", long = "detailed" }} }}

[actions.topic_opened]
details = {{ topic = {{ type = "string" }} }}
[[actions.topic_opened.evidence]]
dimension = "interests.topics"
value = {{ from = "topic" }}

[actions.text_read]
details = {{ grade = {{ type = "number", min = 0, max = 18 }} }}
[[actions.text_read.evidence]]
dimension = "reading.grade"
value = {{ from = "grade" }}
"#
    )
}

/// [`schema_text`] in version 1, parsed.
pub fn sample_schema() -> std::result::Result<Schema, BoxError> {
    Ok(schema::parse("sample", &schema_text(1, "180d", "Length"))?.schema)
}

/// A node over `store` whose clock stands still, with the sample schema in force.
pub async fn node(
    store: &Arc<dyn Store>,
    clock: &Arc<SetClock>,
) -> std::result::Result<Node, BoxError> {
    let clock: Arc<dyn Clock> = clock.clone();
    let node = Node::start(store.clone(), clock, NodeOptions::default()).await?;
    let text = schema_text(1, "180d", "Length");
    node.apply_schema(TENANT, "sample", &text).await?;
    Ok(node)
}

/// An observation as a feature would send it, admitted under the sample schema.
#[derive(Debug, Clone)]
pub struct Sample(Value);

impl Sample {
    /// With the given key and action, observed at the fixed instant.
    #[must_use]
    pub fn new(
        user: &str,
        feature: &str,
        id: &str,
        action: &str,
        details: impl Into<Value>,
    ) -> Self {
        let observed_at = at(0).to_string();
        Self(json!({
            "user": user, "feature": feature, "id": id, "action": action, "details": details.into(),
            "observed_at": observed_at,
        }))
    }

    /// With another part of the observation.
    #[must_use]
    pub fn with(mut self, part: &str, value: impl Into<Value>) -> Self {
        self.0[part] = value.into();
        self
    }

    /// Observed at another instant.
    #[must_use]
    pub fn at(self, instant: Timestamp) -> Self {
        self.with("observed_at", instant.to_string())
    }

    /// Admits it.
    pub fn admit(&self, schema: &Schema) -> std::result::Result<Submission, BoxError> {
        let observation =
            observation::parse(&self.0).map_err(|problems| format!("{problems:?}"))?;
        let id = observation.id.clone().ok_or("the sample has no id")?;
        let admitted = observation::admit(schema, observation, Author::Admin, at(1 << 40))
            .map_err(|refusal| format!("{refusal:?}"))?;
        Ok(Submission {
            admitted,
            id,
            weightless: false,
        })
    }
}

/// `answer_shortened`, the plain event.
#[must_use]
pub fn shortened(user: &str, id: &str) -> Sample {
    Sample::new(user, "chat", id, "answer_shortened", json!({"ratio": 0.3}))
}

/// `answer_expanded`, which collapses within ten minutes.
#[must_use]
pub fn expanded(user: &str, id: &str) -> Sample {
    Sample::new(
        user,
        "chat",
        id,
        "answer_expanded",
        json!({"length": "long"}),
    )
}

/// `topic_opened`, which names a member of a set.
#[must_use]
pub fn opened(user: &str, id: &str, topic: &str) -> Sample {
    Sample::new(user, "chat", id, "topic_opened", json!({"topic": topic}))
}

/// The context of a row, if it is one.
pub fn context(name: &str) -> std::result::Result<Option<ContextName>, InvalidName> {
    ContextName::new(name).map(Some)
}
